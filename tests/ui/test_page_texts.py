"""The words of the page: the same keys in all languages, nothing lost, and nothing beside them."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.calendar import Period
from index.types import Coverage, ReportDate, Scope
from rag.answer.replies import not_named, own_leading_sentences
from rag.generation.wording import model_unreadable, model_wrote_nothing, own_words
from rag.guardrail import wording
from rag.guardrail.small_talk import Talk, reply
from rag.guardrail.verdict import Lack, Verdict
from rag.limit import QuestionTimedOut
from rag.retrieval.gaps import FEWER, OUT, said_of
from tests.rag.corpus import head
from ui.days import read_day
from ui.service import Busy, Stopping
from ui.web.conversation import Conversation
from ui.web.kept import FORGOTTEN
from ui.web.language import ENGLISH, LANGUAGES, Entry, texts_of
from ui.web.pages import thread
from ui.web.told import told
from ui.web.words import day_of

ROOT = Path(__file__).parents[2]
WEB = ROOT / "ui" / "web"
OTHERS = [code for code in LANGUAGES if code != ENGLISH.code]
SAME = {
    "de": {"date.month", "date.short_month"},
    "fr": {
        "date.day", "date.month", "date.short_day", "date.short_month", "passage.page",
        "reader.citation", "reader.page", "told.upload.many_note", "told.upload.one_note",
    },
}  # fmt: skip
"""Texts that are the same in English and another language, by its code."""
PLACEHOLDER = re.compile(r"\{(\w+)\}")
in_each = pytest.mark.parametrize("code", OTHERS)


def forms(entry: Entry) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry.values())


def left_out(form: str, entry: Entry) -> set[str]:
    """What a form need not say: one thing its number."""
    return {"count"} if not isinstance(entry, str) and form == entry["one"] else set()


@in_each
def test_every_language_has_all_texts_with_all_that_is_filled_in(code: str) -> None:
    mine = texts_of(code).entries
    assert mine.keys() == ENGLISH.entries.keys()
    for key, english in ENGLISH.entries.items():
        assert type(mine[key]) is type(english), key
        wanted = set(PLACEHOLDER.findall(forms(english)[-1])) - {"rest"}
        for form in forms(mine[key]):
            assert wanted - set(PLACEHOLDER.findall(form)) <= left_out(form, mine[key]), key
            assert set(PLACEHOLDER.findall(form)) <= wanted, key


@in_each
def test_nothing_is_left_in_english(code: str) -> None:
    mine = texts_of(code).entries
    same = {
        key for key, english in ENGLISH.entries.items()
        if set(forms(english)) & set(forms(mine[key]))
        and any(re.search("[A-Za-z]", PLACEHOLDER.sub("", form)) for form in forms(english))
    }  # fmt: skip
    assert same == SAME[code]


@pytest.mark.parametrize("file", sorted((WEB / "templates").iterdir()), ids=lambda file: file.name)
def test_no_template_has_words_of_its_own(file: Path) -> None:
    source = re.sub(
        r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", file.read_text("utf-8"), flags=re.DOTALL
    )
    shown = re.findall(
        r'(?<![\w-])(?:aria-label|title|alt|placeholder|data-confirm)="([^"]*)"', source
    )
    shown.append(re.sub("<[^>]*>", "", source))
    words = [word for text in shown for word in re.findall(r"[A-Za-z]{2,}", text)]
    assert set(words) - {"Dateline", "nbsp"} == set()


@pytest.mark.parametrize("file", sorted((WEB / "static").glob("*.js")), ids=lambda file: file.name)
def test_no_script_has_words_of_its_own(file: Path) -> None:
    source = re.sub(r"/\*.*?\*/|//[^\n]*", "", file.read_text("utf-8"), flags=re.DOTALL)
    literals = re.findall(r'"([^"\n]*)"|`([^`]*)`', source)
    said = [text for pair in literals for text in pair if re.match(r"[A-Z][a-z]+( \w|$)", text)]
    assert set(said) - {"Enter", "Escape", "Home", "End"} == set()
    named = set(re.findall(r'\btext\("(\w+)"', source))
    assert named <= {key.removeprefix("script.") for key in ENGLISH.under("script")}


ASKED = {
    "examples.py": "questions that are asked",
    "trying.py": "questions that are asked",
    "late.py": "an answer to a program, where there is no page",
    "export.py": "words of an exported file",
}
"""Files with words that are not the page's."""


def said_in(tree: ast.AST) -> Iterator[str]:
    """Texts in a module that are neither docstrings nor for the log."""
    for node in ast.iter_child_nodes(tree):
        is_doc = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if is_doc or called.partition(".")[0] in ("LOG", "_LOG"):
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        yield from said_in(node)


@pytest.mark.parametrize("file", sorted(WEB.glob("*.py")), ids=lambda file: file.name)
def test_no_module_has_words_of_its_own(file: Path) -> None:
    if file.name in ASKED:
        return
    said = [text for text in said_in(ast.parse(file.read_text("utf-8")))
            if re.match(r"[A-Z][a-z’]+ [a-z]\w*( |\.|$)", text)]  # fmt: skip
    assert said == (["Summarise this report"] if file.name == "pages.py" else [])


COVERAGE = Coverage(5, 90, date(2023, 12, 23), date(2024, 12, 26), "s", (("fr", 2), ("it", 1)))
ONE = Coverage(1, 9, date(2024, 5, 1), date(2024, 5, 1), "s", (), ("board", "press"))
DAY, LATER = date(2024, 5, 1), date(2024, 6, 4)
TIME = Period(0, 9, DAY, LATER)
SCOPES = [
    Scope(DAY, LATER), Scope(DAY, DAY), Scope(DAY), Scope(None, LATER), Scope(as_of=DAY), Scope(),
    Scope(DAY, dated_for_sure=True),
]  # fmt: skip


def refusals() -> Iterator[str]:
    """What is said where there is no answer, in all its ways."""
    yield wording.empty_corpus()
    yield wording.not_a_question()
    yield wording.too_long(12_345, 2_000)
    yield wording.unknown_collection(["x"], ["board", "press"])
    yield wording.unknown_collection(["x", "y"], [])
    yield not_named("Peskov", COVERAGE)
    for talk in Talk:
        yield reply(talk, COVERAGE)
    for coverage in (COVERAGE, ONE):
        for as_of in (None, DAY):
            yield wording.no_such_day(("31 June", "30 February"), coverage, as_of)
            yield wording.unknown_publisher("Gazette", ["Reuters", "Harbour"], coverage, as_of)
            yield wording.unknown_publisher("Gazette", [], coverage, as_of)
            yield wording.unsupported(coverage, as_of)
        for scope in SCOPES:
            for only in (None, head()):
                yield wording.outside_window(scope, coverage, "Reuters", only)
                yield wording.outside_window(scope, coverage, None, only)
                for lack in Lack:
                    timed = lack in (Lack.TIME, Lack.OUTSIDE)
                    yield wording.no_evidence(
                        verdict(lack, timed=timed), scope, coverage, only, "Reuters"
                    )


def verdict(lack: Lack, *, timed: bool) -> Verdict:
    missing = ("on Monday", "in summer 2024") if timed else tuple("abcdefghijklmnop")
    return Verdict(
        (), 0.0, enough=False, lack=lack, missing=missing, times=(TIME, TIME) if timed else (),
        before=DAY, after=LATER,
    )  # fmt: skip


@in_each
def test_all_refusals_are_told(code: str) -> None:
    texts = texts_of(code)
    unknown = [said for said in refusals() if told(texts, said, "…") is None]
    assert unknown == []


def constants(folder: Path, name: str) -> Iterator[str]:
    """Texts without anything filled in that modules of a folder give to a name."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            given = getattr(node, "targets", [])[:1] if isinstance(node, ast.Assign) else []
            named = [one.id for one in given if isinstance(one, ast.Name)]
            named += [node.arg or ""] if isinstance(node, ast.keyword) else []
            value = getattr(node, "value", None)
            if named == [name] and isinstance(value, ast.Constant) and value.value:
                yield str(value.value)


def complaints(folder: Path) -> Iterator[str]:
    """What modules of a folder say that is wrong with a file, but for what has something filled
    in."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "BadInput":
                yield from (str(a.value) for a in node.args if isinstance(a, ast.Constant))


def others() -> Iterator[str]:
    """What else the page shows of other parts of the program."""
    yield from constants(ROOT / "index" / "dating", "note")
    yield from constants(ROOT / "index", "reason")
    for folder in ("reading", "pdf"):
        yield from complaints(ROOT / "index" / folder)
    yield from constants(ROOT / "index" / "ingestion", "_MEMORY")
    yield from ("is damaged or no PDF", "is encrypted: remove its password and ingest it again")
    yield "2031-01-01 lies in the future; a report has come out."
    yield "The text cannot be checked: it holds no text."
    yield own_leading_sentences()
    yield wording.stale(DAY, LATER)
    yield wording.IN_ANOTHER_LANGUAGE
    yield said_of(OUT)
    yield said_of(FEWER.format(passages=12_345, lacking=678))
    for trouble in (model_wrote_nothing(), model_unreadable()):
        yield own_words(trouble, midway=True)
        yield own_words(trouble, midway=False)
    yield "the file gives only the year, 2024"
    yield FORGOTTEN
    yield from map(str, (Busy(), Stopping(), QuestionTimedOut(30)))
    with pytest.raises(ValueError, match="is not a day") as raised:
        _read_day()
    yield str(raised.value)


def _read_day() -> None:
    try:
        read_day("To", "soon")
    except Exception as error:
        raise ValueError(str(error)) from error


@in_each
def test_what_else_is_said_is_told(code: str) -> None:
    texts = texts_of(code)
    assert [said for said in others() if told(texts, said) is None] == []


@pytest.mark.parametrize(
    ("english", "german", "french"),
    [
        (
            "No passage of the collection “board” published between 1 May 2024 and 3 May 2024 "
            "that is near the question has “a”, “b” or “c”. The corpus holds 5 reports.",
            "Keine der Frage nahe Stelle aus der Sammlung „board“ mit Erscheinungstag zwischen dem "
            "1. Mai 2024 und dem 3. Mai 2024 enthält „a“, „b“ oder „c“. Die Sammlung umfasst …",
            "Aucun passage du fonds « board » publié entre le 1er mai 2024 et le 3 mai 2024 proche "
            "de la question ne contient « a », « b » ou « c ». Le fonds contient …",
        ),
        (
            "Two reports, of one source, say what [1] says, first Harbour Gazette on 3 May 2024.",
            "2 Berichte aus einer einzigen Quelle sagen, was [1] sagt, als erster Harbour Gazette "
            "am 3. Mai 2024.",
            "2 rapports, d’une seule source, disent ce que dit [1], le premier étant Harbour "
            "Gazette, le 3 mai 2024.",
        ),
        (
            "[2] (Ilse Brandt, 5 May 2024) may correct [1].",
            "[2] (Ilse Brandt, 5. Mai 2024) berichtigt womöglich [1].",
            "[2] (Ilse Brandt, 5 mai 2024) corrige peut-être [1].",
        ),
    ],
    ids=["refusal", "borne out", "correction"],
)
def test_a_sentence_is_told_with_its_names_days_and_numbers(
    english: str, german: str, french: str
) -> None:
    plain = {"\xa0": " ", "\u202f": " "}
    said = [told(texts_of(code), english, "…") or "" for code in OTHERS]
    assert [one.translate(str.maketrans(plain)) for one in said] == [
        german.replace("umfasst …", "umfasst …."), french.replace("contient …", "contient …."),
    ]  # fmt: skip


def test_what_is_not_known_stays_in_english_and_is_marked_so() -> None:
    conversation = Conversation(remark="Unheard of <b>.", language="de")
    assert '<span lang="en">Unheard of &lt;b&gt;.</span>' in thread(conversation, COVERAGE)
    assert told(texts_of("de"), "No report has “x” in it. Unheard of.") is None


def test_numbers_days_and_plurals_are_written_as_each_language_does() -> None:
    german, french = texts_of("de"), texts_of("fr")
    assert german("holds.reports", count=1) == "1 Bericht"
    assert german("holds.reports", count=12_345) == "12.345 Berichte"
    assert french("holds.reports", count=0) == "0 rapport"
    assert french("holds.reports", count=12_345) == "12\u202f345 rapports"
    days = [ENGLISH.day(DAY), german.day(DAY), french.day(DAY), french.day(LATER)]
    assert days == ["1 May 2024", "1. Mai 2024", "1er mai 2024", "4 juin 2024"]
    assert texts_of("xx") is ENGLISH


@in_each
def test_a_year_is_told_as_a_year(code: str) -> None:
    assert day_of(texts_of(code), ReportDate(published_edtf="2024")) == "2024"
