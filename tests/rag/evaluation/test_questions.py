"""Files of questions with known answers: what is read, and what is said of a bad one."""

from datetime import date
from pathlib import Path

import pytest

from index.errors import BadInput
from rag.evaluation.questions import KnownQuestion, read_questions
from rag.question.parsing import Query

ASKED = (
    '{"id": "a", "question": "When did the bridge reopen?", "answerable": true, "kind": "when", '
    '"seeds": ["bridge.txt"], "facts": ["may 2"], "evidence": ["It reopened."], '
    '"dates": ["2024-05-03"], "from": "2024-01-01", "as_of": "2024-06-01", "publisher": "Gazette"}'
)


def test_a_question_as_written(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(f"\ufeff{ASKED}\n\n" + '{"id": "b", "question": "?", "answerable": false}\n')
    first, second = read_questions(file)
    assert first == KnownQuestion(
        id="a", question="When did the bridge reopen?", answerable=True, kind="when",
        seeds=("bridge.txt",), facts=("may 2",), evidence=("It reopened.",),
        dates=(date(2024, 5, 3),), first=date(2024, 1, 1), as_of=date(2024, 6, 1),
        publisher="Gazette",
    )  # fmt: skip
    assert first.query == Query(
        "When did the bridge reopen?", date(2024, 1, 1), None, date(2024, 6, 1), "Gazette"
    )
    assert second == KnownQuestion(id="b", question="?", answerable=False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "q.jsonl has no questions in it."),
        ("{", "q.jsonl, line 1: this is not JSON (Expecting property name enclosed in double "
              "quotes)."),
        ('{"id": "a", "answerable": true}', "q.jsonl, line 1: question: Field required."),
        ("[]", "q.jsonl, line 1: Input should be a valid dictionary or instance of KnownQuestion."),
        ('{"id": "a", "question": "b", "answerable": true, "facts": ["("]}',
         "q.jsonl, line 1: facts: Value error, '(' is not a regular expression (missing ), "
         "unterminated subpattern at position 0)."),
        ('{"id": "a", "question": "b", "answerable": false, "facts": ["c"]}',
         "q.jsonl, line 1: Value error, a question without an answer has no facts, evidence, "
         "spans or dates."),
        (f"{ASKED}\n{ASKED}", "q.jsonl has two questions with the id 'a'."),
    ],
    ids=["empty", "no JSON", "no question", "a list", "no expression", "facts of nothing", "twice"],
)  # fmt: skip
def test_a_file_that_is_not_usable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("q.jsonl").write_text(text)
    with pytest.raises(BadInput) as caught:
        read_questions(Path("q.jsonl"))
    assert str(caught.value) == said


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_questions(tmp_path / "none.jsonl")


@pytest.mark.parametrize(
    ("facts", "text", "expected"),
    [((), "anything", None), (("MAY 2", r"14\s+months"), "On May 2, after 14 months", True),
     (("May 2", "June"), "On May 2", False)],
    ids=["none given", "all", "one lacking"],
)  # fmt: skip
def test_facts(facts: tuple[str, ...], text: str, expected: bool | None) -> None:
    known = KnownQuestion(id="a", question="?", answerable=True, facts=facts)
    assert known.states_facts(text) is expected
