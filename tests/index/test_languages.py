"""The language that a report is in."""

import pytest

from index.text.languages import language_name, language_of
from index.types import Block, Role

ENGLISH = (
    "The harbour master closed the east pier on Monday because two of its piles had shifted in the "
    "storm. Divers will look at them when the water is calm, and the ferry to Olm leaves from the "
    "fish market until they have done so. Nobody was hurt, and the nets that were lost were old."
)
FRENCH = (
    "Le capitaine du port a fermé la jetée est lundi, parce que deux de ses pieux avaient bougé "
    "pendant la tempête. Des plongeurs les examineront quand l'eau sera calme, et d'ici là le bac "
    "pour Olm partira du marché aux poissons. Personne n'a été blessé."
)
GERMAN = (
    "Der Hafenmeister hat am Montag die östliche Mole gesperrt, weil sich zwei ihrer Pfähle im "
    "Sturm verschoben hatten. Taucher sehen sie sich an, sobald das Wasser ruhig ist. Bis dahin "
    "fährt die Fähre nach Olm vom Fischmarkt ab. Verletzt wurde niemand."
)
OLD = (
    "I went a-shore with the mate, & was mightily entertain'd by the Governour, who ask'd what "
    "news we brought from Olm; whereto I answer'd, that the Fleet was discover'd off the Cape, but "
    "durst not come nearer for want of water. He shew'd us his oxen, the fattest I ever saw."
)
TABLE = (
    "Station Level Change Torvik 3.2 m up 0.4 m Hald 1.9 m down 0.1 m Kessel 2.7 m up 0.2 m Olm "
    "4.0 m no change Brandt Bridge 2.2 m up 0.3 m Lund Weir 1.1 m down 0.6 m Source: gauges read "
    "at seven in the morning; figures in brackets are estimates for gauges that were out of order"
)
CALLED = (
    "The SPEAKER. The question is that the motion be agreed to. Those of that opinion say aye. Mr. "
    "LUND. Mr. Speaker, on that I demand the yeas and nays. The SPEAKER. Is there a second? There "
    "is a sufficient second. The clerk will call the roll. Brandt aye, Torvik no, Hald aye."
)


def _told(*paragraphs: str, role: Role = Role.BODY) -> str | None:
    text, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block(len(text), len(text) + len(paragraph), role=role))
        text += f"{paragraph}\n\n"
    return language_of(text, blocks)


@pytest.mark.parametrize(
    ("text", "language"),
    [(ENGLISH, "en"), (FRENCH, "fr"), (GERMAN, "de"), (OLD, "en"), (TABLE, "en"), (CALLED, "en")],
    ids=["English", "French", "German", "two centuries old", "a table", "a roll call"],
)
def test_the_language_of_a_text(text: str, language: str) -> None:
    assert _told(text) == language
    assert _told(*[text] * 30) == language


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["Le port est fermé."],
        [ENGLISH * 4, FRENCH * 4],
        [ENGLISH * 2, FRENCH * 2, GERMAN * 2],
        ["1,204 3,311 9,120 4,418 0.4 12.5 " * 40],
        [],
    ],
    ids=["short", "two", "three", "numbers", "nothing"],
)
def test_none_is_said(paragraphs: list[str]) -> None:
    assert _told(*paragraphs) is None


def test_a_few_words_of_another_do_not_count() -> None:
    assert _told(*[FRENCH] * 8, ENGLISH) == "fr"


def test_what_stands_on_the_page_around_it_does_not_count() -> None:
    assert _told(FRENCH, role=Role.FURNITURE) is None


def test_the_same_text_gives_the_same_language() -> None:
    assert len({_told(ENGLISH, FRENCH, TABLE) for _ in range(5)}) == 1


def test_names_in_english() -> None:
    assert [language_name(code) for code in ("fr", "en", "gcf")] == ["French", "English", "gcf"]
