"""The verdict on evidence."""

from dataclasses import replace
from datetime import date

import pytest

from index.calendar import Period
from index.types import Finding
from rag.evidence import READ, certainty, weigh
from rag.guardrail import decide, nothing_within
from rag.question import After, ParsedQuestion, Term
from rag.reranking import Ranked
from rag.retrieval import Candidate
from rag.timewindow import read_window
from rag.verdict import Lack, Surroundings, Verdict
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
    assert verdict.confidence == certainty(evidence, verdict.lacking)
    assert not any(verdict.lacking.values())


def test_the_bar_is_what_is_asked_for() -> None:
    asked = question("who opened the bridge", term("opened"), term("bridge"))
    sure = _decide(asked, [NEAR]).confidence
    assert _decide(asked, [NEAR], min_confidence=sure).enough
    assert not _decide(asked, [NEAR], min_confidence=sure + 1e-9).enough


def test_what_is_lacking_is_weighed() -> None:
    known = question("Who heads Rosatom?", term("Rosatom", 3, is_name=True))
    unknown = question("Who heads Rosatom?", term("Rosatom", 0, is_name=True))
    near = ranked(finding(["Ilse Brandt heads the firm."]), [0.9], matches=[0.1])
    assert _decide(unknown, [near]).lacking["unknown"] == 1.0
    assert _decide(known, [near]).lacking["unknown"] == 0.0


def test_nothing_near() -> None:
    asked = question("which planet has rings", term("planet"), term("rings"))
    assert _why(asked, [FAR]) == (Lack.OFF_TOPIC, ())


def test_what_the_nearest_leave_unsaid() -> None:
    near = ranked(finding(["The bridge was opened."]), [0.9], matches=[0.9, 0.59, 0.61])
    asked = question(
        "who blew up the open bridge", term("bridge"), term("blew"), term("open")
    )  # fmt: skip
    verdict = _decide(asked, [near], min_confidence=2.0)
    assert (verdict.lack, verdict.missing) == (Lack.UNANSWERED, ("blew",))


@pytest.mark.parametrize(
    ("asked", "found", "rule"),
    [(("the of",), [NEAR], "no-content-words"), (("bridge", "bridge"), [], "")],
)
def test_no_words_or_no_passages(asked: tuple[str, ...], found: list[Ranked], rule: str) -> None:
    text, *words = asked
    verdict = _decide(question(text, *map(term, words)), found)
    assert verdict == Verdict((), 0.0, False, Lack.OFF_TOPIC, rule=rule)


@pytest.mark.parametrize(
    ("text", "asked", "missing"),
    [
        ("Who heads Rosatom?", term("Rosatom", 0, is_name=True), ("Rosatom",)),
        ("who heads rosatom?", term("rosatom", 0, is_rare=True), ("rosatom",)),
        ("Who heads rosatom?", term("rosatom", 0, is_rare=True), ()),
        ("Who heads Rosatom?", term("Rosatom", 3, is_name=True), ()),
        ("who likes marmalade?", term("marmalade", 0), ()),
    ],
    ids=["name", "rare word, all lower case", "rare word beside a capital", "known", "plain word"],
)
def test_names_that_no_report_has(text: str, asked: Term, missing: tuple[str, ...]) -> None:
    near = ranked(finding(["Ilse Brandt heads Rosatom."]), [0.9], matches=[0.49])
    assert _why(question(text, asked), [near]) == ((Lack.NOWHERE, missing) if missing else NOTHING)


@pytest.mark.parametrize(
    ("word", "match", "known"),
    [
        ("Erdogan", 0.55, False),
        ("Balkan", 0.65, True),
        ("PM", 0.55, True),
        ("Tokyo", 0.55, True),
        ("German", 0.95, True),
    ],
    ids=[
        "like another name",
        "near in meaning",
        "an abbreviation",
        "what a state is called by",
        "of another state",
    ],
)
def test_another_name_that_is_like_it_is_not_it(word: str, match: float, known: bool) -> None:
    near = ranked(finding(["Mr Lund will help."]), [0.9], matches=[match])
    asked = question(f"Will {word} help?", term(word, 0, is_name=True))
    assert (_why(asked, [near]) == NOTHING) is known


def test_a_name_that_no_passage_has_and_a_report_does() -> None:
    near = ranked(finding(["The firm has a new head."]), [0.9], matches=[0.1])
    asked = question("Who heads Rosatom?", term("Rosatom", 0, is_name=True))
    beside = Surroundings(_text, _nothing, lambda word: word == "Rosatom", COVERED)
    assert _why(asked, [near], beside) == (Lack.NOT_NEAR, ("Rosatom",))
    both = question("Who heads Rosatom?", asked.terms[0], term("Gazprom", 0, is_name=True))
    assert _why(both, [replace(near, matches=(0.1, 0.1))], beside) == (Lack.NOWHERE, ("Gazprom",))


def test_a_name_known_by_meaning() -> None:
    near = ranked(finding(["Japan will help."]), [0.9], matches=[0.5])
    asked = question("Will Tokyo help?", term("Tokyo", 0, is_name=True))
    assert _why(asked, [near])[0] is not Lack.NOWHERE


@pytest.mark.parametrize(
    ("said", "match", "missing"),
    [("Torvik has 30 guns.", 0.39, ("number of children",)), ("Torvik has 30 guns.", 0.4, ()),
     ("Torvik has 30 children.", 0.1, ()), ("A child of Torvik has 30 guns.", 0.1, ())],
    ids=["nowhere", "by meaning", "said", "in another form"],
)  # fmt: skip
def test_what_is_counted_is_spoken_of(said: str, match: float, missing: tuple[str, ...]) -> None:
    near = ranked(finding([said]), [0.9], matches=[match])
    told = _why(question("How many children did it take?", term("children")), [near])
    assert told == ((Lack.SORT, missing) if missing else NOTHING)


@pytest.mark.parametrize(
    ("text", "said", "missing"),
    [("How high was the plane?", "They shot down an Embraer 190 plane.", None),
     ("How many people died in the plane?", "The plane had 30 people in it.",
      "number of dead or injured"),
     ("How many people died in the plane?", "A woman was killed in the plane.", None),
     ("How many men had the plane?", "The plane had men in it.", "number"),
     ("How many people lived by the plane?", "By the settlement a plane had 30 men.",
      "number of inhabitants"),
     ("How many people died in the plane?", "The plane was lost. It had 30 men in it.",
      "number of dead or injured"),
     ("Who commands the plane?", "The plane has a crew.", "name that answers it"),
     ("Who commands the plane?", "Ilse Brandt commands the plane.", None),
     ("What is the area of the plane?", "The plane has 30 men.", "area"),
     ("What is the area of the plane?", "The plane has 30 square feet.", None),
     ("How large is Plane?", "The plane has 30 men.", None),
     ("How long did the plane fly?", "The plane has been up since noon.", None),
     ("When was the plane up?", "The plane was up.", "time"),
     ("When was the plane up?", "The plane was up after the storm.", None),
     ("In which year was the plane up?", "The plane was up after the storm.", "year"),
     ("In which year was the plane up?", "The plane was up in 1912.", None)],
)  # fmt: skip
def test_what_the_nearest_passage_must_have(text: str, said: str, missing: str | None) -> None:
    near = ranked(finding([said]), [0.9], matches=[0.9])
    told = _why(question(text, term("plane")), [near])
    assert told == ((Lack.SORT, (missing,)) if missing else NOTHING)


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
    ("other", "of_the_time", "told"),
    [("The storm felled them in June 2023.", 0.5, Lack.TIME),
     ("The storm felled them in May 2024.", 0.5, Lack.UNANSWERED),
     ("The storm felled them in May 2024.", 0.1, Lack.UNANSWERED)],
    ids=["of another time", "of the time", "of the time, and shown"],
)  # fmt: skip
def test_the_time_is_not_lacking_where_a_near_passage_is_of_it(
    other: str, of_the_time: float, told: Lack
) -> None:
    asked = question("Who fell in May 2024?", term("fell"))
    window = read_window(asked.text, COVERED.last, COVERED.last)
    verdict = Verdict((), 0.1, False, Lack.UNANSWERED)
    anywhen = [
        ranked(finding(["They fell in May 2023."], head("a", date(2023, 5, 24))), [0.5]),
        ranked(finding([other], head("b", date(2023, 5, 24))), [of_the_time]),
    ]
    found = [replace(r, matches=(0.9,)) for r in anywhen]
    assert nothing_within(asked, verdict, found, PLAIN, window).lack is told


def test_times_that_are_lacking_are_told_with_their_days() -> None:
    near = ranked(finding(["They fell."], head(day=date(2024, 5, 24))), [0.9], matches=[0.9])
    asked = question("Who fell in 2024, and who in June 2031?", term("fell"))
    verdict = _decide(asked, [near], min_confidence=2.0)
    assert [(t.first, t.last) for t in verdict.times] == [(date(2031, 6, 1), date(2031, 6, 30))]


def test_a_passage_of_the_time_is_better_evidence() -> None:
    then = ranked(finding(["They fell in May 2024."], head("a")), [0.9], matches=[0.9])
    other = ranked(finding(["They fell in May 2023."], head("b")), [0.9], matches=[0.9])
    asked = question("Who fell in May 2024?", term("fell"), term("2024", is_name=True))
    untold = ranked(finding(["They fell."], head("c", date(2023, 5, 24))), [0.9], matches=[0.9])
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


def test_what_takes_the_place_of_the_best_passes_the_checks_too() -> None:
    old, new = (head(str(day), day) for day in (date(2023, 5, 24), date(2024, 5, 24)))
    then = ranked(finding(["The mill has 40 men in Kessel."], old), [0.9], matches=[0.9])
    now = ranked(finding(["The mill has men in Kessel."], new), [0.88], matches=[0.9])
    verdict = _decide(question("How many men are still in Kessel?", term("Kessel")), [then, now])
    assert verdict.evidence[0].ranked is then


def test_people_are_counted_where_a_passage_speaks_of_some() -> None:
    asked = question("How many people are at Olm?", term("people"), term("Olm", is_name=True))
    ships = ranked(finding(["Olm has 40 ships."]), [0.9], matches=[0.3, 0.9])
    assert _why(asked, [ships]) == (Lack.SORT, ("number of people",))
    crew = ranked(finding(["Olm has 40 sailors."]), [0.9], matches=[0.3, 0.9])
    assert _why(asked, [crew]) == NOTHING


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
