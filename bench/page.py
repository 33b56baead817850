"""How soon is something to be seen on the page, and does it hold still?

Shown in Chromium as a person's browser shows it. Sources of the measures and of what is good:
https://web.dev/articles/fcp, https://web.dev/articles/lcp, https://web.dev/articles/cls.
"""

import os
import statistics
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, ViewportSize

from bench.browser import SCREENS, chromium
from bench.common import SEEDS, WORK, Figure, Result, Table, main, spread
from bench.corpus import ingest, settings_for, shipped, write_files
from bench.servers import serving, wait_until_ready

VISITS = int(os.environ.get("BENCH_VISITS", "10"))
MOVED = 5
QUESTION = "What did Lavrov say about Zelensky?"
_SETTLES_MS = 500
"""What moves does so within this time after the page has come, or the answer."""
_WATCH = """
window.seen = {shifts: [], largest: 0};
const named = shift => (shift.sources || []).map(({node}) => {
  const element = node && (node.nodeType === 1 ? node : node.parentElement);
  if (!element) return 'gone';
  return element.id ? `#${element.id}`
    : `${element.localName}.${element.className}`.slice(0, 60);
});
new PerformanceObserver(list => {
  for (const shift of list.getEntries())
    if (!shift.hadRecentInput) seen.shifts.push([shift.startTime, shift.value, named(shift)]);
}).observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => {
  for (const paint of list.getEntries()) seen.largest = paint.startTime;
}).observe({type: 'largest-contentful-paint', buffered: true});
"""
_FIRST = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_BYTE = "performance.getEntriesByType('navigation')[0].responseStart"


@dataclass(slots=True)
class Seen:
    """What visits at one size of screen showed: milliseconds, and layout shift without unit."""

    first_byte: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    largest: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    shift: list[float] = field(default_factory=list)
    shift_answer: list[float] = field(default_factory=list)
    moved: Counter[str] = field(default_factory=Counter)


def measure() -> Result:
    reports = {file.name: file.read_text("utf-8") for file in (SEEDS / "reports").glob("*.txt")}
    folder = write_files(WORK / "page", reports)
    ingest(folder, shipped)
    return _result(seen_on(settings_for(folder).data_dir, VISITS), len(reports))


def seen_on(data: Path, visits: int) -> dict[str, Seen]:
    """What visits show at each size of screen, of a server over the seeds in a data folder. Raises
    Skipped where there is no browser."""
    with serving(data) as (_, address), chromium() as browser:
        wait_until_ready(address)
        httpx.post(f"{address}/v1/ask", json={"question": QUESTION}, timeout=60)
        _visit(browser, address, SCREENS["desk"], Seen())  # the first person of all waits longer
        seen = {name: Seen() for name in SCREENS}
        for _ in range(visits):
            for name, screen in SCREENS.items():
                _visit(browser, address, screen, seen[name])
    return seen


def _visit(browser: Browser, address: str, screen: ViewportSize, seen: Seen) -> None:
    """One person with an empty cache, who loads the page, asks, and comes again."""
    context = browser.new_context(viewport=screen)
    context.set_default_timeout(60_000)
    context.add_init_script(_WATCH)
    page = context.new_page()
    _load(page, address)
    seen.first_byte.append(float(page.evaluate(_BYTE)))
    seen.first.append(float(page.evaluate(_FIRST)))
    seen.largest.append(float(page.evaluate("seen.largest")))
    seen.shift.append(_shifted(page, seen.moved))
    page.evaluate("seen.shifts = []")
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#thread .turn")
    page.wait_for_function("() => !document.querySelector('#thread .stage')")
    page.wait_for_timeout(_SETTLES_MS)
    seen.shift_answer.append(_shifted(page, seen.moved))
    _load(page, address)
    seen.again.append(float(page.evaluate(_FIRST)))
    context.close()


def _load(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("#thread .welcome, #thread .turn")
    page.wait_for_selector("#send")
    page.wait_for_timeout(_SETTLES_MS)


def _shifted(page: Page, moved: Counter[str]) -> float:
    """The cumulative layout shift that was seen since it was last set to none. Adds each shift to
    what `moved` in it, by the names of elements."""
    shifts = page.evaluate("seen.shifts")
    for _, value, names in shifts:
        for name in names:
            moved[name] += value
    return cumulative([(at, value) for at, value, _ in shifts])


def cumulative(shifts: list[tuple[float, float]]) -> float:
    """The largest sum of shifts, each with its time in milliseconds, in a window of at most five
    seconds in which none is more than a second after the one before."""
    largest = total = 0.0
    began = before = float("-inf")
    for at, value in sorted(shifts):
        if at - before > 1000 or at - began > 5000:
            began, total = at, 0.0
        before, total = at, total + value
        largest = max(largest, total)
    return largest


def _result(seen: dict[str, Seen], reports: int) -> Result:
    figures = []
    for name, one in seen.items():
        figures += [
            Figure(f"{name}: first contentful paint, median", statistics.median(one.first), " ms",
                   at_most=1000),
            Figure(f"{name}: first contentful paint, slowest", max(one.first), " ms"),
            Figure(f"{name}: largest contentful paint, median", statistics.median(one.largest),
                   " ms", at_most=2500),
            Figure(f"{name}: layout shift while the page comes, most", max(one.shift),
                   at_most=0.1),
            Figure(f"{name}: layout shift while an answer comes, most", max(one.shift_answer),
                   at_most=0.1),
        ]  # fmt: skip
    rows = [
        [
            name, spread(one.first_byte, " ms", 0), spread(one.first, " ms", 0),
            spread(one.again, " ms", 0), spread(one.largest, " ms", 0), spread(one.shift, "", 3),
            spread(one.shift_answer, "", 3),
        ]
        for name, one in seen.items()
    ]  # fmt: skip
    sizes = ", ".join(f"{name} {s['width']} × {s['height']}" for name, s in SCREENS.items())
    return Result(
        name="page",
        title="The page in a browser",
        about=(
            f"A `dateline serve` process over the {reports} seed reports, warm: models loaded, one "
            f"question answered, one visit made. Chromium without a window on the same machine, "
            f"over loopback; {VISITS} visits at each size ({sizes}), each with an empty cache, "
            "then the same page again with its cache. Load of the machine at the end: "
            f"{os.getloadavg()[0]:.0f}."
        ),
        figures=figures,
        tables=[
            Table(
                "Median (min to max)",
                ("", "first byte", "first contentful paint", "the same, come again",
                 "largest contentful paint", "layout shift, page", "layout shift, answer"),
                rows,
            ),
            Table(
                "What moved most: the mean of a visit's shifts in which it did",
                ("", "element", "layout shift"),
                [
                    [name, f"`{element}`", f"{total / VISITS:.3f}"]
                    for name, one in seen.items()
                    for element, total in one.moved.most_common(MOVED)
                ],
            ),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main(measure)
