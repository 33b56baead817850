from collections.abc import Iterator
from importlib.util import find_spec

import nltk.data
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.tokenize.punkt import PunktTokenizer

from index.text.punkt import english

_PIECES = st.lists(
    st.sampled_from(
        ["Olm", "the", "He", "mr", " ", " ", "\n", "\t", "\u00a0", ".", "?", "!", ",", ";", ":",
         "-", "--", "…", '"', "'", "”", "“", ")", "(", "]", "`", "*", "J. ", "20. ", "-3.5",
         "U.S. ", "Dr. ", "e.g. ", "p.m. ", "pre-Co. ", ". . . ", ".. ", "A.", "K. Wong"]
    ), max_size=30
).map("".join)  # fmt: skip


@pytest.fixture(scope="module")
def reference() -> Iterator[PunktTokenizer]:
    found = find_spec("llama_index.core")
    assert found is not None
    assert found.submodule_search_locations is not None
    bundled = f"{found.submodule_search_locations[0]}/_static/nltk_cache"
    nltk.data.path.insert(0, bundled)
    yield PunktTokenizer("english")
    nltk.data.path.remove(bundled)


def test_the_parameters_are_those_that_nltk_reads(reference: PunktTokenizer) -> None:
    theirs, ours = reference._params, english()
    assert ours.abbreviations == theirs.abbrev_types
    assert ours.starters == theirs.sent_starters
    assert ours.collocations == theirs.collocations
    assert ours.seen == theirs.ortho_context


@given(_PIECES)
def test_the_spans_are_those_that_nltk_finds(reference: PunktTokenizer, text: str) -> None:
    assert list(english().span_tokenize(text)) == list(reference.span_tokenize(text))


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("Mr. Lund left. He ran.", [(0, 14), (15, 22)], id="an abbreviation"),
        pytest.param("He met J. Ross. Both left.", [(0, 15), (16, 26)], id="an initial"),
        pytest.param("“It sank.” All saw it.", [(0, 10), (11, 22)], id="a closing mark"),
        pytest.param("On the 3. of May. It sank.", [(0, 17), (18, 26)], id="a number"),
        pytest.param("Ah ... well. No.", [(0, 12), (13, 16)], id="dots within"),
        pytest.param("No!!! Never.", [(0, 5), (6, 12)], id="several marks"),
    ],
)  # fmt: skip
def test_where_sentences_end(text: str, spans: list[tuple[int, int]]) -> None:
    assert list(english().span_tokenize(text)) == spans


@pytest.mark.parametrize("filler", ["word ", "x", "3.5", "U.S. ", " ", "!", ". "], ids=repr)
def test_a_long_run_without_a_boundary_takes_time_in_proportion(filler: str) -> None:
    text = f"It began. {filler * (200_000 // len(filler))} Then it ended. All left."
    spans = list(english().span_tokenize(text))
    assert spans[0] == (0, 9)
    assert text[slice(*spans[-1])] == "All left."
