"""Places in the texts that Dateline reads, told by a sum of their words.

Of the reports nothing is kept here but offsets and sums. Where a text is read otherwise than when
its question was written, the place is where the same words stand now.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from index.storage.catalog import Catalog
from rag.evaluation.questions import KnownQuestion, Place, read_lines

QUESTIONS = Path(__file__).parent / "questions.jsonl"
_WORD = re.compile(r"[^\W_]+")


class PlacedQuestion(KnownQuestion):
    """A question whose places are of the text that Dateline reads.

    `sums` has for each place how many words it has and their SHA-256, in lower case with a space
    between two. `drawn` tells whether its report was drawn at random.
    """

    sums: tuple[tuple[int, str], ...]
    drawn: bool = False


def sum_of_words(words: list[str]) -> str:
    """The SHA-256 of words, in hexadecimal digits."""
    return sha256(" ".join(words).casefold().encode()).hexdigest()


def questions_over(catalog: Catalog) -> tuple[tuple[KnownQuestion, ...], list[str]]:
    """The questions with their places as the texts are read now, and the ids of those that have a
    place whose words no report has any more, one for each such place."""
    found = (catalog.report(head.id) for head in catalog.report_heads())
    return placed_in({r.head.path: r.text for r in found if r is not None}, QUESTIONS)


def placed_in(texts: Mapping[str, str], file: Path) -> tuple[tuple[KnownQuestion, ...], list[str]]:
    """The questions of a file with their places in these texts, by the paths of their reports, and
    the ids of those that have a place whose words are in none any more."""
    made, lost = list[KnownQuestion](), list[str]()
    for asked in read_lines(file, PlacedQuestion, "questions"):
        field = "spans" if asked.answerable else "nearest"
        places = list(_placed(asked, texts))
        lost.extend(asked.id for place in places if place is None)
        stand = tuple(
            now if now is not None else before
            for now, before in zip(places, (*asked.spans, *asked.nearest), strict=True)
        )
        made.append(KnownQuestion.model_validate({**asked.model_dump(by_alias=True), field: stand}))
    return tuple(made), lost


def _placed(asked: PlacedQuestion, texts: Mapping[str, str]) -> Iterator[Place | None]:
    for (path, start, end), (count, wanted) in zip(
        (*asked.spans, *asked.nearest), asked.sums, strict=True
    ):
        text = texts.get(path, "")
        if sum_of_words(_WORD.findall(text[start:end])) == wanted:
            yield path, start, end
        else:
            yield _found(path, text, start, count, wanted)


def _found(path: str, text: str, start: int, count: int, wanted: str) -> Place | None:
    """The nearest place of so many words that have this sum."""
    words = list(_WORD.finditer(text))
    runs = [words[at : at + count] for at in range(len(words) - count + 1)]
    spans = [
        (run[0].start(), run[-1].end())
        for run in runs
        if sum_of_words([word.group() for word in run]) == wanted
    ]
    if not spans:
        return None
    left, right = min(spans, key=lambda span: abs(span[0] - start))
    return path, left, right
