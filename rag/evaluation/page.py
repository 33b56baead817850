"""An evaluation as one page that needs nothing beside itself."""

from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from index.calendar import day_in_words
from rag.evaluation.figures import FIGURES, Figure
from rag.evaluation.metrics import Estimate
from rag.evaluation.result import Evaluation, Standing, standing_of

SIDE, MARGIN = 300, 42
"""Of a plot, in its own units."""


def page(evaluation: Evaluation, extractive: Evaluation | None = None) -> str:
    """HTML with the figures, the plots and each question with what was said to it.

    `extractive` are the answers in the reports' own words that written ones are shown beside.
    """
    environment = Environment(
        loader=PackageLoader("rag.evaluation", "."),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = day_in_words
    return environment.get_template("page.html").render(
        evaluation=evaluation,
        figures=[
            (figure, value_in_words(evaluation.figures[figure.name], figure.unit),
             interval_in_words(evaluation.figures[figure.name], figure.unit),
             _own(extractive, figure))
            for figure in FIGURES if figure.name in evaluation.figures
        ],
        risk=_risk_plot(evaluation),
        calibration=_calibration_plot(evaluation),
        standings=[
            (standing, sum(standing_of(r) is standing for r in evaluation.records))
            for standing in Standing
        ],
        records=[(record, standing_of(record)) for record in evaluation.records],
        beside={r.known.id: r.outcome for r in extractive.records} if extractive else {},
    )  # fmt: skip


def _own(extractive: Evaluation | None, figure: Figure) -> str:
    """A figure of the answers in the reports' own words."""
    measured = extractive.figures.get(figure.name) if extractive else None
    return value_in_words(measured, figure.unit) if measured else "–"


def value_in_words(measured: Estimate, unit: str) -> str:
    """A figure as it is shown: 0.934, or 48 ms."""
    return f"{measured.value:.0f}{unit}" if unit else f"{measured.value:.3f}"


def interval_in_words(measured: Estimate, unit: str) -> str:
    """The bounds of a figure's interval."""
    digits = 0 if unit else 3
    return f"{measured.low:.{digits}f} to {measured.high:.{digits}f}{unit}"


def _risk_plot(evaluation: Evaluation) -> Markup:
    """Risk over coverage, with the point at which this engine answers."""
    points = [(c, r) for c, r in evaluation.risk_coverage]
    answered = sum(not record.refused for record in evaluation.records) / len(evaluation.records)
    wrong = evaluation.figures.get("answers_wrong")
    mark = [(answered, wrong.value)] if wrong else []
    line = _path([(0.0, points[0][1]), *points]) if points else Markup("")
    return _plot("Share of questions answered", "Share of answers wrong", line + _dots(mark))


def _calibration_plot(evaluation: Evaluation) -> Markup:
    """How often right over how confident, the diagonal being what is wished for."""
    diagonal = Markup('<path class="wished" d="{}"/>').format(_steps([(0, 0), (1, 1)]))
    points = [(b.confidence, b.accuracy) for b in evaluation.calibration]
    return _plot("Confidence", "Share right", diagonal + _path(points) + _dots(points))


def _plot(across: str, up: str, inside: Markup) -> Markup:
    ticks = Markup("").join(
        Markup(
            '<path class="grid" d="{}"/><path class="grid" d="{}"/>'
            '<text x="{:.0f}" y="{}" text-anchor="middle">{:g}</text>'
            '<text x="{}" y="{:.0f}" text-anchor="end">{:g}</text>'
        ).format(
            _steps([(at, 0), (at, 1)]), _steps([(0, at), (1, at)]),
            _at(at, 0)[0], SIDE - MARGIN + 14, at, MARGIN - 5, _at(0, at)[1] + 4, at,
        )
        for at in (0, 0.25, 0.5, 0.75, 1)
    )  # fmt: skip
    return Markup(
        '<svg viewBox="0 0 {0} {1}" role="img" aria-label="{2} against {3}">{4}{5}'
        '<text x="{6}" y="{7}" text-anchor="middle">{3}</text>'
        '<text transform="translate(9 {6}) rotate(-90)" text-anchor="middle">{2}</text></svg>'
    ).format(SIDE, SIDE, up, across, ticks, inside, SIDE // 2, SIDE - 4)


def _path(points: Sequence[tuple[float, float]]) -> Markup:
    return Markup('<path class="line" d="{}"/>').format(_steps(points)) if points else Markup("")


def _dots(points: Sequence[tuple[float, float]]) -> Markup:
    return Markup("").join(
        Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="4"/>').format(*_at(x, y))
        for x, y in points
    )


def _steps(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (_at(*point) for point in points))


def _at(x: float, y: float) -> tuple[float, float]:
    width = SIDE - 2 * MARGIN
    return MARGIN + x * width, SIDE - MARGIN - y * width
