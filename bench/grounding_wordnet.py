"""Writes `rag/language/wordnet/synonyms.txt` from the database files of WordNet 3.0:
`python -m bench.grounding_wordnet FOLDER`, the folder with `data.noun` (or its two halves) and
`index.noun` and those of the other parts of speech.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from rag.language.synonyms import PARTICLES, WORDNET, key_of

PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
SENSES = 4
"""So many of a word's senses count, the most frequent first; the others are seldom meant."""
PHRASAL_SENSES = 12
"""The same for verbs of two words, which have few meanings that a report does not have."""
DERIVED = "+"


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


def groups(folder: Path) -> Iterator[frozenset[str]]:
    """Words of one meaning, and words of two parts of speech that are derived of each other."""
    counted = senses(folder)
    synsets: dict[tuple[str, str], list[str]] = {}
    derived: list[tuple[tuple[str, str, int], tuple[str, str, int]]] = []
    for part, letter in PARTS.items():
        for file in sorted(folder.glob(f"data.{part}*")):
            for line in _lines(file):
                fields = line.split(" | ")[0].split()
                number, size = fields[0], _place(fields[3])
                written = fields[4 : 4 + 2 * size : 2]
                synsets[letter, number] = [w.split("(")[0].casefold() for w in written]
                pointers = fields[5 + 2 * size :]
                for kind, other, of, places in zip(
                    *[iter(pointers[: 4 * int(fields[4 + 2 * size])])] * 4, strict=True
                ):
                    if kind == DERIVED:
                        derived.append(
                            (
                                (letter, number, _place(places[:2])),
                                (of, other, _place(places[2:])),
                            )
                        )

    def counts(letter: str, number: str, word: str) -> bool:
        verb, _, particle = word.partition("_")
        phrasal = letter == "v" and particle in PARTICLES
        plain = verb.isalpha() and verb.isascii() and (phrasal or not particle)
        return plain and (word, letter, number) in counted

    for (letter, number), written in synsets.items():
        yield frozenset(w for w in written if counts(letter, number, w))
    for one, other in derived:
        pair = [synsets[side[:2]][side[2] - 1] for side in (one, other) if side[:2] in synsets]
        if len(pair) == 2 and all(
            counts(*side[:2], word) for side, word in zip((one, other), pair, strict=True)
        ):
            yield frozenset(pair)


def _place(digits: str) -> int:
    """A number that is written with hexadecimal digits."""
    return int(digits, base=16)


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text("latin-1").splitlines() if not line.startswith("  ")]


def main(folder: Path) -> None:
    """Writes the groups whose words differ by more than their endings."""
    kept = {" ".join(sorted(g)) for g in groups(folder) if len({key_of(word) for word in g}) > 1}
    WORDNET.write_text("\n".join(sorted(kept)) + "\n", "utf-8")
    print(f"{len(kept):,} groups in {WORDNET.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
