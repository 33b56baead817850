import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import MAX_SENTENCE, sentence_spans

_PROSE = st.lists(
    st.sampled_from(
        ["Putin", " ", "said", ". ", "U.S. ", "no", "? ", '"', "”", "“", ")", "(", "[1]", "[sic]",
         "\u00a0", "Dr. ", "\n", "3.5", "! ", ", ", "; ", "…"]
    )
).map("".join)  # fmt: skip


def _sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text, 0, len(text))]


@given(st.one_of(st.text(), _PROSE), st.data())
def test_spans_are_in_order_apart_trimmed_and_inside(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = sentence_spans(text, start, end)
    ends = [start, *(right for _, right in spans)]
    assert all(e <= left < right <= end for e, (left, right) in zip(ends, spans, strict=False))
    outside = "".join(text[a:left] for a, (left, _) in zip(ends, spans, strict=False))
    assert [c for c in outside + text[ends[-1] : end] if c.isalpha()] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("One came. Two left.", ["One came.", "Two left."], id="two"),
        pytest.param(
            "He waited 20 years.[1] Putin spoke.[2][3]",
            ["He waited 20 years.", "Putin spoke."],
            id="endnote marks belong to none",
        ),
        pytest.param(
            "U.S. officials met Gen. Smith at 5 p.m. in Kyiv. They left.",
            ["U.S. officials met Gen. Smith at 5 p.m. in Kyiv.", "They left."],
            id="abbreviations",
        ),
        pytest.param(
            "Qu. He desired to be excused. Yes. He did.",
            ["Qu. He desired to be excused.", "Yes.", "He did."],
            id="short names",
        ),
        pytest.param(
            "It is due under 33 U.S.C. 1321. !!Come!! Why??",
            ["It is due under 33 U.S.C. 1321.", "!!Come!!", "Why??"],
            id="numbers behind short names, marks said again",
        ),
        pytest.param(
            "Mr. J. B. Lund met A. C. Ross. Both left.",
            ["Mr. J. B. Lund met A. C. Ross.", "Both left."],
            id="several initials",
        ),
        pytest.param(
            "It sank . . . and rose . . . . Then it was gone. Olm . . . . . . 12",
            ["It sank . . . and rose . . . .", "Then it was gone.", "Olm . . . . . . 12"],
            id="spaced dots",
        ),
        pytest.param(
            "Putin said “today, tomorrow, or in 10 years.” Lavrov agreed.",
            ["Putin said “today, tomorrow, or in 10 years.”", "Lavrov agreed."],
            id="closing quote",
        ),
        pytest.param(
            "“Will it end?” he asked. Nobody knew.",
            ["“Will it end?” he asked.", "Nobody knew."],
            id="a quotation goes on",
        ),
        pytest.param(
            "It grew by 7.3 km. (See map.) Then it ended.",
            ["It grew by 7.3 km.", "(See map.)", "Then it ended."],
            id="figures and brackets",
        ),
        pytest.param(
            "President [sic] Putin spoke. All heard.",
            ["President [sic] Putin spoke.", "All heard."],
            id="sic",
        ),
        pytest.param(
            "It heard 61 witnesses.12 It found none.”13 It struck at 04:09.14 It ended.15",
            ["It heard 61 witnesses.", "It found none.”", "It struck at 04:09.", "It ended."],
            id="numbers of notes",
        ),
        pytest.param(
            "It was so.* It ended.¹² Nobody knew.",
            ["It was so.", "It ended.", "Nobody knew."],
            id="raised marks of notes",
        ),
        pytest.param(
            "It rose by 3.12 Points. He sold No.12 Quay. It fell in Sept.12 Then it ended.",
            ["It rose by 3.12 Points.", "He sold No.12 Quay.", "It fell in Sept.12 Then it ended."],
            id="numbers that are no notes",
        ),
        pytest.param(
            "Mr. Bernanke saw No. 7 at 8 a.m. in St. Vincent. E. Coli was found by J. F. Lund.",
            [
                "Mr. Bernanke saw No. 7 at 8 a.m. in St. Vincent.",
                "E. Coli was found by J. F. Lund.",
            ],
            id="short words",
        ),
        pytest.param(
            "The U.S. Treasury and the U.S. Senators met. He lives in the U.S. The bank knows.",
            [
                "The U.S. Treasury and the U.S. Senators met.",
                "He lives in the U.S.",
                "The bank knows.",
            ],
            id="acronyms",
        ),
        pytest.param(
            "Present:Mr. Lund, ChairmanMr. Roe Ms. Vey. It began.In Olm it rained.",
            ["Present:Mr. Lund, ChairmanMr. Roe Ms. Vey.", "It began.", "In Olm it rained."],
            id="lost spaces",
        ),
        pytest.param("See www.olm.Com now.", ["See www.olm.Com now."], id="address"),
        pytest.param(
            'He said: “We saw it. We ran. Nobody came.” "It is. It was," she said. It ended.',
            [
                "He said: “We saw it. We ran. Nobody came.”",
                '"It is. It was," she said.',
                "It ended.",
            ],
            id="quotations of several sentences",
        ),
        pytest.param(
            "THE PRESIDENT. No. I do not.",
            ["THE PRESIDENT. No.", "I do not."],
            id="who speaks",
        ),
        pytest.param(
            "Mr. Ford. Senator, yes. It is.", ["Mr. Ford. Senator, yes.", "It is."], id="a speaker"
        ),
        pytest.param(
            "Figure 2. Losses by port. They fell.",
            ["Figure 2. Losses by port.", "They fell."],
            id="a numbered label and its title",
        ),
        pytest.param("39.1. It fell. It lay.", ["39.1. It fell.", "It lay."], id="a number alone"),
        pytest.param(
            "It fell on Oct. 17th. Mr. GE saw it at 84 deg. 45 min., and Lieut. Lund did.",
            ["It fell on Oct. 17th.", "Mr. GE saw it at 84 deg. 45 min., and Lieut. Lund did."],
            id="months, measures and ranks",
        ),
        pytest.param("Olm fell. It lay low.", ["Olm fell.", "It lay low."], id="no label"),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert _sentences(text) == expected


def test_a_long_quotation_is_parted() -> None:
    said = " ".join(["The council met in Olm on Monday and heard the report."] * 8)
    assert len(_sentences(f"He said: “{said}” It ended.")) == 9


def test_a_quotation_that_nothing_closes_parts_nothing() -> None:
    assert _sentences("He said: “We saw it. We ran.") == ["He said: “We saw it.", "We ran."]


def test_a_part_of_a_text_gives_offsets_of_the_whole() -> None:
    text = "Skipped. One came. Two left."
    assert sentence_spans(text, 9, len(text)) == [(9, 18), (19, 28)]


def test_a_run_without_boundaries_is_cut_at_spaces() -> None:
    text = "word " * 1000
    pieces = _sentences(text)
    assert max(map(len, pieces)) <= MAX_SENTENCE
    assert " ".join(pieces) == text.strip()


def test_a_run_without_spaces_is_cut_all_the_same() -> None:
    assert [len(piece) for piece in _sentences("x" * 3000)] == [1200, 1200, 600]


def test_a_line_of_a_hundred_thousand_characters_is_cut_into_its_sentences() -> None:
    text = "The council met in Olm on 3 May 2024. It heard Mr. Lund, who left. " * 1500
    assert _sentences(text) == [
        "The council met in Olm on 3 May 2024.", "It heard Mr. Lund, who left.",
    ] * 1500  # fmt: skip
