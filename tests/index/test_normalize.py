import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.normalize import aligned, collapsed, folded, however_written


@given(st.text())
def test_aligned_keeps_length(text: str) -> None:
    assert len(aligned(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("“Dmitri’s”", '"Dmitri\'s"', id="curly quotes"),
        pytest.param("Nov 1,\u00a02024\u202f-\u200918:00", "Nov 1, 2024 - 18:00", id="hard spaces"),
        pytest.param("10 to 20 years.[1] Putin", "10 to 20 years.    Putin", id="endnote mark"),
        pytest.param("town.[12][13] Then", "town.         Then", id="several marks"),
        pytest.param("town. [12] Then", "town.      Then", id="mark after a space"),
        pytest.param("for [40,000] people", "for [40,000] people", id="a number"),
        pytest.param("some [1,250,000] of it", "some [1,250,000] of it", id="a large number"),
        pytest.param("town.[12,13,140] Then", "town.            Then", id="a list without blanks"),
        pytest.param("town.[1, 3-5]", "town.        ", id="list of marks"),
        pytest.param("[1] Reuters", "[1] Reuters", id="an endnote itself stays"),
        pytest.param("President [sic] Putin [2022]", "President [sic] Putin [2022]", id="brackets"),
        pytest.param("H\u201115", "H-15", id="hard hyphen"),
    ],
)
def test_aligned(text: str, expected: str) -> None:
    assert aligned(text) == expected


def test_offsets_of_the_aligned_text_are_those_of_the_text() -> None:
    text = "He said “no”[4] to Vučić\u00a0again"
    at = aligned(text).index("Vučić again")
    assert text[at : at + len("Vučić again")] == "Vučić\u00a0again"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(" The\u00a0 New\r\n York\tTimes ", "The New York Times", id="white space"),
        pytest.param("Ku\u00adpyansk", "Kupyansk", id="soft hyphen"),
        pytest.param("", "", id="empty"),
    ],
)
def test_collapsed(text: str, expected: str) -> None:
    assert collapsed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Aleksandar VUČIĆ", "aleksandar vucic", id="diacritics and case"),
        pytest.param("Orba\u0301n", "orban", id="combining accent"),
        pytest.param("Straße", "strasse", id="sharp s"),
        pytest.param("\ufb01nd", "find", id="ligature"),
        ("Łódź, Ødegård, Æsir, œuvre", "lodz, odegard, aesir, oeuvre"),
    ],
)
def test_folded(text: str, expected: str) -> None:
    assert folded(text) == expected


@given(st.text())
def test_folding_again_changes_nothing_of_words(text: str) -> None:
    assert folded(text) == folded(collapsed(text))


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("Avila", "FORECASTER ÁVILA", True),
        ("Ávila", "Avila", True),
        ("orsted", "Mr Ørsted’s", True),
        ("Orban", "Orba\u0301n", True),
        ("Orban", "Or\u00adban", True),
        ("Kyiv", "in_Kyiv_", True),
        ("Київ", "КИЇВ", True),
        ("cat", "a category", False),
        ("cat", "a muscat", False),
        ("a.b", "axb", False),
    ],
)
def test_a_word_however_it_is_written(word: str, text: str, found: bool) -> None:
    assert (however_written(word).search(text) is not None) is found
