"""Dates that are told by the reports of a corpus together."""

from index.dating import read_in_order
from index.edtf import is_either
from index.ingestion.told import times_told, told_of
from index.storage.catalog import Catalog


def settle_days(catalog: Catalog) -> set[str]:
    """Dates the reports whose figures can be read as two days, where the others show in which order
    they write them; the ids of these."""
    order = catalog.day_order()
    if order is None:
        return set()
    undecided = [head for head in catalog.report_heads() if is_either(head.dated.published_edtf)]
    for head in undecided:
        report = catalog.report(head.id)
        if report is None:
            continue
        dated = read_in_order(head.dated, order)
        times = times_told(report.text, report.blocks, dated.published_on)
        told = told_of(report.text, dated.published_on, times)
        catalog.redate(head.id, dated, told, times)
    return {head.id for head in undecided}
