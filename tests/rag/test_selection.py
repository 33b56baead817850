"""Which sentences are said, and which are one statement."""

from dataclasses import replace
from datetime import date

import pytest

from rag.answer.further import ALSO_LIKELY
from rag.answer.selection import Ways, select
from rag.evidence.citations import Quote
from rag.evidence.statement import Statement
from rag.reader.judge import Judgement
from rag.retrieval.reranking import Ranked
from tests.rag.corpus import evidence, finding, head, ranked

MAY_3, MAY_5 = date(2024, 5, 3), date(2024, 5, 5)
PLAIN = "What of the bridge?"
BASE = "Russian forces likely seized Kurakhove on December 24 with 36,000 troops."


def _said(statements: list[Statement]) -> list[list[str]]:
    return [
        [s.quote.finding.text[a - s.quote.finding.passage.start : b - s.quote.finding.passage.start]
         for a, b in s.sentences]
        for s in statements
    ]  # fmt: skip


def _telling(report: str, day: date | None, score: float, text: str = BASE) -> Ranked:
    return ranked(finding([text], head(report, day)), [score])


def test_copies_are_merged_and_the_earliest_is_cited() -> None:
    found = [
        _telling("later", MAY_5, 0.9), _telling("undated", None, 0.9), _telling("first", MAY_3, 0.8)
    ]  # fmt: skip
    (statement,) = select(PLAIN, evidence(*found), 4)
    assert statement.quote.report.id == "first"
    assert [copy.id for copy in statement.copies] == ["later", "undated"]


def test_of_one_day_the_first_path_is_cited() -> None:
    found = [_telling("b", MAY_3, 0.9), _telling("a", MAY_3, 0.9)]
    (statement,) = select(PLAIN, evidence(*found), 4)
    assert statement.quote.report.id == "a"
    assert [copy.id for copy in statement.copies] == ["b"]


def test_a_report_that_repeats_itself_is_no_copy_of_itself() -> None:
    found = [
        ranked(finding([BASE], start=500), [0.9]), ranked(finding([BASE], start=100), [0.9])
    ]  # fmt: skip
    (statement,) = select(PLAIN, evidence(*found), 4)
    assert (statement.quote.start, statement.copies) == (100, ())


def test_a_copy_is_looked_for_below_what_is_said() -> None:
    found = [
        _telling("a", MAY_5, 0.9),
        _telling("b", MAY_3, 0.9 * 0.86),
        _telling("c", date(2024, 5, 1), 0.9 * 0.84),
    ]
    best, near, far = found
    weighed = [*evidence(best), *evidence(near, far, score=-9.0)]
    (statement,) = select(PLAIN, weighed, 4, top_k=1)
    assert statement.quote.report.id == "b"
    assert [copy.id for copy in statement.copies] == ["a"]


def test_what_differs_is_said_too() -> None:
    other = BASE.replace("36,000", "35,000")
    found = [_telling("a", MAY_3, 0.9), _telling("b", MAY_5, 0.89, other)]
    assert _said(select(PLAIN, evidence(*found), 4)) == [[BASE], [other]]


FACTS = [f"Fact {word} is told here." for word in ("One", "Two", "Three", "Four", "Five")]
FIVE = [_telling(f"r{n}", MAY_3, 0.9, fact) for n, fact in enumerate(FACTS)]


@pytest.mark.parametrize(
    ("max_sentences", "top_k", "said"),
    [(4, None, 4), (20, None, 5), (2, None, 2), (1, None, 1), (4, 1, 1), (4, 3, 3), (4, 99, 4)],
)
def test_how_much_is_said(max_sentences: int, top_k: int | None, said: int) -> None:
    got = _said(select(PLAIN, evidence(*FIVE), max_sentences, top_k))
    assert got == [[fact] for fact in FACTS[:said]]


PAIR = ["It was a long siege.", "It took two months."]


@pytest.mark.parametrize(
    ("asked", "sentences", "whole", "said"),
    [
        (PLAIN, (0.8, 0.5), 0.8, PAIR[:1]),
        (PLAIN, (0.5, 0.8), 0.8, PAIR[1:]),
        (PLAIN, (0.8, 0.8), 0.8, PAIR[:1]),
        (PLAIN, (0.8, 0.5), 0.84, PAIR),
    ],
    ids=[
        "the best sentence", "the second", "the first of two alike", "both where the other adds",
    ],
)  # fmt: skip
def test_one_sentence_or_the_whole_passage(
    asked: str, sentences: tuple[float, float], whole: float, said: list[str]
) -> None:
    found = ranked(finding(PAIR), sentences, whole)
    assert _said(select(asked, evidence(found), 4)) == [said]


def test_short_words_in_common_repeat_nothing() -> None:
    found = [
        ranked(finding(["Okay.", text], head(report)), [0.2, 0.9])
        for report, text in (("a", BASE), ("b", "The bridge at Olm was shut on the day after."))
    ]
    said = select("How do the old and the new bridge differ?", evidence(*found), 4)
    assert [statement.quote.report.id for statement in said] == ["a", "b"]


def test_what_has_no_room_is_said_in_its_best_sentence() -> None:
    first, second = (
        ranked(finding(PAIR), (0.8, 0.5), 0.9),
        ranked(finding(["It was over.", "It rained."], head("b")), (0.8, 0.5), 0.9),
    )
    assert _said(select(PLAIN, evidence(first, second), 3)) == [PAIR, ["It was over."]]
    assert _said(select(PLAIN, evidence(first, second), 4)) == [
        PAIR,
        ["It was over.", "It rained."],
    ]
    assert _said(select(PLAIN, evidence(first, second), 2)) == [PAIR]


COURSE = "How did the siege change over time?"


def test_a_course_is_bounded_by_its_lines() -> None:
    days = [
        ranked(
            finding([f"Day {n} was quiet.", f"Rain on day {n}."], head(f"r{n}", date(2024, 5, n))),
            (0.8, 0.5), 0.9,
        )
        for n in range(1, 15)
    ]  # fmt: skip
    told = select(COURSE, evidence(*days), 4)
    assert [len(statement.sentences) for statement in told] == [2] * 12


def test_of_a_course_what_a_passage_says_besides_a_quoted_sentence_is_told() -> None:
    first = ranked(finding(["It began in May.", "In June it stopped."]), (0.8, 0.7), 0.8)
    spans = first.finding.passage.sentences
    texts = ["In June it stopped.", "It began again on 9 July 2024."]
    behind = ranked(finding(texts, start=spans[1][0]), (0.8, 0.5), 0.8)
    found = [replace(one, judgement=Judgement(0.0, (0, 5), 1.0)) for one in evidence(first, behind)]
    found[0] = replace(found[0], judgement=Judgement(0.0, (17, 24), 1.0))
    told = [text for said in _said(select(COURSE, found, 4)) for text in said]
    assert told == ["It began in May.", *texts]


def test_what_overlaps_is_said_once() -> None:
    two = ranked(finding(PAIR), (0.8, 0.5), 0.9)
    late = ranked(finding(PAIR[1:], start=121), (0.8,))
    (statement,) = select(PLAIN, evidence(two, late), 4)
    assert (_said([statement]), statement.copies) == ([PAIR], ())


ASKED, REPLY = "Has Kurakhove been left by its people?", "It has not."
EXCHANGE = finding([ASKED, REPLY])


def _with_its_reply(statement: Statement) -> Statement:
    """The question with what was said in reply; anything else as it is."""
    if statement.texts != [ASKED]:
        return statement
    spans = EXCHANGE.passage.sentences
    return Statement(Quote(EXCHANGE, spans[0][0], spans[-1][1]), spans)


@pytest.mark.parametrize(
    ("less", "max_sentences", "said"),
    [(ALSO_LIKELY / 2, 4, [ASKED, REPLY]), (2 * ALSO_LIKELY, 4, [REPLY]),
     (ALSO_LIKELY / 2, 1, [REPLY])],
    ids=["about as likely", "less likely", "no room"],
)  # fmt: skip
def test_a_part_gives_way_to_what_holds_it(
    less: float, max_sentences: int, said: list[str]
) -> None:
    reply = finding([REPLY], start=EXCHANGE.passage.sentences[1][0])
    reply = replace(reply, passage=replace(reply.passage, block=1))
    found = [ranked(reply, (0.9,)), ranked(finding([ASKED]), (0.9,))]
    weighed = [*evidence(found[0], score=5.0), *evidence(found[1], score=5.0 - less)]
    statements = select(PLAIN, weighed, max_sentences, ways=Ways(_with_its_reply))
    assert _said(statements) == [said]


def test_no_sentence_is_said_twice() -> None:
    """Two reports open with one sentence and go on differently; both were to be quoted whole."""
    found = [
        ranked(finding([BASE, "It fell quietly."], head("a", MAY_5)), (0.8, 0.5), 0.9),
        ranked(finding([BASE, "It is a town."], head("b", MAY_3)), (0.8, 0.5), 0.9),
    ]
    (statement,) = select(PLAIN, evidence(*found), 4)
    assert _said([statement]) == [[BASE, "It fell quietly."]]
    assert (statement.quote.report.id, statement.copies) == ("a", ())


@pytest.mark.parametrize(
    ("span", "margin", "said", "answer"),
    [((28, 38), 2.0, PAIR[1:], (128, 138)), ((0, 2), 2.0, PAIR[:1], (100, 102)),
     ((28, 38), -0.1, PAIR[:1], None), ((15, 30), 2.0, PAIR[:1], (115, 130)),
     (None, 2.0, PAIR[:1], None)],
    ids=["in the second", "in the first", "not sure", "across both", "none"],
)  # fmt: skip
def test_the_sentence_in_which_the_judge_found_the_answer(
    span: tuple[int, int] | None, margin: float, said: list[str], answer: tuple[int, int] | None
) -> None:
    found = ranked(finding(PAIR), (0.8, 0.795))
    (statement,) = select(PLAIN, evidence(found, judgement=Judgement(1.0, span, margin)), 4)
    assert _said([statement]) == [said]
    assert statement.answer == answer


def test_what_leans_on_several_passages_quotes_them_whole_in_twice_the_sentences() -> None:
    told = [[fact, f"{fact[:-6]} twice."] for fact in FACTS]
    found = [ranked(finding(two, head(two[0], MAY_3)), (0.8, 0.5)) for two in told]
    said = _said(select("How do the two bridges differ?", evidence(*found), 3))
    assert said == told[:3]


def test_sentences_that_stand_together_are_one_quote() -> None:
    """The second is found in the passage that begins with it, and stands in the first as well."""
    one = ranked(finding([FACTS[0], FACTS[1]]), (0.8, 0.5))
    other = ranked(finding([FACTS[1], FACTS[2]], start=100 + len(FACTS[0]) + 1), (0.79, 0.5))
    apart = ranked(finding([FACTS[3]], start=900), (0.78,))
    said = select(PLAIN, evidence(one, other, apart), 4)
    assert _said(said) == [FACTS[:2], [FACTS[3]]]
    assert [s.quote.text for s in said] == [" ".join(FACTS[:2]), FACTS[3]]


OPEN = "The Kessel bridge is open to lorries."
CLOSED = "The Kessel bridge is closed to lorries."


def test_a_state_that_returns_is_told_again_and_one_that_lasts_is_not() -> None:
    days = [date(2024, 5, day) for day in (3, 4, 5, 6, 7)]
    found = [
        _telling(f"r{day.day}", day, 0.9, text)
        for day, text in zip(days, (OPEN, OPEN, CLOSED, CLOSED, OPEN), strict=True)
    ]
    told = select("Trace what became of the bridge.", evidence(*found), 6)
    assert [(s.quote.report.id, s.quote.text, [c.id for c in s.copies]) for s in told] == [
        ("r3", OPEN, ["r4"]), ("r5", CLOSED, ["r6"]), ("r7", OPEN, []),
    ]  # fmt: skip


def test_a_sentence_that_is_quoted_is_left_out_of_what_is_quoted_further() -> None:
    """Two passages share a sentence, and a question that leans on several quotes both whole."""
    one = ranked(finding([FACTS[0], FACTS[1]]), (0.8, 0.5))
    other = ranked(finding([FACTS[1], FACTS[2]], start=100 + len(FACTS[0]) + 1), (0.5, 0.8))
    said = _said(select("How do the two bridges differ?", evidence(one, other), 6))
    assert said == [FACTS[:2], FACTS[2:3]]


@pytest.mark.parametrize(("less", "said"), [(-0.1, FACTS[:2]), (0.1, FACTS[:1])])
def test_a_further_statement_must_be_about_as_likely(less: float, said: list[str]) -> None:
    judged = Judgement(1.0, None, 0.0)
    first, second = FIVE[:2]
    found = [
        *evidence(first, judgement=judged, score=-2.0),
        *evidence(second, judgement=judged, score=-2.0 - ALSO_LIKELY - less),
    ]
    assert _said(select(PLAIN, found, 4)) == [[fact] for fact in said]
