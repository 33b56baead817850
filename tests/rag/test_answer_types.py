"""What sort of thing a question asks for, and which texts have one."""

import pytest

from rag.answer_types import (
    Asked,
    are_people,
    asked_for,
    carries,
    counted_in,
    must_have,
    speaks_of_people,
)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How long did it take Russia to capture Kurakhove?", Asked.DURATION),
        ("How many weeks did the siege last?", Asked.DURATION),
        ("How long is the bridge?", None),
        ("How long was a metre rule in 1790?", None),
        ("How many paintings were moved?", Asked.NUMBER),
        ("How much did it cost?", Asked.MONEY),
        ("What price do they pay?", Asked.MONEY),
        ("How much grain was sent?", Asked.NUMBER),
        ("How many people died in Torvik?", Asked.VICTIMS),
        ("What was the death toll?", Asked.VICTIMS),
        ("how many people lived in Torvik before the war", Asked.INHABITANTS),
        ("What is the population of Torvik?", Asked.INHABITANTS),
        ("At what altitude was the plane hit?", Asked.MEASURE),
        ("How high was it flying?", Asked.MEASURE),
        ("how tall is the tower", Asked.MEASURE),
        ("What speed can it reach?", Asked.MEASURE),
        ("How far did they advance?", Asked.NUMBER),
        ("What is the area of Torvik?", Asked.AREA),
        ("How large is Torvik in area?", Asked.AREA),
        ("how many square kilometers does Torvik cover", Asked.AREA),
        ("How large is Torvik?", Asked.AREA),
        ("how big is the town of Torvik", Asked.AREA),
        ("How large is the Torvik fleet?", Asked.NUMBER),
        ("How large are its troops?", Asked.NUMBER),
        ("How big is the risk?", Asked.NUMBER),
        ("What percentage of voters came?", Asked.NUMBER),
        ("When was the bridge reopened?", Asked.TIME),
        ("“When did it begin?”", Asked.TIME),
        ("In what year was the treaty signed?", Asked.YEAR),
        ("Since when has the museum been shut?", Asked.TIME),
        ("What happens when it rains?", None),
        ("Who thanked the crews?", Asked.PERSON),
        ("who thanked the crews", Asked.PERSON),
        ("By whom was it built?", Asked.PERSON),
        ("Which general, who was dismissed, spoke?", None),
        ("What did the mayor say?", None),
        ("Why was the bridge shut?", None),
        ("", None),
    ],
)
def test_what_is_asked_for(question: str, asked: Asked | None) -> None:
    assert asked_for(question) is asked


@pytest.mark.parametrize(
    ("asked", "text", "carried"),
    [
        (Asked.DURATION, "It took just over two months.", True),
        (Asked.DURATION, "It took a month and a half.", True),
        (Asked.DURATION, "It took 14 long weeks.", True),
        (Asked.DURATION, "A two-day battle.", True),
        (Asked.DURATION, "It took\u00a0two\u00a0months.", True),
        (Asked.DURATION, "It was seized in October 2024.", False),
        (Asked.DURATION, "It took months.", False),
        (Asked.NUMBER, "They moved 214 paintings.", True),
        (Asked.NUMBER, "They moved Two Thousand paintings.", True),
        (Asked.NUMBER, "A third of them were lost.", True),
        (Asked.NUMBER, "They moved the paintings.", False),
        (Asked.NUMBER, "The tenor of the talks was bad.", False),
        (Asked.MONEY, "It cost 5 million euros.", True),
        (Asked.MONEY, "They paid $5 each.", True),
        (Asked.MONEY, "They sent 5 tons of grain.", False),
        (Asked.VICTIMS, "The storm killed two sailors.", True),
        (Asked.VICTIMS, "At least 35 casualties were brought in.", True),
        (Asked.VICTIMS, "Nobody was killed.", True),
        (Asked.VICTIMS, "5,000 soldiers are fighting.", False),
        (Asked.VICTIMS, "The storm killed sailors.", False),
        (Asked.VICTIMS, "Torvik lost men. Its army has 5,000 tanks.", False),
        (Asked.VICTIMS, "The death toll rose on Sunday. It now stands at 41.", True),
        (Asked.VICTIMS, "All on board were killed. There were 43 people on the ferry.", True),
        (Asked.INHABITANTS, "Some 18,000 people lived there.", True),
        (Asked.INHABITANTS, "It had 35,000 troops.", False),
        (Asked.INHABITANTS, "Its population has collapsed. Fewer than 1,000 are left.", True),
        (Asked.MEASURE, "It was hit at 2,400 meters.", True),
        (Asked.MEASURE, "A 40-metre tower.", True),
        (Asked.MEASURE, "It flew at ten thousand feet.", True),
        (Asked.MEASURE, "Turnout was 51 percent.", True),
        (Asked.MEASURE, "It reaches 900 km/h.", True),
        (Asked.MEASURE, "It shot down an Embraer 190 passenger aircraft.", False),
        (Asked.MEASURE, "It carried 67 men.", False),
        (Asked.AREA, "A town of 7.3 square kilometers in size.", True),
        (Asked.AREA, "It has 40 km² of forest.", True),
        (Asked.AREA, "It has 35,000 troops.", False),
        (Asked.AREA, "It is 7 kilometers from a square.", False),
        (Asked.TIME, "It fell on 24 May.", True),
        (Asked.TIME, "It fell in 1994.", True),
        (Asked.TIME, "It fell on a Tuesday.", True),
        (Asked.TIME, "It may fall.", False),
        (Asked.TIME, "It fell 2,400 metres.", False),
        (Asked.PERSON, "The crews were thanked by Ilse Brandt.", True),
        (Asked.PERSON, "They thanked the crews. Nobody came.", False),
        (None, "", True),
    ],
)
def test_what_a_text_carries(asked: Asked | None, text: str, carried: bool) -> None:
    assert carries(asked, text) is carried


def test_an_endnote_mark_is_no_number() -> None:
    assert not carries(Asked.NUMBER, "They moved the paintings.[12]")


@pytest.mark.parametrize(
    ("question", "what"),
    [("How many children were there?", "children"), ("how many Olm ships did it sell", "ships"),
     ("How many?", None), ("how many ships", "ships"), ("How much did it cost?", None),
     ("How many people around the world have been driven out?", "people"),
     ("how many of the Olm children left Hald?", None), ("how many boats of Olm sank?", "boats"),
     ("How many of them left?", None), ("how many families worldwide are there?", "families"),
     ("How many of those were sold?", None)],
)  # fmt: skip
def test_what_is_counted(question: str, what: str | None) -> None:
    assert counted_in(question) == what


def test_people_may_be_called_anything() -> None:
    assert [are_people(word) for word in ("people", "Men", "ships")] == [True, True, False]
    assert [speaks_of_people(text) for text in ("40 troops left.", "40 ships left.")] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("question", "needed"),
    [
        ("When did it sink?", None),
        ("In which year did it sink?", Asked.YEAR),
        ("population?", Asked.INHABITANTS),
        ("what is the population?", Asked.INHABITANTS),
        ("How long did it take?", None),
        ("How high is the risk?", None),
    ],
)
def test_what_an_answer_must_have(question: str, needed: Asked | None) -> None:
    assert must_have(question) is needed


@pytest.mark.parametrize(
    ("text", "carried"),
    [("It sank in 1912.", True), ("It sank on May 3.", True), ("It sank last year.", True),
     ("It will sink today, tomorrow or in 10 years.", False)],
)  # fmt: skip
def test_what_tells_a_year(text: str, carried: bool) -> None:
    assert carries(Asked.YEAR, text) is carried


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        ("Olm sent 36,000 troops, and it likely suffered heavy casualties.", False),
        ("Olm lost 36 of its troops, and it likely suffered more.", True),
        ("41 people, among them six children, died.", True),
    ],
)
def test_victims_are_counted_where_they_are_spoken_of(text: str, carried: bool) -> None:
    assert carries(Asked.VICTIMS, text) is carried
