"""Questions that only a name answers, and words that give one."""

import pytest

from rag.naming import asks_for_a_name, gives_a_name, names_one


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What were their names?", True),
        ("what is his name", True),
        ("What is the name of the sailor who was rescued?", True),
        ("names?", True),
        ("names of the men?", True),
        ("name of the old sailor they rescued", True),
        ("I should like to know the names of the two prisoners.", True),
        ("What is the harbour workers' leader called?", True),
        ("Who commands the third fleet?", True),
        ("Who was the man who sank the ferry?", True),
        ("Who is the mayor of Torvik?", True),
        ("who is the russian president", True),
        ("Who is Lund's commander?", True),
        ("Who is head of the harbour office?", True),
        ("Who was appointed minister?", True),
        ("In which countries?", True),
        ("Which other states signed it?", True),
        ("Which African countries sent men?", True),
        ("Which towns lost power?", True),
        ("Which Torvik brigade took the bridge?", True),
        ("Which unit’s headquarters burned?", True),
        ("which firms made them (the lifeboats)?", True),
        ("What's the name of the sailor?", True),
        # a name is not all that answers, or not one with a capital
        ("What was the old name of the port?", False),
        ("What is the harbour paper called?", False),
        ("What is the name of the drug that lowered blood sugar?", False),
        ("What is the illness called?", False),
        ("What is the reason the election was called?", False),
        ("Which state-owned fleet sailed?", False),
        ("What state is the bridge in?", False),
        ("Which of the companies sailed?", False),
        ("What did the company say?", False),
        ("Which did the company sell?", False),
        ("What company assets were sold in April?", False),
        ("Which company assets were sold in April?", False),
        ("Which plant workers struck?", False),
        ("Which ship sank, the Olm or the Hald?", False),
        ("How does the fund decide which countries get loans?", False),
        ("What city services were cut?", False),
        ("Which report states that troops left?", False),
        ("Which of them sailed?", False),
        ("Which country wants it, Hald or Torvik?", False),
        ("Who was president in 2020, Lund or Brandt?", False),
        ("Who is the mayor Anna Lund?", False),
        ("Who is President Lund?", False),
        ("Who is Anna Lund?", False),
        ("Who sank the ferry?", False),
        ("Who leads the talks?", False),
        ("Who was the governor shot by?", False),
        ("Who was the minister criticising?", False),
        ("Who are the major suppliers of gas to Hald?", False),
        ("Who were injured in the major explosion?", False),
        ("Who is entitled to elect the president?", False),
        ("Who called the claims wishful?", False),
        ("How many were named on the billboard?", False),
        ("What do they call for?", False),
        ("", False),
    ],
)
def test_what_only_a_name_answers(question: str, asks: bool) -> None:
    assert asks_for_a_name(question) is asks


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ("Colonel Anna Lund", True),
        ("a sailor called O’Hara", True),
        ("an 11th grade schoolgirl", False),
        ("The Torvik sailors", False),
        ("Russian milbloggers", False),
        ("the Norwegians", False),
        ("Tórvik", False),
        ("Şükrü Özgür", True),
        ("ministers of Torvik", False),
        ("an admiral of Torvik", True),
        ("US sailors", False),
        ("", False),
    ],
)
def test_what_gives_a_name(said: str, given: bool) -> None:
    assert gives_a_name("Who commands the Torvik fleet?", said) is given


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ("Norway and Japan", True),
        ("the US", True),
        ("the U.S.", True),
        ("none", True),
        ("Torviks", False),
        ("the Torvik fleet", False),
        ("both", True),
    ],
)
def test_which_country(said: str, given: bool) -> None:
    assert gives_a_name("Which countries sent the Torvik fleet?", said) is given


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ("the Torvik 7th", True),
        ("the West", False),
        ("Russian troops", False),
        ("the Norwegian Guard", True),
    ],
)
def test_what_has_a_number_or_a_state_in_its_name(said: str, given: bool) -> None:
    assert gives_a_name("Which Torvik brigade took the bridge?", said) is given


@pytest.mark.parametrize(
    ("question", "passage", "named"),
    [
        ("Which brigade fled?", "The bridge was left by the 7th Harbour Brigade.", True),
        ("Which brigade fled?", "The bridge was left by Lund Brigade.", True),
        ("Which brigade fled?", "The bridge was left by a Norwegian brigade.", False),
        ("Which Lund brigade fled?", "The bridge was left by a Lund brigade.", False),
        ("Which brigade fled?", "The bridge was left by a brigade of Lund.", False),
        ("Who fled?", "The bridge was left by the 7th Harbour Brigade.", False),
    ],
)
def test_what_is_named_beside_what_answers(question: str, passage: str, named: bool) -> None:
    assert names_one(question, passage) is named
