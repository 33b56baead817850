"""Dates that are told by the reports of a corpus together."""

from collections import defaultdict
from datetime import date
from pathlib import Path, PurePath

from index.dating import as_named, is_undecided, later_in_text, naming_of, read_in_order
from index.edtf import is_either
from index.files import file_of, part_of
from index.ingestion.told import told_by
from index.reading.parts import RECORD
from index.storage.catalog import Catalog
from index.types import ReportDate, ReportHead


def settle_days(catalog: Catalog, data_dir: Path) -> set[str]:
    """Dates the reports whose own words leave open which of two days is theirs, where others show
    that; the ids of these. Files in the `data_dir` are copies that were made for it."""
    return _settle_order(catalog) | _settle_names(catalog, data_dir)


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


def _settle_names(catalog: Catalog, data_dir: Path) -> set[str]:
    """Of those whose file is named by a later day than they state, where the others of the folder
    show what the days in its names are of."""
    later = [head for head in catalog.heads_known_later() if is_undecided(head.dated, head.path)]
    if not later:
        return set()
    folders = _folders(catalog, data_dir)
    beside: defaultdict[PurePath, list[tuple[str, ReportDate]]] = defaultdict(list)
    for head in catalog.report_heads():
        if (folder := folders.get(head.id)) is not None:
            beside[folder].append((head.path, head.dated))
    settled = set()
    for head in later:
        folder = folders.get(head.id)
        naming = naming_of(beside[folder]) if folder is not None else None
        if naming is None:
            continue
        dated = as_named(head.dated, naming, _later_in_text(catalog, head))
        if dated != head.dated:
            _redate(catalog, head.id, dated)
            settled.add(head.id)
    return settled


def _later_in_text(catalog: Catalog, head: ReportHead) -> date | None:
    """The last day after its date that a report may be of by its text; it is of none after that of
    its file's name."""
    report, named = catalog.report(head.id), head.dated.not_before
    if report is None or named is None:
        return None
    return later_in_text(report.text, report.blocks, head.title, head.dated, named)


def _folders(catalog: Catalog, data_dir: Path) -> dict[str, PurePath]:
    """The folders that reports lie in, by their ids, those within archives too. What is kept in the
    data folder, such as an upload, comes from folders that nobody knows, and the records of one
    file have one name."""
    kept = data_dir.resolve()
    found: dict[str, PurePath] = {}
    for location, report_id in catalog.locations().items():
        part = part_of(location)
        is_kept = not part and Path(file_of(location)).is_relative_to(kept)
        if not is_kept and RECORD not in part:
            found[report_id] = PurePath(location).parent
    return found


def _redate(catalog: Catalog, report_id: str, dated: ReportDate) -> None:
    report = catalog.report(report_id)
    if report is not None:
        catalog.redate(report_id, dated, *told_by(report, dated.published_on))
