"""A checked text told to a person."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from index.calendar import day_in_words
from rag.drafts.results import (
    Bears,
    CheckedNote,
    CheckedSentence,
    CheckedText,
    CheckedWording,
    Verdict,
)
from rag.types import DatedPassage
from ui.console import on_one_line
from ui.rendering import dated_line, stated_in_words

NAMES = {
    Verdict.SUPPORTED: "supported",
    Verdict.CONTRADICTED: "contradicted",
    Verdict.NOT_TOLD: "not told",
    Verdict.OPINION: "opinion",
    Verdict.NOT_CHECKED: "not checked",
}
_STYLES = {
    Verdict.SUPPORTED: "green",
    Verdict.CONTRADICTED: "bold red",
    Verdict.NOT_TOLD: "yellow",
}
_BEARS = {
    Bears.NAMED: "the report that it names says so",
    Bears.ANOTHER: "the report that it names does not say so, another does",
    Bears.NONE: "the report that it names does not say so",
    Bears.UNKNOWN: "it names no report that is here",
}


def counts_in_words(checked: CheckedText) -> str:
    """12 sentences: 7 supported, 1 contradicted, 2 not told, 2 not checked."""
    many = len(checked.sentences)
    told = ", ".join(f"{n} {NAMES[verdict]}" for verdict, n in checked.counts.items() if n)
    return f"{many} sentence{'' if many == 1 else 's'}: {told}."


def why_in_words(sentence: CheckedSentence) -> str:
    """Why a sentence has its verdict, as a sentence of its own."""
    why = on_one_line(sentence.why)
    return f"{why[:1].upper()}{why[1:]}."


def note_in_words(note: CheckedNote) -> str:
    """A note of the text with what the report that it names says."""
    return on_one_line(f"Note “{note.text}”: {_BEARS[note.bears]}.")


def wording_in_words(wording: CheckedWording) -> str:
    """A wording in quotation marks, and whether it stands in a report."""
    stands = "stands so in its report" if wording.stands else "stands so in no report looked at"
    if wording.replaced_at is not None:
        day = day_in_words(wording.replaced_at.date())
        stands = f"stood so in its report, whose text was replaced on {day}"
    return on_one_line(f"Quoted “{wording.text}”: {stands}.")


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage beside a sentence, with what leads to it in words, and a name of its own."""

    lead: str
    passage: DatedPassage
    key: str


def passages_of(sentence: CheckedSentence) -> list[Shown]:
    """All passages beside a sentence, its sources first."""
    told = [
        *(("", source) for source in sentence.sources),
        *(("Another report says otherwise", other) for other in sentence.otherwise),
        *([("Nearest, and no source", sentence.nearest)] if sentence.nearest else []),
    ]
    return [
        Shown(lead, passage, f"{sentence.number}.{n}") for n, (lead, passage) in enumerate(told)
    ]


def checked_lines(checked: CheckedText) -> Iterator[Text]:
    """Lines of all sentences with their verdicts and quotes, the counts last."""
    for sentence in checked.sentences:
        yield from _sentence(sentence)
    yield Text()
    yield Text(counts_in_words(checked), style="bold")
    if checked.corpus.missing is not None:
        yield Text(on_one_line(checked.corpus.missing), style="yellow")
    for what in checked.unread:
        yield Text(f"Not read: {on_one_line(what)}.", style="yellow")


def _sentence(sentence: CheckedSentence) -> Iterator[Text]:
    name = NAMES[sentence.verdict]
    style = _STYLES.get(sentence.verdict, "dim")
    yield Text.assemble((f"{sentence.number}. {name}: ", style), on_one_line(sentence.text))
    if sentence.why and sentence.verdict is not Verdict.NOT_CHECKED:
        yield Text(f"    {why_in_words(sentence)}", style="dim")
    for shown in passages_of(sentence):
        lead = f"{shown.lead}: " if shown.lead else ""
        yield Text.assemble((f"    {lead}", "dim"), (dated_line(shown.passage), "cyan"))
        yield Text(f"    “{on_one_line(shown.passage.quote)}”", style="dim")
        for line in stated_in_words(shown.passage):
            yield Text(f"    {line}", style="yellow")
    for note in sentence.notes:
        yield Text(f"    {note_in_words(note)}", style="dim" if note.holds else "yellow")
    for wording in sentence.wordings:
        yield Text(f"    {wording_in_words(wording)}", style="dim" if wording.stands else "yellow")
