"""A value that stands right beside one that is quoted, where things are compared."""

import pytest

from index.embedding.minilm import OnnxEmbedder
from index.rules import switched_off
from index.storage.catalog import Catalog
from rag.answer.measures import Measures
from rag.answer.values_beside import VALUE_BESIDE, quoted_whole
from rag.evidence.citations import Quote
from rag.evidence.statement import Statement
from tests.rag.corpus import engine_over

FIRST = "The first fair brought in 50,000 crowns for the hospital."
LAST = "The last fair brought in 250,000 crowns for the hospital."
REPORT = f"""Published: 2024-05-03

The town of Olm likes its fairs. {FIRST} {LAST} It rained on both.

- cylinder: the pump moved 329 litres a minute
- meter: the pump moved 335 litres a minute
- the hose was new
"""


@pytest.fixture(scope="module")
def measures() -> Measures:
    return Measures(OnnxEmbedder())


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    catalog = engine_over(tmp_path_factory.mktemp("fair"), {"fair.md": REPORT}).catalog
    assert catalog is not None
    return catalog


def _said(catalog: Catalog, sentence: str) -> Statement:
    """The statement of one sentence, all of which answers."""
    found = catalog.findings(catalog.passage_ids()).values()
    holding = next(f for f in found if sentence in f.text)
    start = holding.passage.start + holding.text.index(sentence)
    span = (start, start + len(sentence))
    return Statement(Quote(holding, *span), (span,), pointed=span)


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [
        (FIRST, [FIRST, LAST]),
        (LAST, [FIRST, LAST]),
        ("It rained on both.", ["It rained on both."]),
    ],
    ids=["behind it", "before it", "no figure"],
)
def test_the_other_value_is_quoted_with_the_first(
    catalog: Catalog, measures: Measures, sentence: str, quoted: list[str]
) -> None:
    statement = quoted_whole(_said(catalog, sentence), catalog, measures)
    assert statement.texts == quoted


def test_the_other_value_may_be_the_next_item_of_a_list(
    catalog: Catalog, measures: Measures
) -> None:
    statement = quoted_whole(_said(catalog, "329 litres"), catalog, measures)
    assert "335 litres" in statement.quote.text
    assert "hose" not in statement.quote.text


def test_where_nothing_is_compared_nothing_is_added(catalog: Catalog, measures: Measures) -> None:
    assert quoted_whole(_said(catalog, FIRST), catalog, None).texts == [FIRST]
    with switched_off([VALUE_BESIDE.name]):
        assert quoted_whole(_said(catalog, FIRST), catalog, measures).texts == [FIRST]
