"""Who speaks in a passage: whose turn of a transcript it stands in, and whom it gives its words."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.storage.catalog import Catalog
from index.structure.place import PATH_SIGN
from index.text.terms import terms
from index.types import Finding, Kind
from rag.evidence.statement import Statement
from rag.language.attribution import said_by

_PARTS_OF_A_PLACE = re.compile(rf": |{PATH_SIGN}")


def with_speaker(statement: Statement, catalog: Catalog) -> Statement:
    """A statement with the speaker whose turn it stands in; as it is where it stands in none."""
    passage = statement.quote.finding.passage
    report = catalog.report(passage.report_id)
    if report is None or passage.block >= len(report.blocks):
        return statement
    block = report.blocks[passage.block]
    return replace(statement, speaker=block.under) if block.kind is Kind.TURN else statement


def speaks(name: str, found: Finding) -> bool:
    """Whether somebody whose last name has that stem is given the words of a passage, or it stands
    under the name: in a turn, or in a section of that head."""
    under = _PARTS_OF_A_PLACE.split(found.passage.place)[-1]
    return any(terms(voice)[-1:] == [name] for voice in (*said_by(found.text), under))


def speaker_asked(question: str, found: Sequence[Finding]) -> str | None:
    """The stem of the last name of somebody who speaks in one of the passages and is named in a
    question, the first that is: who speaks is named before what he speaks of."""
    asked = terms(question)
    return next((name for name in asked if any(speaks(name, one) for one in found)), None)
