"""The words and patterns of a language, as its files give them."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from index import language
from tests.pages import ROOT

FOLDER = Path(str(files("index"))) / "language" / language.LANGUAGE
MATTERS = sorted(file.stem for file in FOLDER.glob("*.yaml") if file.stem != "times")
_WORDS = re.compile(r"[^\W_][\w'’/.%$€£²-]*")
_ASKED = re.compile(
    r"language\.(?:words|in_order|groups|patterns)\(\s*[\"'](?P<matter>\w+)[\"'],\s*[\"'](?P<name>\w+)[\"']"
    r"|language\.stated\([\"'](?P<of>\w+)[\"']\)\[[\"'](?P<part>\w+)[\"']\]"
)


def _texts(value: object) -> Iterator[str]:
    """All texts of a value, in order; fails where something else stands there."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _texts(key)
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    else:
        assert isinstance(value, str)
        assert value.strip()
        yield value


@pytest.mark.parametrize("matter", MATTERS)
def test_a_file_tells_what_it_is_of_and_holds_texts_alone(matter: str) -> None:
    assert (FOLDER / f"{matter}.yaml").read_text("utf-8").startswith("# ")
    assert list(_texts(dict(language.stated(matter))))


@pytest.mark.parametrize("matter", MATTERS)
def test_no_word_stands_twice_in_a_set(matter: str) -> None:
    for name, value in language.stated(matter).items():
        if isinstance(value, str) and "|" not in value:
            written = language.in_order(matter, name)
            assert len(set(written)) == len(written), name
            assert all(_WORDS.fullmatch(word) for word in written), name


def test_patterns_can_be_read_and_none_stands_twice() -> None:
    for matter, name in (
        ("checking", "hedges"),
        ("checking", "tellings"),
        ("attribution", "verbs"),
    ):
        for key, pattern in language.patterns(matter, name).items():
            re.compile(pattern)
            lines = language.stated(matter)[name][key].splitlines()
            assert len(set(lines)) == len(lines), key


def test_all_that_is_written_is_asked_for_and_the_other_way_about() -> None:
    asked = set()
    for package in ("index", "rag", "ui"):
        for file in (ROOT / package).rglob("*.py"):
            for found in _ASKED.finditer(file.read_text("utf-8")):
                asked.add((found["matter"] or found["of"], found["name"] or found["part"]))
    assert asked == {(matter, name) for matter in MATTERS for name in language.stated(matter)}
