import sqlite3
from pathlib import Path

import pytest

from index.text.terms import spelling_key, stem, terms, words


def test_words() -> None:
    assert words("The H-15, Vučić’s “road” snake_case") == [
        "the", "h", "15", "vucic", "s", "road", "snake", "case",
    ]  # fmt: skip


def test_terms_are_stemmed_and_without_function_words() -> None:
    assert terms("How long did it take Russia to capture the technologies?") == [
        "long", "take", "russia", "captur", "technolog",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("negotiations", "negoti", id="plural"),
        pytest.param("technology", "technolog", id="logi, as Porter's program has it"),
        pytest.param("possibly", "possibl", id="bli, as Porter's program has it"),
        pytest.param("eu", "eu", id="two letters"),
        pytest.param("s", "s", id="one letter"),
        pytest.param("a" * 65 + "s", "a" * 65 + "s", id="very long"),
    ],
)
def test_stem(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_terms_are_those_of_the_full_text_index(seeds: Path) -> None:
    """FTS5 must know each of our terms by the same name, or its frequency would read as none."""
    hard = "possibly ideologies ﬁnd Straße ½ Đoković Łódź ёлка sky dying hopefulness relational"
    texts = [hard, *(path.read_text("utf-8") for path in sorted(seeds.iterdir()))]
    ours = {stem(word) for text in texts for word in words(text)}
    db = sqlite3.connect(":memory:")
    db.execute(
        "CREATE VIRTUAL TABLE t USING fts5 (x, tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    db.execute("CREATE VIRTUAL TABLE v USING fts5vocab ('t', 'row')")
    db.executemany("INSERT INTO t VALUES (?)", [(" ".join(words(text)),) for text in texts])
    theirs = {term for (term,) in db.execute("SELECT term FROM v")}
    db.close()
    assert ours == theirs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kupyansk", "kupiansk"),
        ("dmitri", "dmitry"),
        ("oleksiy", "oleksij"),
        ("zelensky", "zelenskyy"),
        ("kharkiv", "harkiv"),
    ],
)
def test_spellings_that_sound_alike(one: str, other: str) -> None:
    assert spelling_key(one) == spelling_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("kherson", "kharkiv"), ("putin", "patton"), ("donetsk", "luhansk")]
)
def test_spellings_that_do_not(one: str, other: str) -> None:
    assert spelling_key(one) != spelling_key(other)
