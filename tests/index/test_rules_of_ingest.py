"""The hand-written rules of reading reports and of a question's time, each switched off."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

import index.ingestion.ingest  # noqa: F401 - it declares the rules of what it imports
from index.furniture.recurrence import mark_recurring
from index.reading.html import read_html
from index.rules import Rule, Stage, declared, noting, switched_off
from index.text.normalize import aligned
from index.text.statements import statement_hash
from index.times.periods import RULES_OF_TIMES, periods
from index.types import Block, Days, Passage, ReportHead, Role
from rag.question.time_window import Of, Order, matter_of, read_window
from rag.retrieval.passage_times import speaks_of
from tests.index.corpus import TAIL, Corpus, write_report
from tests.rag.corpus import in_a_paragraph

RULES = [rule for rule in declared().values() if not rule.name.startswith("test-")]
OF_INGEST = [rule for rule in RULES if rule.stage is Stage.INGEST]
TODAY = date(2025, 6, 1)

PAGE = """Home
Sign in
Subscribe
Institute for the Study of Rivers
Institute for the Study of Rivers: the dam has two faults
Tuesday, January 14, 2025
The dam was inspected on 3 May 2024, and two faults were found in it since the spring of 2024.
It was said in "May 24 people fled." that they would come back. Last week they did, on Monday.
Findings:
- The river fell by 3 metres in the first half of March 2024.
- In May 24 people saw it; two days after Christmas 2023 nobody did.
The dam was inspected on 3 May 2024, and two faults were found in it since the spring of 2024.
Read the full report at https://www.example.org/2024/05/12/rivers
Must read
A headline of another matter
Share this article
Elsewhere Kingston beat Halifax while Truro and Moncton lost to Sydney and Gander at Corner Brook.
© 2024 Rivers. All rights reserved.
"""


@dataclass(frozen=True)
class Index:
    """All that a test ingest made of its reports."""

    heads: list[ReportHead]
    blocks: dict[str, tuple[Block, ...]]
    passages: dict[str, Passage]
    times: dict[str, object]


def _ingested(data_dir: Path, folder: Path) -> Index:
    corpus = Corpus(data_dir)
    corpus.ingest(folder)
    state, catalog = corpus.state(), corpus.catalog()
    heads = catalog.report_heads()
    made = Index(
        heads, state.blocks, state.passages, {head.id: catalog.times(head.id) for head in heads}
    )
    catalog.close()
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    (folder / "page.txt").write_text(PAGE, "utf-8")
    for number in range(2):
        write_report(folder, number, TAIL)
    return folder


@pytest.fixture(scope="module")
def as_ever(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Index, set[str]]:
    """What is made of the reports with all rules on, and the rules that make a difference."""
    with noting() as fired:
        made = _ingested(tmp_path_factory.mktemp("noted"), folder)
    return made, fired


def test_rules_are_told_apart_in_one_line() -> None:
    assert len({rule.about for rule in RULES}) == len(RULES) == len({rule.name for rule in RULES})
    for rule in RULES:
        assert re.fullmatch(r"[a-z]+(?:-[a-z]+)+", rule.name)
        assert re.fullmatch(r"[^\n]{20,100}\.", rule.about), rule


def test_noting_changes_nothing(
    as_ever: tuple[Index, set[str]], folder: Path, tmp_path: Path
) -> None:
    assert _ingested(tmp_path, folder) == as_ever[0]


@pytest.mark.nightly
@pytest.mark.parametrize("rule", OF_INGEST, ids=lambda rule: rule.name)
def test_a_report_is_read_without_any_one_rule(
    rule: Rule, as_ever: tuple[Index, set[str]], folder: Path, tmp_path: Path
) -> None:
    made, fired = as_ever
    with switched_off([rule.name]):
        without = _ingested(tmp_path, folder)
    assert len(without.heads) == 3
    assert without.passages
    assert without == made or rule.name in fired


def test_reports_are_read_without_all_rules(folder: Path, tmp_path: Path) -> None:
    with switched_off([rule.name for rule in OF_INGEST]):
        assert len(_ingested(tmp_path, folder).heads) == 3


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("time-days", "on 24 May 2024"),
        ("time-months", "in early May 2024"),
        ("time-months-alone", "since May"),
        ("time-shared-year", "in May and June 2024"),
        ("time-seasons", "in the spring of 2024"),
        ("time-quarters", "in Q2 2024"),
        ("time-years", "in 2022-24"),
        ("time-decades", "in the late 1990s"),
        ("time-since", "since May 2022"),
        ("time-feasts", "at Christmas 2023"),
        ("time-feasts", "the turn of the year 2023/24"),
        ("time-reckoned", "two days after 24 May 2024"),
        ("time-days", "two days after 24 May 2024"),
        ("time-relative", "it fell yesterday"),
        ("time-weekdays", "it fell on Monday"),
        ("time-spoken-of", "it fell on 3 May 2024, and the next day it rose"),
        ("time-narrative", "On 3 January 2021 it fell, and on 4 March it rose"),
        ("time-fiscal-years", "in fiscal year 2024"),
        ("time-weeks", "in epi week 13 of 2024"),
        ("time-intervals", "from 3 May 2024 to 5 June 2024"),
        ("time-parts", "in the last weeks of 2024"),
        ("time-names-an-event", "two weeks after the March 2024 election"),
        ("time-impossible-days", "on 31 June 2024"),
        ("day-number-of-things", "In May 24 people fled"),
        ("day-verbs", "they may 24 times"),
        ("day-two-readings", "on 03/05/2024"),
        ("day-without-year", "it fell on 24 May"),
        ("day-to-come", "it will fall on 24 December"),
    ],
)
def test_times_without_the_rule_that_reads_them(name: str, text: str) -> None:
    with noting() as fired:
        read = periods(aligned(text), TODAY)
    with switched_off([name]):
        assert periods(aligned(text), TODAY) != read
    assert name in fired


def test_what_keeps_times_knows_their_rules() -> None:
    of_times = {r.name for r in OF_INGEST if r.name.split("-")[0] in ("time", "day")}
    assert {rule.name for rule in RULES_OF_TIMES} == of_times


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("window-since", "What was seized since May 2024?"),
        ("window-until", "What was seized until May 2024?"),
        ("window-before", "What was seized before May 2024?"),
        ("window-after", "What was seized after May 2024?"),
        ("window-shortly", "What was seized shortly after May 2024?"),
        ("window-as-of", "Who held the town as of May 2024?"),
        ("window-after-but-before", "What was seized after May 2023 but before May 2024?"),
        ("window-around", "What was seized around Christmas 2023?"),
        ("window-loose-words", "What was seized overnight in the raid of 24 May 2024?"),
        ("window-publication", "What do the reports from May 2024 say of the town?"),
        ("window-reports-of-others", "What does the Reuters story of 24 May 2024 say?"),
        ("window-either", "What was reported of the town in May 2024?"),
        ("window-latest", "What is the latest on the town?"),
        ("window-first", "What is the earliest report of the town?"),
        ("window-year-of-question", "What fell in May, before the flood of 2022?"),
        ("window-up-to-corpus", "What fell in May?"),
        ("question-impossible-days", "What fell on 31 June 2024?"),
    ],
)
def test_a_question_without_the_rule_that_reads_its_time(name: str, question: str) -> None:
    with noting() as fired:
        read = read_window(question, TODAY, date(2024, 3, 1))
    with switched_off([name]):
        assert read_window(question, TODAY, date(2024, 3, 1)) != read
    assert name in fired


@pytest.mark.parametrize(
    ("name", "question", "with_it", "without"),
    [
        ("window-words-not-looked-up", "Who fell in May 2024?", "Who fell ?", None),
        ("window-words-of-a-course", "Trace the war in May 2024.", None, "Trace the war ."),
    ],
)
def test_the_words_of_a_time_are_looked_up_or_not(
    name: str, question: str, with_it: str | None, without: str | None
) -> None:
    window = read_window(question, TODAY, None)
    assert matter_of(question, window) == (with_it or question)
    with switched_off([name]):
        assert matter_of(question, window) == (without or question)


def test_what_is_not_told_without_its_rule() -> None:
    [may] = read_window("Who fell in May 2024?", TODAY, None).periods
    year = in_a_paragraph("In 2024 he fell.", "", None)
    soon = in_a_paragraph("He fell.", "", date(2024, 6, 10))
    beside = in_a_paragraph("He fell.", "It was May 2024.", None)
    assert not speaks_of(may, year)
    assert speaks_of(may, soon)
    assert speaks_of(may, beside)
    with switched_off(["window-long-times", "window-soon-after", "window-paragraph"]):
        assert speaks_of(may, year)
        assert not speaks_of(may, soon)
        assert not speaks_of(may, beside)
        assert Days(may.first, may.last).out_by == may.last


@pytest.mark.parametrize(
    ("counts", "name", "without"),
    [
        ([3, 1, 1], "furniture-recurs-at-edges", [Role.BODY] * 3),
        ([8, 1, 1], "furniture-recurs-at-edges", [Role.FURNITURE, Role.BODY, Role.BODY]),
        ([1, 8, 1], "furniture-recurs-anywhere", [Role.BODY] * 3),
        ([8, 8, 1], "furniture-changed-copies", [Role.FURNITURE, Role.FURNITURE, Role.BODY]),
    ],
    ids=["edge", "edge-of-many", "middle", "copy"],
)
def test_what_recurs_without_the_rule_that_marks_it(
    counts: list[int], name: str, without: list[Role]
) -> None:
    blocks = [Block(10 * n, 10 * n + 9) for n in range(3)]
    recurrence = {str(n): count for n, count in enumerate(counts)}
    with noting() as fired:
        mark_recurring(blocks, list("012"), recurrence)
    assert name in fired
    with switched_off([name]):
        assert [b.role for b in mark_recurring(blocks, list("012"), recurrence)] == without


def test_copies_count_each_without_their_rule(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for number, name in enumerate(["a.txt", "b.txt"]):
        file = write_report(folder, 0, name=name)
        file.write_text(f"Page {number}\n\n{file.read_text('utf-8')}", "utf-8")
    corpus = Corpus(tmp_path / "data")
    corpus.ingest(folder)
    catalog = corpus.catalog()
    hashes = catalog.block_hashes(catalog.report_heads()[0].id)
    with noting() as fired:
        assert max(catalog.recurrence(hashes).values()) == 1
    with switched_off(["furniture-copies-once"]):
        assert max(catalog.recurrence(hashes).values()) == 2
    catalog.close()
    assert fired == {"furniture-copies-once"}


def test_a_page_is_not_dated_without_the_rule_that_dates_it() -> None:
    head = '<meta property="article:published_time" content="2024-05-12">'
    page = f"<html><head>{head}</head><body><p>{'The dam fell at noon. ' * 20}</p></body></html>"
    dated = read_html(page).metadata
    assert (dated.published_on, dated.date_is_stated) == (date(2024, 5, 12), True)
    with switched_off(["date-html-stated"]):
        assert read_html(page).metadata.published_on is None


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("copy-variants", "The town of Kupyansk fell to them on Monday.",
         "Town of Kupiansk fell to them, on Monday"),
        ("copy-not-of-short-sentences", "He said so.", "He said so!"),
    ],
    ids=["variants", "short"],
)  # fmt: skip
def test_copies_without_the_rule_that_tells_them(name: str, one: str, other: str) -> None:
    def are_copies() -> bool:
        return statement_hash(one) is not None and statement_hash(one) == statement_hash(other)

    as_ever = are_copies()
    with switched_off([name]):
        assert are_copies() is not as_ever


def test_orders_and_bounds_have_a_plain_reading_without_rules() -> None:
    named = [rule.name for rule in RULES if rule.name.startswith("window-")]
    with switched_off(named):
        window = read_window("What is the latest that reports since May 2024 say?", TODAY, None)
    assert (window.order, window.of, window.as_of) == (Order.RELEVANCE, Of.EVENT, None)
    assert [(p.first, p.last) for p in window.periods] == [(date(2024, 5, 1), date(2024, 5, 31))]
