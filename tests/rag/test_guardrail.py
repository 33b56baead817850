"""The verdict on evidence."""

from dataclasses import replace
from datetime import date

import pytest

from index.calendar import Period
from index.types import Finding
from rag.evidence.evidence import READ, certainty, weigh
from rag.guardrail.checks import shown_of
from rag.guardrail.decision import decide, of_any_time
from rag.guardrail.verdict import Lack, Surroundings, Verdict
from rag.question.parsing import After, ParsedQuestion
from rag.question.time_window import read_window
from rag.retrieval.candidates import Candidate
from rag.retrieval.reranking import Ranked
from tests.rag.corpus import finding, head, question, ranked, term


def _text(found: Finding) -> str:
    return found.text


def _nothing(_: object) -> str:
    return ""


COVERED = Period(0, 0, date(2023, 1, 1), date(2024, 12, 31))
PLAIN = Surroundings(_text, _nothing, lambda word: False, COVERED)

NEAR = ranked(finding(["Ilse Brandt opened the bridge."]), [0.9], matches=[0.9, 0.9])
FAR = ranked(
    finding(["Honey bees dance."]), [0.1], matches=[0.1, 0.1], candidate=Candidate("x", 40, None, 0)
)


def _decide(
    asked: ParsedQuestion,
    found: list[Ranked],
    surroundings: Surroundings = PLAIN,
    min_confidence: float = 0.0,
) -> Verdict:
    window = read_window(asked.text, COVERED.last, COVERED.last)
    return decide(asked, found, surroundings, None, min_confidence, window)


NOTHING = (Lack.UNANSWERED, ())
"""What is told where a question is refused and no check finds anything lacking."""


def _why(
    asked: ParsedQuestion, found: list[Ranked], surroundings: Surroundings = PLAIN
) -> tuple[Lack, tuple[str, ...]]:
    """What a refusal says is lacking; without the words that the nearest leave unsaid."""
    verdict = _decide(asked, found, surroundings, min_confidence=2.0)
    assert not verdict.enough
    return verdict.lack, () if verdict.lack is Lack.UNANSWERED else verdict.missing


def test_enough_evidence() -> None:
    asked = question("who opened the bridge", term("opened"), term("bridge"))
    evidence = weigh(asked, [NEAR], None)
    verdict = _decide(asked, [NEAR])
    assert (verdict.evidence, verdict.enough) == (tuple(evidence), True)
    assert verdict.confidence == certainty(evidence)


def test_the_bar_is_what_is_asked_for() -> None:
    asked = question("who opened the bridge", term("opened"), term("bridge"))
    sure = _decide(asked, [NEAR]).confidence
    assert _decide(asked, [NEAR], min_confidence=sure).enough
    assert not _decide(asked, [NEAR], min_confidence=sure + 1e-9).enough


def test_what_is_looked_at_is_what_is_shown() -> None:
    asked = question("what did Brandt open in Torvik", term("Brandt"), term("Torvik"))
    report = head("a")
    overlapping = [
        ranked(finding(["Brandt opened it.", "It rained."], report, start), [0.9 - start / 100],
               matches=[0.9, 0.1])
        for start in (0, 5, 9)
    ]  # fmt: skip
    other = ranked(finding(["It is in Torvik."], head("b")), [0.5], matches=[0.1, 0.9])
    verdict = _decide(asked, [*overlapping, other], min_confidence=2.0)
    assert [r.finding.report.id for r in shown_of([e.ranked for e in verdict.evidence])] == [
        "a", "b",
    ]  # fmt: skip
    assert (verdict.lack, verdict.missing) == (Lack.UNANSWERED, ())


def test_nothing_near() -> None:
    asked = question("which planet has rings", term("planet"), term("rings"))
    assert _why(asked, [FAR]) == (Lack.OFF_TOPIC, ())


@pytest.mark.parametrize(
    ("year", "lack"), [(2024, Lack.OFF_TOPIC), (1990, Lack.OUTSIDE)], ids=["covered", "beyond"]
)
def test_nothing_near_is_said_before_that_nothing_near_is_of_the_time(
    year: int, lack: Lack
) -> None:
    asked = question(f"which planet was found in {year}", term("planet"), term("found"))
    assert _why(asked, [FAR])[0] is lack


def test_what_nothing_is_near_to_is_refused_however_sure() -> None:
    asked = question("which planet has rings", term("planet"), term("rings"))
    assert not _decide(asked, [FAR]).enough
    near = ranked(finding(["Honey bees dance."]), [0.9], matches=[0.1])
    unknown = _decide(question("Zaphod?", term("Zaphod", frequency=0)), [near])
    assert (unknown.enough, unknown.lack, unknown.missing) == (False, Lack.NOWHERE, ("Zaphod",))
    known = question("Zaphod of the bees", term("Zaphod", frequency=0), term("bees"))
    half = ranked(finding(["Honey bees dance."]), [0.9], matches=[0.1, 0.9])
    assert _decide(known, [half]).enough


@pytest.mark.parametrize(
    ("day", "enough"),
    [("4 May 2025", False), ("4 May 2024", True)],
    ids=["after all reports", "covered"],
)
def test_when_no_report_came_out_the_best_must_be_of_the_time(day: str, enough: bool) -> None:
    asked = question(f"who opened the bridge on {day}", term("opened"), term("bridge"))
    announced = ranked(finding([f"Fog is expected on {day}."]), [0.5], matches=[0.2, 0.5])
    assert _decide(asked, [NEAR, announced]).enough is enough


def test_what_the_nearest_leave_unsaid() -> None:
    near = ranked(finding(["The bridge was opened."]), [0.9], matches=[0.9, 0.59, 0.61])
    asked = question(
        "who blew up the open bridge", term("bridge"), term("blew"), term("open")
    )  # fmt: skip
    verdict = _decide(asked, [near], min_confidence=2.0)
    assert (verdict.lack, verdict.missing) == (Lack.UNANSWERED, ("blew",))


@pytest.mark.parametrize(
    ("asked", "found"),
    [(("the of",), [NEAR]), (("bridge", "bridge"), [])],
    ids=["no words", "no passages"],
)
def test_no_words_or_no_passages(asked: tuple[str, ...], found: list[Ranked]) -> None:
    text, *words = asked
    verdict = _decide(question(text, *map(term, words)), found)
    assert verdict == Verdict((), 0.0, False, Lack.OFF_TOPIC)


@pytest.mark.parametrize(
    ("word", "frequency", "match", "missing"),
    [("Rosatom", 0, 0.49, ("Rosatom",)), ("marmalade", 0, 0.1, ("marmalade",)),
     ("Rosatom", 3, 0.49, ()), ("Tokyo", 0, 0.5, ())],
    ids=["name", "word", "known", "near in meaning"],
)  # fmt: skip
def test_words_that_no_report_has(
    word: str, frequency: int, match: float, missing: tuple[str, ...]
) -> None:
    near = ranked(finding(["Ilse Brandt heads it."]), [0.9], matches=[match])
    told = _decide(question(f"Who heads {word}?", term(word, frequency)), [near], min_confidence=2)
    assert (told.lack, told.missing) == (
        (Lack.NOWHERE, missing) if missing else (Lack.UNANSWERED, (word,))
    )


def test_a_word_that_no_passage_has_and_a_report_does() -> None:
    near = ranked(finding(["The firm has a new head."]), [0.9], matches=[0.1])
    asked = question("Who heads Rosatom?", term("Rosatom", 0))
    beside = Surroundings(_text, _nothing, lambda word: word == "Rosatom", COVERED)
    assert _why(asked, [near], beside) == (Lack.NOT_NEAR, ("Rosatom",))
    both = question("Who heads Rosatom?", asked.terms[0], term("Gazprom", 0))
    assert _why(both, [replace(near, matches=(0.1, 0.1))], beside) == (Lack.NOWHERE, ("Gazprom",))


@pytest.mark.parametrize(
    ("text", "lack", "missing"),
    [("Who fell in May 2024?", *NOTHING),
     ("Who fell in June 2023?", Lack.TIME, ("in June 2023",)),
     ("Who fell in June 2031?", Lack.OUTSIDE, ("in June 2031",)),
     ("Who fell in 2024, and who in June 2031?", Lack.OUTSIDE, ("in June 2031",))],
    ids=["of the time", "another time", "not covered", "one of two"],
)  # fmt: skip
def test_the_time_that_is_asked_about(text: str, lack: Lack, missing: tuple[str, ...]) -> None:
    near = ranked(finding(["They fell."], head(day=date(2024, 5, 24))), [0.9], matches=[0.9])
    assert _why(question(text, term("fell")), [near]) == (lack, missing)


def test_a_report_of_the_time_is_not_said_to_be_of_another() -> None:
    asked = question("Who fell in May 2024?", term("fell"))
    said = finding(["They fell in May 2023."], head(day=date(2024, 5, 24)))
    assert _why(asked, [ranked(said, [0.9], matches=[0.9])]) == NOTHING
    since = question("Who fell since May 2024?", term("fell"))
    assert _why(since, [ranked(said, [0.9], matches=[0.9])])[0] is Lack.TIME


@pytest.mark.parametrize(
    ("day", "lack"),
    [(date(2023, 6, 24), Lack.TIME), (date(2024, 5, 24), Lack.UNANSWERED)],
    ids=["out at another time", "out then"],
)
def test_what_is_nearest_at_any_time_is_shown_where_reports_of_a_time_do_not_answer(
    day: date, lack: Lack
) -> None:
    asked = question("Who fell, in reports of May 2024?", term("fell"))
    window = read_window(asked.text, COVERED.last, COVERED.last)
    within = Verdict((), 0.1, False, Lack.UNANSWERED)
    anywhen = [
        ranked(finding(["They fell."], head("a", date(2023, 5, 24))), [0.5], matches=[0.9]),
        ranked(finding(["They fell down."], head("b", day)), [0.4], matches=[0.9]),
    ]
    found = of_any_time(within, asked, anywhen, PLAIN, None, window)
    assert (found.lack, found.confidence, found.enough) == (lack, 0.1, False)
    assert {e.ranked.finding.report.id for e in found.evidence} == {"a", "b"}
    days = (day, None) if lack is Lack.TIME else (None, None)
    assert (found.before, found.after) == days
    assert of_any_time(within, asked, [], PLAIN, None, window) is within


def test_times_that_are_lacking_are_told_with_their_days() -> None:
    near = ranked(finding(["They fell."], head(day=date(2024, 5, 24))), [0.9], matches=[0.9])
    asked = question("Who fell in 2024, and who in June 2031?", term("fell"))
    verdict = _decide(asked, [near], min_confidence=2.0)
    assert [(t.first, t.last) for t in verdict.times] == [(date(2031, 6, 1), date(2031, 6, 30))]


def test_a_passage_of_the_time_is_better_evidence() -> None:
    then = ranked(finding(["They fell in May 2024."], head("a")), [0.9], matches=[0.9, 0.9])
    other = ranked(finding(["They fell in May 2023."], head("b")), [0.9], matches=[0.9, 0.9])
    asked = question("Who fell in May 2024?", term("fell"), term("2024"))
    untold = ranked(
        finding(["They fell."], head("c", date(2023, 5, 24))), [0.9], matches=[0.9, 0.9]
    )
    evidence = _decide(asked, [other, untold, then]).evidence
    assert evidence[0].ranked == then
    assert [e.signals["of_time"] for e in evidence] == [1.0, 0.0, 0.0]


def test_times_set_beside_each_other_are_each_spoken_of() -> None:
    reports = {year: head(year, date(int(year), 5, 24)) for year in ("2023", "2024")}
    found = [
        ranked(finding(["They rose in May 2024."], reports["2024"]), [0.9], matches=[0.9]),
        ranked(finding(["They held on in May 2024."], reports["2024"], 500), [0.8], matches=[0.8]),
        ranked(finding(["They fell in May 2023."], reports["2023"]), [0.7], matches=[0.7]),
    ]
    text = "Compare them in May 2023 and in May 2024"
    verdict = _decide(question(text, term("them")), found)
    assert verdict.leading == 2
    assert [e.ranked for e in verdict.evidence] == [found[2], found[0], found[1]]


def test_what_is_on_topic_but_not_near() -> None:
    near = ranked(finding(["It is a bridge."]), [0.4], matches=[0.4])
    verdict = _decide(question("who painted it", term("painted")), [near], min_confidence=2.0)
    assert (verdict.lack, verdict.missing) == (Lack.UNANSWERED, ("painted",))


@pytest.mark.parametrize(
    ("text", "later_first"),
    [("Has Kessel fallen?", True), ("have the crews left?", True), ("Is Kessel still held?", True),
     ("Did Kessel fall?", False), ("What has fallen?", False),
     ("Has Kessel fallen in May 2023?", False)],
)  # fmt: skip
def test_what_is_so_by_now_is_told_by_the_latest_report(text: str, later_first: bool) -> None:
    old, new = (head(str(day), day) for day in (date(2023, 5, 24), date(2024, 5, 24)))
    then = ranked(finding(["Kessel may fall in May 2023."], old), [0.9], matches=[0.9])
    now = ranked(finding(["Kessel has fallen."], new), [0.88], matches=[0.9])
    worse = ranked(finding(["Kessel is small."], new, 500), [0.7], matches=[0.9])
    verdict = _decide(question(text, term("Kessel")), [then, worse, now])
    assert verdict.evidence[0].ranked is (now if later_first else then)


def test_a_passage_beside_the_last_answer_is_judged_with_the_nearest() -> None:
    others = [
        ranked(finding([f"Brandt left Olm in ship {n}."], start=n * 90), [0.9], matches=[0.9])
        for n in range(READ + 4)
    ]
    last = others[-1].finding.passage.id
    asked = question("who left it?", term("left"))
    verdict = decide(asked, others, PLAIN, None, 0.0, after=After("who left it?", (last,)))
    assert last in [e.ranked.finding.passage.id for e in verdict.evidence[: READ + 1]]
    alone = decide(asked, others, PLAIN, None, 0.0)
    assert last not in [e.ranked.finding.passage.id for e in alone.evidence[: READ + 1]]
