"""What is read from a question."""

from collections.abc import Iterator
from math import log

import pytest

from index.storage.catalog import Catalog
from rag.question.parsing import ParsedQuestion, parse_question
from tests.doubles import HashingEmbedder
from tests.index.corpus import Corpus

REPORT = """Fighting Goes On

May 3, 2024

Forces advanced near Kupyansk and Pokrovsk. Dmitri Peskov denied it on Monday.

Ceasefire talks failed again in 2023. Its organisers
refused the demilitarization of the coast.
"""


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    folder = tmp_path_factory.mktemp("question")
    (folder / "report.txt").write_text(REPORT, "utf-8")
    corpus = Corpus(folder / "data")
    corpus.ingest(folder / "report.txt")
    catalog = corpus.catalog()
    yield catalog
    catalog.close()


def _parse(text: str, catalog: Catalog) -> ParsedQuestion:
    return parse_question(text, HashingEmbedder(), catalog.vocabulary())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What did Peskov deny?", ["Peskov", "deny"]),
        ("What, and of WHOM?", []),
        ("Who advanced, and who else advances?", ["advanced"]),
        ("Did a B-52 fly? x", ["52", "fly"]),
        ("naïve “façade”", ["naïve", "façade"]),
        ("it’s Ukraine's", ["Ukraine"]),
        ('snake_case OR "DROP TABLE" NEAR(x) *', ["snake", "case", "DROP", "TABLE", "NEAR"]),
        ("\x00 🙂", []),
        ("Київ", ["Київ"]),
    ],
)
def test_the_terms(catalog: Catalog, text: str, words: list[str]) -> None:
    assert [term.word for term in _parse(text, catalog).terms] == words


@pytest.mark.parametrize(
    ("asked", "spelling", "frequency"),
    [
        ("Kupiansk", "kupyansk", 1),
        ("Dmitry", "dmitri", 1),
        ("demilitarisation", "demilitar", 1),
        ("organizing", "organis", 1),
        ("Porkovsk", "pokrovsk", 1),
        ("Pokrovks", "pokrovsk", 1),
        ("Poktrovsk", "pokrovsk", 1),
        ("organsers", "organis", 1),
    ],
    ids=["romanised", "romanised vowel", "British", "American", "letters swapped",
         "swapped at the end", "a letter too many", "a letter less of what has an ending"],
)  # fmt: skip
def test_other_spellings(catalog: Catalog, asked: str, spelling: str, frequency: int) -> None:
    (term,) = _parse(asked, catalog).terms
    assert spelling in term.spellings
    assert term.frequency == frequency


@pytest.mark.parametrize("asked", ["Kurakhove", "Mendax", "2024", "talk3", "coasts"])
def test_what_is_not_taken_for_a_misspelling(catalog: Catalog, asked: str) -> None:
    (term,) = _parse(asked, catalog).terms
    assert term.spellings == (term.key,)


def test_a_known_word_is_not_taken_for_another(catalog: Catalog) -> None:
    (term,) = _parse("advance", catalog).terms
    assert (term.spellings, term.frequency) == (("advanc",), 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What was reported about Peskov?", ["Peskov"]),
        ("Which reports mention the ceasefire?", ["ceasefire"]),
        ("What do the reports say?", ["reports"]),
    ],
    ids=["about", "mention", "nothing else"],
)
def test_words_that_speak_of_the_reports(catalog: Catalog, text: str, words: list[str]) -> None:
    assert [term.word for term in _parse(text, catalog).terms] == words


def test_weights_are_inverse_document_frequencies(catalog: Catalog) -> None:
    passages = catalog.coverage().passages
    assert passages == 2
    known, unknown = _parse("Peskov marmalade", catalog).terms
    assert known.weight == pytest.approx(log(1 + (2 - 1 + 0.5) / (1 + 0.5)))
    assert unknown.weight == pytest.approx(log(1 + (2 + 0.5) / 0.5))


def test_tokens_belong_to_terms(catalog: Catalog) -> None:
    parsed = _parse("Did Peskov deny what Peskov said?", catalog)
    assert [term.word for term in parsed.terms] == ["Peskov", "deny"]
    assert parsed.term_of.tolist() == [-1, 0, 1, -1, 0, -1]
    assert parsed.tokens.shape == (6, 96)
    assert parsed.pooled.shape == (64,)


def test_a_question_without_words_has_no_tokens(catalog: Catalog) -> None:
    parsed = _parse("?!", catalog)
    assert (parsed.terms, parsed.tokens.shape) == ((), (0, 96))
