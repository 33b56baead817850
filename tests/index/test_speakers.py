"""Who speaks, where names stand alone above what is said."""

import pytest

from index.reading.html import read_html
from index.reading.markdown import read_markdown
from index.rules import switched_off
from index.structure.names import APART
from index.structure.turns import LABELS
from index.types import Kind, SourceText


def _turns(source: SourceText) -> list[tuple[str, str]]:
    return [
        (b.under, " ".join(source.text[b.start : b.end].split()))
        for b in source.blocks if b.kind.value == "turn"
    ]  # fmt: skip


SAID = ["Good day to all of you.", "It fell in May.", "Who saw it?", "I saw it, as did others."]


def test_names_alone_with_a_colon_are_who_speaks_below() -> None:
    names = ["**Ines Aldery:**", "**Tom Vey:**", "**Ines Aldery:**", "**Tom Vey:**"]
    text = "\n\n".join(
        f"{name}\n\n{said}\n\nSo it was." for name, said in zip(names, SAID, strict=True)
    )
    told = [name.strip("*:") for name in names]
    assert _turns(read_markdown(text)) == [
        pair
        for name, said in zip(told, SAID, strict=True)
        for pair in ((name, f"{name}: {said}"), (name, "So it was."))
    ]
    with switched_off([LABELS.name]):
        assert _turns(read_markdown(text)) == []


@pytest.mark.parametrize(
    "labels", [["Agenda:", "Result:"], ["To Do:", "Result:", "Grade:", "Who:"]]
)
def test_labels_that_lead_to_what_is_below_are_nobody(labels: list[str]) -> None:
    text = "\n\n".join(f"{label}\n\n{said}" for label in labels * 2 for said in SAID)
    assert _turns(read_markdown(text)) == []


def _page(*parts: str) -> SourceText:
    return read_html("<html><body><article>" + "".join(f"<p>{p}</p>" for p in parts))


def test_names_apart_are_who_speaks_below() -> None:
    names = ["Chairman", "H. V. Lund", "Chairman", "Sri Vey", "H. V. Lund"]
    parts = [
        p
        for n, (a, b) in enumerate(zip(names, [*SAID, "No."], strict=True))
        for p in (f"4.2.{n}", a, b)
    ]
    source = _page("ADDRESS BY THE CHAIRMAN", *parts)
    assert [turn for turn in _turns(source) if turn[1] in (*SAID, "No.")] == list(
        zip(names, [*SAID, "No."], strict=True)
    )
    with switched_off([APART.name]):
        assert _turns(_page(*parts)) == []


def test_a_question_that_ends_in_a_colon_is_asked_by_q() -> None:
    asked = "Q. Mr. Lund, a question in two parts:"
    source = read_markdown("\n\n".join([asked, "A. Yes.", "Q. Who saw it?", "A. I saw it."]))
    assert [who for who, _ in _turns(source)] == ["Q", "A", "Q", "A"]


def test_initials_are_those_of_a_name() -> None:
    names = ["K. T. Lund", "B. R. Vey"] * 2
    parts = [p for pair in zip(names, SAID, strict=True) for p in pair]
    assert _turns(_page(*parts)) == list(zip(names, SAID, strict=True))


def test_headings_that_come_back_over_several_paragraphs_are_nobody() -> None:
    heads = ["Public Discussion", "Senate Discussion"] * 2
    assert _turns(_page(*(part for head in heads for part in (head, *SAID)))) == []


def test_parts_of_records_that_come_back_in_one_order_are_nobody() -> None:
    heads = ["Hazard", "Remedy", "Sold At"] * 3
    assert _turns(_page(*(part for head in heads for part in (head, SAID[1])))) == []


def test_labels_that_nothing_follows_are_counted_for_nobody() -> None:
    said = "It rained in Olm on Monday, and the pier was closed."
    parts = [f"Ann Vey:\n\n{said}", "Break:"] * 3 + ["Ann Vey:\n\nA song", "Break:"] * 2
    source = read_markdown("\n\n".join([*parts, f"Ann Vey:\n\n{said}"]))
    assert {block.under for block in source.blocks if block.kind is Kind.TURN} >= {"Ann Vey"}
