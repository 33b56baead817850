"""Both sides, the newest value, and what returns, with the shipped models."""

from datetime import date
from pathlib import Path

import pytest

from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from tests.rag.corpus import answered, shipped_engine_over

GAZETTE, TIMES = "Harbour Gazette", "Valley Times"
REPORTS = {
    "police": ("March in Olm", GAZETTE, "May 3, 2024",
               "The police said that 300 people marched in Olm on Friday against the sale of the "
               "ferry. No one was hurt."),
    "unions": ("Thousands in the Streets", TIMES, "May 3, 2024",
               "Tove Lind of the unions said that 1,200 people marched in Olm on Friday against "
               "the sale of the ferry. Shops were closed."),
    "mayor": ("Is the Bridge Safe?", GAZETTE, "May 10, 2024",
              "Mayor Ilse Brandt said that the Kessel bridge is safe for lorries. She crossed it "
              "on foot."),
    "engineer": ("Doubts about a Bridge", TIMES, "May 11, 2024",
                 "Engineer Jon Vik said that the Kessel bridge is not safe for lorries. He has "
                 "tested its piers."),
    "tunnel-1": ("Notes of the Harbour", GAZETTE, "June 4, 2024",
                 "The Torvik tunnel is open to traffic."),
    "tunnel-2": ("More Notes", GAZETTE, "June 9, 2024", "The Torvik tunnel is closed to traffic."),
    "tunnel-3": ("Last Notes", GAZETTE, "June 14, 2024", "The Torvik tunnel is open to traffic."),
    "vote-1": ("The Harbour Bill", GAZETTE, "May 20, 2024",
               "The vote on the harbour bill was held on 13 May. Nobody was absent."),
    "vote-2": ("Notes of the Council", TIMES, "May 21, 2024",
               "The council held its vote on the harbour bill on 15 May. It rained."),
    "mill": ("The Mill at Hald", GAZETTE, "June 20, 2024",
             "The mill at Hald employs 140 people, says the owner. It grinds rye and wheat.\n\n"
             "In the table of the firms of the valley, the mill at Hald employs 115 people."),
    "wreck-1": ("A Wreck", GAZETTE, "June 24, 2024",
                "The schooner Anna was wrecked at Cape Brand. All were saved."),
    "wreck-2": ("Lost Schooner", TIMES, "June 25, 2024",
                "A gale wrecked the Anna, a schooner, on the rocks of Cape Brand."),
    "wreck-3": ("Prices of Rye", TIMES, "June 26, 2024",
                "Rye cost 14 crowns a sack in Olm. Nobody bought any."),
    "fire-1": ("Forest Fire", GAZETTE, "July 4, 2024",
               "The Hald fire has burned 120 hectares of forest."),
    "fire-2": ("Fire Grows", GAZETTE, "July 9, 2024",
               "The Hald fire has burned 340 hectares of forest."),
    "fire-3": ("Fire Held", GAZETTE, "July 14, 2024",
               "The Hald fire has burned 410 hectares of forest."),
}  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    folder: Path = tmp_path_factory.mktemp("sides")
    texts = {f"{name}.txt": "\n\n".join(parts) + "\n" for name, parts in REPORTS.items()}
    return shipped_engine_over(folder, texts)


@pytest.mark.parametrize(
    ("asked", "notes"),
    [
        ("How many people marched in Olm against the sale of the ferry?",
         ("The reports differ: [1] (Harbour Gazette, 3 May 2024) has 300, [2] (Valley Times, 3 May "
          "2024) 1,200; neither is preferred here.",)),
        ("Is the Kessel bridge safe for lorries?",
         ("[2] (Mayor Ilse Brandt, 10 May 2024) and [1] (Engineer Jon Vik, 11 May 2024) may "
          "contradict each other; neither is preferred here.",)),
    ],
    ids=["two counts", "a claim and its denial"],
)  # fmt: skip
def test_both_sides_are_told_by_whom_and_when(
    engine: QueryEngine, asked: str, notes: tuple[str, ...]
) -> None:
    answer = answered(engine.ask(Query(asked)))
    assert [c.contradicts for c in answer.citations] == [(2,), (1,)]
    assert answer.notes == notes


def test_times_that_answer_are_held_against_each_other(engine: QueryEngine) -> None:
    answer = answered(engine.ask(Query("When was the vote on the harbour bill held?")))
    assert {c.path for c in answer.citations} == {"vote-1.txt", "vote-2.txt"}
    [one, other] = answer.citations
    assert (one.contradicts, other.contradicts) == ((2,), (1,))
    assert answer.notes[0].startswith("The reports differ: ")
    assert "13 May" in answer.notes[0]
    assert "15 May" in answer.notes[0]


def test_two_values_in_one_report_are_tied(engine: QueryEngine) -> None:
    answer = answered(engine.ask(Query("How many people does the mill at Hald employ?")))
    assert [c.contradicts for c in answer.citations] == [(2,), (1,)]
    assert answer.notes == (
        "One report has 115, [1] (Harbour Gazette, 20 June 2024), and 140, [2] (Harbour Gazette, "
        "20 June 2024); neither is preferred here.",
    )


@pytest.mark.parametrize(
    ("asked", "understood", "note"),
    [
        ("Where was the schooner Anna wrecked, and how many reports say so?",
         "Where was the schooner Anna wrecked?",
         "Two reports, of two sources, say what [1] says, first Harbour Gazette on 24 June 2024."),
        ("How many reports say that the schooner Anna was wrecked at Cape Brand?",
         "Is it so that the schooner Anna was wrecked at Cape Brand?",
         "Two reports, of two sources, say what [1] says, first Harbour Gazette on 24 June 2024."),
        ("What did rye cost in Olm, and how many papers say so?", "What did rye cost in Olm?",
         "No other report was found to say what [1] says."),
    ],
    ids=["beside a question", "of a claim", "one alone"],
)  # fmt: skip
def test_how_many_say_so_is_told_where_it_is_asked(
    engine: QueryEngine, asked: str, understood: str, note: str
) -> None:
    answer = answered(engine.ask(Query(asked)))
    assert (answer.question, answer.understood_as) == (asked, understood)
    assert note in answer.notes


@pytest.mark.parametrize(
    "asked",
    ["What is the latest on how much forest the Hald fire has burned?",
     "How many hectares has the Hald fire burned?"],
    ids=["the latest", "plainly asked"],
)  # fmt: skip
def test_the_newest_value_comes_first_with_what_it_replaced(
    engine: QueryEngine, asked: str
) -> None:
    answer = answered(engine.ask(Query(asked)))
    first, *others = [(c.n, c.path) for c in answer.citations]
    assert first == (1, "fire-3.txt")
    [replaced] = [n for n, path in others if path == "fire-2.txt"]
    assert answer.notes[0] == (
        f"Later [1] (Harbour Gazette, 14 July 2024) has 410, where [{replaced}] (Harbour Gazette, "
        "9 July 2024) has 340."
    )


def test_as_of_a_day_the_newest_value_by_then_comes_first(engine: QueryEngine) -> None:
    asked = Query("How many hectares has the Hald fire burned?", as_of=date(2024, 7, 10))
    assert answered(engine.ask(asked)).citations[0].path == "fire-2.txt"


def test_a_state_that_returns_has_a_line_for_each_time(engine: QueryEngine) -> None:
    answer = answered(engine.ask(Query("Trace whether the Torvik tunnel was open in June 2024.")))
    assert answer.text.splitlines() == [
        "4 June 2024: The Torvik tunnel is open to traffic. [1] (later reported otherwise: [2])",
        "9 June 2024: The Torvik tunnel is closed to traffic. [2] (later reported otherwise: [3])",
        "14 June 2024: The Torvik tunnel is open to traffic. [3]",
    ]


def test_a_figure_has_its_course(engine: QueryEngine) -> None:
    asked = "How did the area burned by the Hald fire change over time?"
    answer = answered(engine.ask(Query(asked)))
    assert [(point.n, point.day, point.value) for point in answer.series] == [
        (1, date(2024, 7, 4), 120.0), (2, date(2024, 7, 9), 340.0), (3, date(2024, 7, 14), 410.0),
    ]  # fmt: skip
