"""The open fields as one page: figures as a heat map, and every answer beside what was expected."""

from collections.abc import Mapping, Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bench.common import ROOT
from bench.fields.tables import SHOWN, averaged, row
from rag.evaluation.causes import cause_of
from rag.evaluation.figures import FIGURES
from rag.evaluation.record import Record
from rag.evaluation.result import Standing, standing_of

_FIGURES = {figure.name: figure for figure in FIGURES}


def fields_page(asked: Mapping[str, Sequence[Record]]) -> str:
    """HTML that needs nothing beside itself."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "bench" / "fields"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    rows = {name: row(records) for name, records in asked.items()}
    rows["mean of fields"] = averaged(list(rows.values()))
    told = [
        {"field": name, "record": record, "standing": standing_of(record),
         "cause": cause_of(record)}
        for name, records in asked.items() for record in records
    ]  # fmt: skip
    return environment.get_template("page.html").render(
        figures=[_FIGURES[name] for name in SHOWN],
        rows={name: [_cell(figure, values[figure]) for figure in SHOWN]
              for name, values in rows.items()},
        records=told,
        choices={
            "field": list(asked),
            "kind": sorted({one["record"].known.kind for one in told}),
            "outcome": [str(standing) for standing in Standing],
            "cause": sorted({str(one["cause"]) for one in told if one["cause"] is not None}),
        },
    )  # fmt: skip


def _cell(figure: str, value: float | None) -> tuple[str, int | None]:
    """A figure as it is shown, and how good it is, from 0 to 100."""
    if value is None:
        return "–", None
    good = 1 - value if _FIGURES[figure].lower_is_better else value
    return f"{value:.2f}", round(100 * good)
