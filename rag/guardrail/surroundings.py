"""What stands around passages and may supply what they leave out."""

from functools import cache

from index.calendar import Period, day_in_words
from index.storage.catalog import Catalog
from index.structure.place import file_words
from index.types import Finding
from rag.guardrail.scoping import Bounds, told_in
from rag.guardrail.verdict import Surroundings


def surroundings_in(catalog: Catalog, bounds: Bounds) -> Surroundings:
    """The surroundings of passages of a catalog, within some bounds."""
    coverage, covered = bounds.coverage, None
    if coverage.first is not None and coverage.last is not None:
        covered = Period(0, 0, coverage.first, coverage.last)
    paragraph = cache(catalog.block_text)

    def around(found: Finding) -> str:
        passage = found.passage
        return f"{passage.place}\n{paragraph(passage.report_id, passage.block)}"

    in_a_report = bounds.vocabulary_in(catalog).stands_in_a_report
    told = told_in(catalog, bounds.query.as_of, bounds.collections)
    return Surroundings(around, _stated, in_a_report, covered, told)


def _stated(finding: Finding) -> str:
    """A report's title, the words of its file's name, its publisher and date."""
    head = finding.report
    day = finding.published_on
    dated = day_in_words(day) if day else ""
    return "\n".join(
        [
            head.title or "",
            file_words(head.path),
            head.publisher or "",
            head.originator or "",
            dated,
        ]
    )
