"""Dates that are told by the reports of a corpus together."""

from collections import defaultdict
from pathlib import PurePath

from index.dating import as_named, is_undecided, naming_of, read_in_order
from index.edtf import is_either
from index.ingestion.told import told_by
from index.storage.catalog import Catalog
from index.types import ReportDate, ReportHead


def settle_days(catalog: Catalog) -> set[str]:
    """Dates the reports whose own words leave open which of two days is theirs, where others show
    that; the ids of these."""
    return _settle_order(catalog) | _settle_names(catalog)


def _settle_order(catalog: Catalog) -> set[str]:
    """Of those whose figures can be read as two days, where the others show in which order they
    write them."""
    order = catalog.day_order()
    if order is None:
        return set()
    undecided = [head for head in catalog.report_heads() if is_either(head.dated.published_edtf)]
    for head in undecided:
        _redate(catalog, head.id, read_in_order(head.dated, order))
    return {head.id for head in undecided}


def _settle_names(catalog: Catalog) -> set[str]:
    """Of those whose file is named by a later day than they state, where the others of the folder
    show what the days in its names are of."""
    later = [head for head in catalog.heads_known_later() if is_undecided(head.dated, head.path)]
    if not later:
        return set()
    beside: defaultdict[PurePath, list[tuple[str, ReportDate]]] = defaultdict(list)
    for head in catalog.report_heads():
        beside[_folder(head)].append((head.path, head.dated))
    settled = set()
    for head in later:
        naming = naming_of(beside[_folder(head)])
        if naming is not None:
            _redate(catalog, head.id, as_named(head.dated, naming))
            settled.add(head.id)
    return settled


def _folder(head: ReportHead) -> PurePath:
    return PurePath(head.path).parent


def _redate(catalog: Catalog, report_id: str, dated: ReportDate) -> None:
    report = catalog.report(report_id)
    if report is not None:
        catalog.redate(report_id, dated, *told_by(report, dated.published_on))
