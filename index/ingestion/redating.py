"""Dates that are told by the reports of a corpus together."""

from index.dating import read_in_order
from index.edtf import is_either
from index.ingestion.told import told_by
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
        catalog.redate(head.id, dated, *told_by(report, dated.published_on))
    return {head.id for head in undecided}
