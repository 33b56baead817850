"""Questions that lean on the one before them."""

from datetime import date
from time import perf_counter

import pytest

from rag.conversation.resolve import may_follow_up, resolve
from rag.conversation.turn import Turn
from rag.question.parsing import Query
from tests.rag.following import READ, nearness

FERRY = "What happened to the Olm ferry in May 2024?"
SHIPS = "How many ships did Hald sell in 2023?"
TAKE = "How long did it take Russia to capture Olm?"
SAY = "What did Ilse Brandt say about Torvik in December 2023?"
FALL = "Did Russia capture Olm?"
LATE = "What was reported about Olm before December 2024?"
SENT = "How many drones did Russia send in May 2024?"


@pytest.mark.parametrize(
    ("before", "asked", "whole"),
    [
        (TAKE, "And in October?", "How long did it take Russia to capture Olm in October?"),
        (TAKE, "What about Torvik?", "How long did it take Russia to capture Torvik?"),
        (TAKE, "and Ukraine?", "How long did it take Ukraine to capture Olm?"),
        (TAKE, "Thanks, and Torvik?", "How long did it take Russia to capture Torvik?"),
        (TAKE, "For Torvik?", "How long did it take Russia to capture Torvik?"),
        (SAY, "Earlier?", "What did Ilse Brandt say about Torvik before 1 December 2023?"),
        (SAY, "and in May 2024?", "What did Ilse Brandt say about Torvik in May 2024?"),
        (SAY, "and Ada Lund?", "What did Ada Lund say about Torvik in December 2023?"),
        (SAY, "what about Olm in May 2024?", "What did Ilse Brandt say about Olm in May 2024?"),
        (SAY, "and about Putin?", "What did Ilse Brandt say about Putin in December 2023?"),
        (SAY, "What did she say about Olm?",
         "What did Ilse Brandt say about Olm in December 2023?"),
        (SAY, "What did she say about Olm in 2024?", "What did Ilse Brandt say about Olm in 2024?"),
        (SAY, "What is her position on ferries?",
         "What is Ilse Brandt’s position on ferries in December 2023?"),
        (SENT, "And missiles?", "How many missiles did Russia send in May 2024?"),
        (FALL, "Why?", "Why did Russia capture Olm?"),
        (FALL, "When was that?", "When did Russia capture Olm?"),
        (FALL, "How many soldiers did it lose there?", "How many soldiers did Russia lose in Olm?"),
        (FALL, "Who said that?", "Did Russia capture Olm, according to whom?"),
        (FALL, "According to whom?", "Did Russia capture Olm, according to whom?"),
        (FALL, "What happened before that?", "Did Russia capture Olm before 24 May 2024?"),
        (LATE, "And since then?", "What was reported about Olm after 30 November 2024?"),
    ],
)  # fmt: skip
def test_a_follow_up_is_made_whole(before: str, asked: str, whole: str) -> None:
    last = Turn(Query(before), ("Olm fell.",), date(2024, 5, 24))
    assert resolve(Query(asked), (last,), READ, nearness).question == whole


@pytest.mark.parametrize(
    "asked",
    ["What did Lavrov say about Putin?", "Who holds Torvik?",
     "How many troops were sent to the Hald front?",
     "How long did it take to build the bridge?", "What happened on 24 May 2024?",
     "Is it true that Torvik fell?", "What does Russia claim for its own?", "?", "and?",
     "Thanks a lot!", "Hello?", "When did it rain in Torvik?", "Hald airport", "Hello",
     "What was said between May and June 2024?", "In 2023, what was reported?", "Latest?", "More",
     "What is disinformation?", "What are maximalist objectives?",
     "What did the ministry say about its losses?", "But why did Russia attack?", "and thanks"],
)  # fmt: skip
def test_what_stands_by_itself_stays_as_asked(asked: str) -> None:
    last = Turn(Query(TAKE), ("Olm fell.",), date(2024, 5, 24))
    assert resolve(Query(asked), (last,), READ, nearness) == Query(asked)


MINISTER = "Which Torvik minister rejected the offer of Hald?"
JET = "What brought down the Hald passenger jet in May 2024?"


@pytest.mark.parametrize(
    ("before", "asked", "whole"),
    [
        # a person is one that was asked for, or one that acts, and never a state or a newspaper
        (MINISTER, "what did she say?", "what did Ada Lund say?"),
        (MINISTER, "what is her party?", "what is Ada Lund’s party?"),
        ("Who rejected the offer?", "why did he do so?",
         "why did Ada Lund do so (rejected the offer)?"),
        ("According to the Olm Times, why did Ilse Brandt resign?", "what did she write?",
         "what did Ilse Brandt write?"),
        ("Why did Moscow expel Ilse Brandt?", "what had she done?", "what had Ilse Brandt done?"),
        ("When did Torvik's president meet Brandt?", "what did they talk about?",
         "what did Torvik's president and Brandt talk about?"),
        ("When did Torvik's president resign?", "what did he say?",
         "what did Torvik's president say?"),
        # several are not one state
        (SHIPS, "where did they go?", "where did they go (ships did Hald sell) in 2023?"),
        ("How many insiders told the Olm Times that Brandt would resign?", "what are their names?",
         "what are their names (insiders told the Olm Times that Brandt would resign)?"),
        # a thing is what was asked for or named as one
        ("How much grain is Hald giving Torvik?", "where does it come from?",
         "where does it come from (grain is Hald giving Torvik)?"),
        (JET, "how high was it flying?", "how high was the Hald passenger jet flying in May 2024?"),
        ("When did Torvik's parliament sit?", "when had it recognised the Hald border?",
         "when had Torvik's parliament recognised the Hald border?"),
        ("According to the Olm Times, since when has Russia hinted that Ilse Brandt would accept a "
         "truce?",
         "why would she want one?",
         "why would Ilse Brandt want one (Russia hinted that Ilse Brandt would accept a truce)?"),
        ("Where did the Kesselian passenger plane come down?", "how high was it flying?",
         "how high was the Kesselian passenger plane flying?"),
        ("Since when have Western officials hinted that Ilse Brandt would resign?",
         "does she want to?", "does Ilse Brandt want to?"),
        ("How large are Torvik's airborne troops?", "what did she say of losses?",
         "what did Ada Lund say of losses?"),
        ("What is the Black Sea grain deal?", "When was it signed?",
         "When was the Black Sea grain deal signed?"),
        ("Did the president of Olm resign?", "How old is she?",
         "How old is the president of Olm?"),
        ("Did Russia invade Georgia?", "Did they take Olm?", "Did Russia take Olm?"),
        ("What did Ursula von der Leyen say?", "Did she mention Olm?",
         "Did Ursula von der Leyen mention Olm?"),
        ("Did the Pope visit Olm?", "Why did he go?", "Why did the Pope go?"),
        (FERRY, "Anything else?", FERRY),
        ("Which Balkan leader rejected the offer?", "what answer did she get?",
         "what answer did Ada Lund get?"),
        # the time that was spoken of
        (SHIPS, "What did Kessel do that week?", "What did Kessel do that week?"),
        (JET, "who ruled Torvik in those days?", "who ruled Torvik in May 2024?"),
        (FALL, "what did Kessel do at that time?", "what did Kessel do in May 2024?"),
        (FALL, "what else happened that day?", "what else happened on 24 May 2024?"),
        (SHIPS, "and how many in 2022?", "How many ships did Hald sell in 2022?"),
    ],
)  # fmt: skip
def test_pronouns_stand_for_what_they_can(before: str, asked: str, whole: str) -> None:
    said = "Torvik Foreign Minister Ada Lund rejected the offer."
    last = Turn(Query(before), (said,), date(2024, 5, 24), "Ada Lund")
    assert resolve(Query(asked), (last,), READ, nearness).question == whole


@pytest.mark.parametrize(
    ("before", "answer", "asked", "whole"),
    [
        ("Which fleet took Olm?", "the 51st Fleet", "what was it called before?",
         "what was it called before (the 51st Fleet, fleet took Olm)?"),
        ("Which fleet took Olm?", None, "what was it called before?",
         "what was it called before (fleet took Olm)?"),
        ("Which fleet took Olm?", "the Olm Fleet (OF)", "what was it called before?",
         "what was it called before (fleet took Olm)?"),
        ("Which year did the Olm strike begin?", "May 2014", "who started it?",
         "who started it (year did the Olm strike begin)?"),
        ("Which fleet took Olm?", "a fleet of ships", "what was it called before?",
         "what was it called before (fleet took Olm)?"),
        ("Did the Torvik fleet take Olm?", "the 51st Fleet", "was that legal?",
         "was that legal (the Torvik fleet take Olm)?"),
    ],
)  # fmt: skip
def test_what_was_asked_for_is_named_as_the_answer_has_it(
    before: str, answer: str | None, asked: str, whole: str
) -> None:
    last = Turn(Query(before), ("It did.",), date(2024, 5, 24), answer)
    assert resolve(Query(asked), (last,), READ, nearness).question == whole


def test_what_was_exchanged_is_exchanged_again() -> None:
    turns = [
        Turn(Query(f"Did ferries of {name} reach Hald?"), ("They did.",))
        for name in ("Olm", "Torvik")
    ]
    whole = resolve(Query("and Kessel?"), turns, READ, nearness).question
    assert whole == "Did ferries of Kessel reach Hald?"
    said = ("Is Olmian oil sold?", "Did Hald sell oil to Olm?")
    turns = [Turn(Query(asked), ("It did.",)) for asked in said]
    whole = resolve(Query("and Kessel?"), turns, READ, nearness).question
    assert whole == "Did Hald sell oil to Kessel?"
    turns = [Turn(Query("Did ferries of Olm reach Hald?"), ("They did.",))]
    whole = resolve(Query("and Kessel?"), turns[:1], READ, nearness).question
    assert whole == "Did ferries of Olm reach Kessel?"


def test_a_question_word_goes_back_to_the_question_that_had_it() -> None:
    turns = [Turn(Query(asked), ("It did.",)) for asked in (SHIPS, "Where is Hald?")]
    whole = resolve(Query("and how many in 2022?"), turns, READ, nearness).question
    assert whole == "How many ships did Hald sell in 2022?"


def test_one_goes_back_to_what_was_asked_before() -> None:
    turns = [Turn(Query(asked), ("It did.",), date(2024, 5, 24)) for asked in (FALL, SHIPS)]

    def whole(asked: str) -> str:
        return resolve(Query(asked), turns, READ, nearness).question

    assert whole("Back to Olm: how large is it?") == "how large is it (Olm)?"
    assert whole("back to Olm") == FALL
    assert whole("Let's go back to Olm. Who holds Torvik?") == "Who holds Torvik?"
    assert whole("Back to Kessel: how large is it?") != "how large is it (Kessel)?"


def test_another_time_is_not_set_beside_when() -> None:
    turns = [Turn(Query(asked), ("It did.",)) for asked in (SAY, "When did Ilse Brandt say that?")]
    whole = resolve(Query("and in October?"), turns, READ, nearness).question
    assert whole == "What did Ilse Brandt say about Torvik in October 2023?"


def test_another_name_is_not_set_beside_a_topic() -> None:
    turns = [Turn(Query(asked), ("It did.",)) for asked in (FALL, "is that legal (Russia in Olm)?")]
    whole = resolve(Query("and Torvik?"), turns, READ, nearness).question
    assert whole == "Did Russia capture Torvik?"


def test_what_is_about_nothing_is_not_followed_up_on() -> None:
    turns = [Turn(Query(asked)) for asked in (SAY, "What is it?")]
    whole = resolve(Query("what does she think of ferries?"), turns, READ, nearness).question
    assert whole == "what does Ilse Brandt think of ferries in December 2023?"


def test_a_source_that_was_asked_for_is_not_asked_for_again() -> None:
    last = Turn(Query("Did Russia capture Olm, according to whom?"), ("Olm fell.",))
    whole = resolve(Query("and Torvik?"), (last,), READ, nearness).question
    assert whole == "Did Russia capture Torvik?"


@pytest.mark.parametrize(
    ("asked", "may"),
    [
        ("and in October?", True), ("Why?", True), ("What did she say about Olm?", True),
        ("Who negotiates with the rebels in the mountains these days?", True),
        ("Which ferries did the Torvik Line order from Kessel in May 2024?", False),
    ],
)  # fmt: skip
def test_which_questions_may_be_follow_ups(asked: str, may: bool) -> None:
    assert may_follow_up(asked, READ) is may


def test_many_words_take_no_time() -> None:
    last = Turn(Query(TAKE), ("Olm fell.",), date(2024, 5, 24))
    begun = perf_counter()
    for words in ("since May 2024 ", "Christmas ", "did it ", "on 5 May "):
        resolve(Query(words * 150), (last,), READ, nearness)
    assert perf_counter() - begun < 2


@pytest.mark.parametrize(
    ("asked", "told"),
    [("What else did she say about Torvik?", ("It did.",)),
     ("Anything else?", ("It did.",)), ("Or else?", ()),
     ("What did she say about Olm?", ())],
)  # fmt: skip
def test_something_else_is_not_what_was_told(asked: str, told: tuple[str, ...]) -> None:
    turns = [Turn(Query(FALL), quotes=("It fell.",)), Turn(Query(SAY), quotes=("It did.",))]
    assert resolve(Query(asked), turns, READ, nearness).told == told


def test_bounds_are_those_of_the_follow_up() -> None:
    last = Turn(Query(TAKE, first=date(2024, 1, 1)), ("Olm fell.",), None)
    asked = Query("and Torvik?", as_of=date(2024, 6, 1))
    whole = "How long did it take Russia to capture Torvik?"
    assert resolve(asked, (last,), READ, nearness) == Query(whole, as_of=date(2024, 6, 1))
