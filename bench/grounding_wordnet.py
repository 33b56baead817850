"""Writes `synonyms.txt` and `antonyms.txt` of `rag/language/wordnet` from the database files of
WordNet: `python -m bench.grounding_wordnet FOLDER`, the folder with `data.noun` (or its two halves)
and `index.noun` and those of the other parts of speech.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from rag.language.opposites import ANTONYMS
from rag.language.synonyms import PARTICLES, WORDNET, key_of

PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
SENSES = 4
"""So many of a word's senses count, the most frequent first; the others are seldom meant."""
PHRASAL_SENSES = 12
"""The same for verbs of two words, which have few meanings that a report does not have."""
DERIVED, OPPOSITE = "+", "!"


def senses(folder: Path) -> set[tuple[str, str, str]]:
    """The word, part of speech and synset of every sense that counts."""
    found = set()
    for part, letter in PARTS.items():
        for line in _lines(folder / f"index.{part}"):
            word, _, count, pointers, *rest = line.split()
            most = PHRASAL_SENSES if "_" in word else SENSES
            synsets = rest[int(pointers) + 2 :][: min(most, int(count))]
            found |= {(word, letter, synset) for synset in synsets}
    return found


Sense = tuple[str, str, int]
"""A part of speech, a synset and a place in it, from 1; 0 of a pointer is all of the synset."""


class Database:
    """The words of each synset, and the senses that point to one another."""

    def __init__(self, folder: Path) -> None:
        self._counted = senses(folder)
        self.synsets: dict[tuple[str, str], list[str]] = {}
        self._pointers: list[tuple[str, Sense, Sense]] = []
        for part, letter in PARTS.items():
            for file in sorted(folder.glob(f"data.{part}*")):
                for line in _lines(file):
                    self._read(letter, line)

    def _read(self, letter: str, line: str) -> None:
        fields = line.split(" | ", maxsplit=1)[0].split()
        number, size = fields[0], _place(fields[3])
        written = fields[4 : 4 + 2 * size : 2]
        self.synsets[letter, number] = [w.split("(")[0].casefold() for w in written]
        pointers = fields[5 + 2 * size :]
        for kind, other, of, places in zip(
            *[iter(pointers[: 4 * int(fields[4 + 2 * size])])] * 4, strict=True
        ):
            one = (letter, number, _place(places[:2]))
            self._pointers.append((kind, one, (of, other, _place(places[2:]))))

    def counts(self, letter: str, number: str, word: str) -> bool:
        """Whether a word often enough has the meaning of a synset."""
        verb, _, particle = word.partition("_")
        phrasal = letter == "v" and particle in PARTICLES
        plain = verb.isalpha() and verb.isascii() and (phrasal or not particle)
        return plain and (word, letter, number) in self._counted

    def pointed(self, wanted: str) -> Iterator[frozenset[str]]:
        """Words of two senses of which the one points to the other in a way."""
        for kind, one, other in self._pointers:
            if kind != wanted:
                continue
            pair = [self.synsets[s[:2]][s[2] - 1] for s in (one, other) if s[:2] in self.synsets]
            if len(pair) == 2 and all(
                self.counts(*side[:2], word) for side, word in zip((one, other), pair, strict=True)
            ):
                yield frozenset(pair)


def groups(database: Database) -> Iterator[frozenset[str]]:
    """Words of one meaning, and words of two parts of speech that are derived of each other."""
    for (letter, number), written in database.synsets.items():
        yield frozenset(w for w in written if database.counts(letter, number, w))
    yield from database.pointed(DERIVED)


def _place(digits: str) -> int:
    """A number that is written with hexadecimal digits."""
    return int(digits, base=16)


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text("latin-1").splitlines() if not line.startswith("  ")]


def _differing(found: Iterator[frozenset[str]]) -> list[frozenset[str]]:
    """The keys of groups whose words differ by more than their endings, each group once."""
    written = {g for g in found if len({key_of(word) for word in g}) > 1}
    return list(dict.fromkeys(frozenset(map(key_of, g)) for g in sorted(written, key=sorted)))


def _by_key(found: list[frozenset[str]]) -> list[str]:
    """A line for each key, with the numbers of its groups."""
    table: dict[str, list[str]] = {}
    for number, group in enumerate(found):
        for key in group:
            table.setdefault(key, []).append(str(number))
    return [" ".join((key, *numbers)) for key, numbers in sorted(table.items())]


def main(folder: Path) -> None:
    """Writes the groups of one meaning and the pairs of opposite meanings."""
    database = Database(folder)
    alike = _by_key(_differing(groups(database)))
    opposite = sorted(" ".join(sorted(g)) for g in _differing(database.pointed(OPPOSITE)))
    for file, lines in ((WORDNET, alike), (ANTONYMS, opposite)):
        file.write_text("\n".join(lines) + "\n", "utf-8")
        print(f"{len(lines):,} lines in {file.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
