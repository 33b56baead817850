"""Figures of fields: of each, as means over fields with intervals, by kind and by cause."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from bench.common import Table
from rag.evaluation.causes import cause_of
from rag.evaluation.figures import FIGURES
from rag.evaluation.metrics import LEVEL, mean
from rag.evaluation.record import Record

SHOWN = (
    "facts_right_of_all", "evidence_of_all", "date_right", "citation_precision", "verbatim",
    "furniture", "false_refusals", "refusal_recall", "tempted", "auroc", "reader_auroc",
    "coverage_at_5", "coverage_at_10", "found_in_1", "found_in_5", "found_in_10", "found_in_20",
    "found_in_50", "read_first",
)  # fmt: skip
"""Figures of a field, in the order in which they are shown."""
RESAMPLES = 300
"""Of the bootstrap."""


def row(records: Sequence[Record]) -> dict[str, float | None]:
    """The figures of a field's records that are shown, by name."""
    by_name = {figure.name: figure for figure in FIGURES}
    return {shown: by_name[shown].measure(records) for shown in SHOWN}


def averaged(rows: Sequence[dict[str, float | None]]) -> dict[str, float | None]:
    """The mean over fields of each figure."""
    return {name: mean(one[name] for one in rows) for name in SHOWN}


def spread(groups: Sequence[Sequence[Record]]) -> dict[str, tuple[float, float]]:
    """Bounds of a bootstrap interval of each figure's mean over fields: fields are drawn, and then
    questions of each (Davison & Hinkley 1997, two-stage)."""
    draw = np.random.default_rng(0)
    drawn = dict[str, list[float]]()
    for _ in range(RESAMPLES):
        some = []
        for field in draw.integers(0, len(groups), len(groups)):
            group = groups[field]
            some.append(row([group[i] for i in draw.integers(0, len(group), len(group))]))
        for name, value in averaged(some).items():
            if value is not None:
                drawn.setdefault(name, []).append(value)
    bounds = {}
    for name, values in drawn.items():
        low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        bounds[name] = float(low), float(high)
    return bounds


def intervals(title: str, groups: Sequence[Sequence[Record]]) -> Table:
    """Figures as means over fields with their intervals."""
    means = averaged([row(group) for group in groups])
    bounds = spread(groups)
    return Table(title, ("figure", "mean of fields", "95 % interval"), [
        [name, f"{value:.3f}", f"{bounds[name][0]:.3f} to {bounds[name][1]:.3f}"]
        for name, value in means.items() if value is not None
    ])  # fmt: skip


def cells(name: str, values: Iterable[float | None]) -> list[str]:
    """A row of a table: a name and figures, a dash for those that have no value."""
    return [name, *("–" if value is None else f"{value:.3f}" for value in values)]


def causes(records: Sequence[Record]) -> Table:
    """Lost questions by their cause."""
    counted = Counter(str(cause) for r in records if (cause := cause_of(r)) is not None)
    rows = [[cause, str(n), f"{n / len(records):.3f}"] for cause, n in counted.most_common()]
    return Table("Where it breaks, open fields", ("cause", "questions", "share of all"), rows)


def kinds(records: Sequence[Record]) -> Table:
    """Records of several fields by the kind of their question."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(record.known.kind, []).append(record)
    head = ("kind", "questions", "facts right of all", "evidence of all", "refused")
    rows = []
    for kind, group in sorted(groups.items()):
        figures = row(group)
        shown = [figures["facts_right_of_all"], figures["evidence_of_all"],
                 mean(float(r.refused) for r in group)]  # fmt: skip
        rows.append([kind, *cells(str(len(group)), shown)])
    return Table("By kind, open fields pooled", head, rows)


def paired(
    title: str, before: Mapping[str, Sequence[Record]], now: Mapping[str, Sequence[Record]]
) -> Table:
    """What changed since earlier code: the questions that both answered, drawn together."""
    head = ("figure", "before", "now", "difference", "95 % interval")
    both = []
    for name, records in now.items():
        earlier = {record.known.id: record for record in before.get(name, ())}
        common = [(earlier[r.known.id], r) for r in records if r.known.id in earlier]
        if common:
            both.append(common)
    if not both:
        return Table(title, head, [])
    draw = np.random.default_rng(0)
    drawn = dict[str, list[float]]()
    for _ in range(RESAMPLES):
        fields = [both[n] for n in draw.integers(0, len(both), len(both))]
        some = [[pairs[i] for i in draw.integers(0, len(pairs), len(pairs))] for pairs in fields]
        for name, (then, after) in _then_and_now(some).items():
            drawn.setdefault(name, []).append(after - then)
    rows = []
    for name, (then, after) in _then_and_now(both).items():
        low, high = np.quantile(drawn[name], [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        rows.append([
            name, f"{then:.3f}", f"{after:.3f}", f"{after - then:+.3f}",
            f"{low:+.3f} to {high:+.3f}",
        ])  # fmt: skip
    return Table(title, head, rows)


def _then_and_now(
    fields: Sequence[Sequence[tuple[Record, Record]]],
) -> dict[str, tuple[float, float]]:
    """Each figure before and now: means over those fields that have it both times."""
    rows = [(row([then for then, _ in pairs]), row([now for _, now in pairs])) for pairs in fields]
    told = {}
    for name in SHOWN:
        values = [
            (before, value)
            for then, now in rows
            if (before := then[name]) is not None and (value := now[name]) is not None
        ]
        if values:
            then, now = np.mean(values, axis=0)
            told[name] = float(then), float(now)
    return told
