"""What a question leaves out is that of the one before it, said beside it."""

from dataclasses import replace
from datetime import date

import pytest

from rag.conversation.resolve import resolve
from rag.conversation.turn import Turn
from rag.question.parsing import After, Query
from tests.rag.following import READ, nearness

TAKE = "How long did it take Russia to capture Olm?"
FALL = "Did Russia capture Olm?"
SENT = "How many drones did Russia send in May 2024?"
FERRY = "What happened to the Olm ferry in May 2024?"
SHIPS = "How many ships did Hald sell in 2023?"
RULE = "Which country will give Torvik $3 billion?"
CLAIM = "What did Ilse Brandt claim about the war with Hald?"


@pytest.mark.parametrize(
    ("before", "asked", "whole"),
    [
        # the pronoun, or what is missing, is what the last question was about
        (FERRY, "Who shot it down?", "Who shot it down (the Olm ferry) in May 2024?"),
        (FERRY, "how many people were on board?",
         "how many people were on board (the Olm ferry) in May 2024?"),
        (FERRY, "Where did it sink?", "Where did the Olm ferry sink in May 2024?"),
        ("Where did the Olm ferry sink?", "how old was it?", "how old was it (the Olm ferry)?"),
        (FERRY, "was that legal?", "was that legal (the Olm ferry) in May 2024?"),
        (RULE, "where does the money come from?",
         "where does the money come from (country will give Torvik $3 billion)?"),
        (CLAIM, "and what did Ada Lund say about it in 2024?",
         "what did Ada Lund say about it in 2024 (the war with Hald)?"),
        (CLAIM, "what did Ada Lund say?", "what did Ada Lund say about the war with Hald?"),
        (CLAIM, "and how did Kessel respond?", "how did Kessel respond to the war with Hald?"),
        (FERRY, "what did Ada Lund say?", "what did Ada Lund say about the Olm ferry in May 2024?"),
        ("What did the Olm Times say of it?", "and the Torvik Post?",
         "What did the Torvik Post say of it?"),
        ("What did the Ukrainians hit in the Hald region?", "and in Olm?",
         "What did the Ukrainians hit in the Olm region?"),
        (FERRY, "how many people on board died?",
         "how many people on board died (the Olm ferry) in May 2024?"),
        (CLAIM, "What is Kessel up to there?", "What is Kessel up to there (the war with Hald)?"),
        (SHIPS, "did Torvik buy them as well?",
         "did Torvik buy them as well (ships did Hald sell) in 2023?"),
        (CLAIM, "had Torvik seen those claims?",
         "had Torvik seen those claims (the war with Hald)?"),
        (CLAIM, "In which report?", CLAIM),
        (CLAIM, "did she claim anything else?", CLAIM),
        (FERRY, "did it say anything else?",
         "did the Olm ferry say anything else in May 2024?"),
        ("Does ISW think that Lund will resign?", "what would he do then?",
         "what would Lund do then?"),
        ("Is the port in Russian hands?", "how many of their soldiers are there?",
         "how many of their soldiers are there (the port in Russian hands)?"),
        (CLAIM, "in which cities?", "in which cities (the war with Hald)?"),
        (TAKE, "How many troops were there?",
         "How many troops were there (Russia to capture Olm)?"),
        ("Did Ukrainian forces leave Olm?", "what did they say of Hald?",
         "what did Ukrainian forces say of Hald?"),
        ("Who did Ada Lund visit?", "Who asked him?", "Who asked Ada Lund?"),
        (FERRY, "who is blamed?", "who is blamed (the Olm ferry) in May 2024?"),
        (FERRY, "any casualties?", "any casualties (the Olm ferry) in May 2024?"),
        ("How high is the Olm bridge?", "any casualties?", "any casualties (the Olm bridge)?"),
        ("Who bought Torvik's ferries?", "and Hald?", "Who bought Hald's ferries?"),
        ("what did he say about Torvik?", "and Ada Lund?", "what did Ada Lund say about Torvik?"),
        ("what did he say about Torvik?", "and about Lund?", "what did he say about Lund?"),
        ("what did he say about Russia?", "and China?", "what did he say about China?"),
        ("Did he visit Torvik?", "and Hald?", "Did he visit Hald?"),
        ("When Lund came to power, did he attack Olm?", "and Hald?",
         "When Lund came to power, did he attack Hald?"),
        (CLAIM, "about what?", "about what (the war with Hald)?"),
        (FALL, "According to which report?", FALL),
        (FALL, "why does it have to beat Hald first?",
         "why does Russia have to beat Hald first?"),
        (CLAIM, "why does it have to beat Hald first?",
         "why does it have to beat Hald first (the war with Hald)?"),
        (CLAIM, "did Kessel check what they say?",
         "did Kessel check what they say (the war with Hald)?"),
        (SHIPS, "ok, then where did the older ones go?",
         "where did the older ones go (ships did Hald sell) in 2023?"),
        (CLAIM, "is the bridge next to it open?",
         "is the bridge next to it open (the war with Hald)?"),
        (FERRY, "and what percentage of passengers survived?",
         "what percentage of passengers survived (the Olm ferry) in May 2024?"),
        (FERRY, "which passengers were saved?",
         "which passengers were saved (the Olm ferry) in May 2024?"),
        (FERRY, "which voters were asked?", "which voters were asked?"),
        ("how old was it (the Olm ferry)?", "was that legal?", "was that legal (the Olm ferry)?"),
        ("who paid for its new engines (the Olm ferry)?", "was that legal?",
         "was that legal (paid for its new engines, the Olm ferry)?"),
        ("Hi, I'm writing on the Olm ferry, which sank in May 2024 with many passengers on board: "
         "how many of them were saved?", "any casualties?", "any casualties (Olm) in May 2024?"),
        ("What did Hald sign at the end of October 2024?", "and what is Kessel up to?",
         "what is Kessel up to at the end of October 2024?"),
        ("What did Hald sign in 2024?", "and what about Kessel, what did it tell the press of Olm?",
         "what did Kessel tell the press of Olm in 2024?"),
        # another question word
        (SHIPS, "why so many?", "Why did Hald sell in 2023 (ships)?"),
        (SHIPS, "when?", "When did Hald sell in 2023 (ships)?"),
        (SHIPS, "to whom?", "How many ships did Hald sell in 2023, according to whom?"),
        (SHIPS, "since when?", "Since when did Hald sell in 2023 (ships)?"),
        ("Which army took Olm?", "For how long?", "For how long (army took Olm)?"),
        # of its source, or once more
        (FALL, "Which newspaper reported it?",
         "Did Russia capture Olm, according to which newspaper?"),
        (FALL, "when was that reported?", FALL),
        (FALL, "Which report says so?", FALL),
        (FALL, "Are you sure?", FALL),
        (FALL, "How do you know that?", FALL),
        # another time
        (FALL, "Is that still the case in December 2024?",
         "Did Russia capture Olm in December 2024?"),
        (FALL, "and now?", "Did Russia capture Olm currently?"),
        (SENT, "and a year earlier?", "How many drones did Russia send in May 2023?"),
        (SENT, "and the month before?", "How many drones did Russia send in April 2024?"),
        (SENT, "and two months later?", "How many drones did Russia send in July 2024?"),
        (SHIPS, "and the previous year?", "How many ships did Hald sell in 2022?"),
        ("What fell on 31 May 2024?", "and a week later?", "What fell on 7 June 2024?"),
        (FALL, "and a month earlier?", "Did Russia capture Olm in April 2024?"),
        # another, with words that both have
        ("Where did Russian forces advance?", "and Ukrainian forces?",
         "Where did Ukrainian forces advance?"),
    ],
)  # fmt: skip
def test_what_leans_on_the_last_question_is_said_with_it(
    before: str, asked: str, whole: str
) -> None:
    last = Turn(Query(before), ("Olm fell.",), date(2024, 5, 24))
    assert resolve(Query(asked), (last,), READ, nearness).question == whole


@pytest.mark.parametrize(
    ("before", "asked", "whole"),
    [
        # what is but named is asked for of the last matter
        ("Did the Olm court confirm the vote?", "turnout?",
         "turnout (the Olm court confirm the vote)?"),
        ("Did the Olm court confirm the vote?", "more?", "more?"),
        ("Did the Olm court confirm the vote?", "engine?", "engine?"),
        ("Who is the sailor from Olm?", "which ship?", "which ship (the sailor from Olm)?"),
        # "it" before any name
        ("What did Torvik and Hald sign?", "what's the point of it, for Lund?",
         "what's the point of it, for Lund (Torvik and Hald sign)?"),
        ("What did Torvik and Hald sign?", "What does Lund say of the treaty?",
         "What does Lund say of the treaty?"),
        ("Who met Ada Lund in Torvik?", "when had the two last been in touch?",
         "when had the two last been in touch (met Ada Lund in Torvik)?"),
        ("Who met Ada Lund in Torvik?", "when were the two bridges of Olm built?",
         "when were the two bridges of Olm built?"),
        # somebody named before a question on them
        ("How much is Hald giving Olm?", "and Torvik, what did it promise?",
         "what did Torvik promise?"),
        # nobody is put into themselves; several people are none of the names
        ("Has Olm fallen?", "how many men did they put into it?",
         "how many men did they put into it (Olm fallen)?"),
        ("How many people told Torvik?", "what are their names?",
         "what are their names (people told Torvik)?"),
        # a leader of a place is no place
        ("Which Torvik leader spoke to Lund?", "did he write to Hald?",
         "did Lund write to Hald?"),
        # what only makes a question one is no topic
        ("Explain 'dead reckoning' to me please", "when did they use it?",
         "when did they use it (dead reckoning)?"),
        ("Is it true that the Olm ferry sank?", "how many of them died?",
         "how many of them died (the Olm ferry sank)?"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_that_of_the_last_question(before: str, asked: str, whole: str) -> None:
    assert resolve(Query(asked), (Turn(Query(before)),), READ, nearness).question == whole


def test_a_follow_up_that_came_to_nothing_is_not_followed_up_on() -> None:
    first = Turn(Query("What did Torvik and Hald sign?"), ("They signed it.",))
    asked = "and how many ships did Lund send?"
    refused = Turn(Query(asked, after=After(asked, ("p1",))))
    then = "what’s the point of it?"
    wholes = [
        resolve(Query(then), turns, READ, nearness).question
        for turns in ((first, refused), (first, replace(refused, said=("He sent 3.",))))
    ]
    assert wholes == [
        "what's the point of it (Torvik and Hald sign)?",
        "what's the point of it (ships did Lund send)?",
    ]


@pytest.mark.parametrize(
    "asked", ["Change of subject: who is the head of Hald?", "last one: who is the head of Hald?"]
)
def test_a_change_of_subject_is_announced_and_then_left_out(asked: str) -> None:
    first = Turn(Query("Did Torvik fall?"), ("It fell.",))
    assert resolve(Query(asked), (first,), READ, nearness).question == asked
    then = resolve(Query("and of Torvik?"), (first, Turn(Query(asked))), READ, nearness)
    assert then.question == "who is the head of Torvik?"
