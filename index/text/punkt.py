"""Sentence ends by Punkt (Kiss & Strunk 2006), with parameters that were learned from English news.

The parameters are those that LlamaIndex carries inside its package, in NLTK's form. NLTK, which
tests hold this against, takes seconds to import: it imports SciPy, pandas and scikit-learn.
"""

import re
import string
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

_INTERNAL_UPPER = 1 << 2
_UPPER = 1 << 1 | _INTERNAL_UPPER | 1 << 3
_INITIAL_LOWER = 1 << 4
_LOWER = _INITIAL_LOWER | 1 << 5 | 1 << 6
"""How a word was seen where the parameters were learned: with a capital or a small letter, and at
the beginning of a sentence, within it, or behind what may end one."""

_MARKS = ".?!"
_BESIDE = "".join(map(re.escape, ")\";}]*:@'({[‘’“”«»?!"))
_AGAIN = r"-{2,}|\.{2,}|(?:\.\s){2,}\."
_END = re.compile(rf"[{re.escape(_MARKS)}](?=(?P<after>[{_BESIDE}]|\s+(?P<next>\S+)))")
_TOKEN = re.compile(
    rf"{_AGAIN}|(?![(\"`{{\[:;&#*@)}}\]\-,])\S+?(?=\s|$|[{_BESIDE}]|{_AGAIN}"
    rf"|,(?=$|\s|[{_BESIDE}]|{_AGAIN}))|\S"
)
_CLOSING = re.compile("[\"')\\]}‘’“”«»]+?(?:\\s+|(?=--)|$)", re.MULTILINE)
_ELLIPSIS = re.compile(r"\.\.+")
_INITIAL = re.compile(r"[^\W\d]\.")
_NUMBER = re.compile(r"-?[.,]?\d[\d,.-]*")
_ANY_NUMBER = "##number##"
_BEGINS_NONE = frozenset(";:,.!?")


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or mark. `kind` is what the parameters know it as. By itself it `ends` a sentence, or
    is `short`: a known abbreviation or dots that leave something out."""

    text: str
    kind: str
    ends: bool
    short: bool

    @property
    def bare(self) -> str:
        """Its kind without a full stop."""
        return self.kind[:-1] if len(self.kind) > 1 and self.kind.endswith(".") else self.kind

    @property
    def word(self) -> str:
        """Its kind without a full stop that ends a sentence."""
        return self.bare if self.ends else self.kind


@dataclass(frozen=True, slots=True)
class Punkt:
    """What tells the full stop that ends a sentence from others.

    `abbreviations` are words without their full stop, `starters` words that often begin a sentence,
    both in small letters; `collocations` pairs of words that a full stop does not part; and
    `seen` how words were seen, as a sum of flags.
    """

    abbreviations: Set[str]
    starters: Set[str]
    collocations: Set[tuple[str, str]]
    seen: Mapping[str, int]

    def span_tokenize(self, text: str) -> Iterator[tuple[int, int]]:
        """The spans of the sentences of a text, with the marks that close a quotation."""
        moved = 0
        spans = [*self._spans(text), None]
        for this, following in pairwise(spans):
            if this is None:
                continue
            begin, end = this[0] + moved, this[1]
            closing = _CLOSING.match(text[slice(*following)]) if following is not None else None
            if closing is not None and following is not None:
                yield begin, following[0] + len(closing.group().rstrip())
                moved = closing.end()
                continue
            moved = 0
            if end > begin:
                yield begin, end

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        begin = 0
        for mark, context in _contexts(text):
            if self._ends_in(context):
                yield begin, mark.end()
                begin = mark.start("next") if mark["next"] else mark.end()
        yield begin, len(text.rstrip())

    def _ends_in(self, context: str) -> bool:
        """Whether a sentence ends before the last token of a few words around a mark."""
        tokens = [
            self._token(match.group())
            for line in context.split("\n")
            for match in _TOKEN.finditer(line)
        ]
        return any(self._ends(one, after) for one, after in pairwise(tokens))

    def _token(self, text: str) -> _Token:
        lower = text.lower()
        kind = _ANY_NUMBER if _NUMBER.fullmatch(lower) else lower
        if text in _MARKS:
            return _Token(text, kind, ends=True, short=False)
        if _ELLIPSIS.fullmatch(text):
            return _Token(text, kind, ends=False, short=True)
        if not text.endswith(".") or text.endswith(".."):
            return _Token(text, kind, ends=False, short=False)
        word = lower[:-1]
        short = not self.abbreviations.isdisjoint((word, word.rpartition("-")[2]))
        return _Token(text, kind, ends=not short, short=short)

    def _ends(self, token: _Token, after: _Token) -> bool:
        """Whether a sentence ends with a token, by what comes after it (section 4 there)."""
        if not token.text.endswith("."):
            return token.ends
        if (token.bare, after.word) in self.collocations:
            return False
        initial = _INITIAL.fullmatch(token.text) is not None
        begins = self._begins(after)
        capital = after.text[0].isupper()
        if (
            token.short
            and not initial
            and (begins or (capital and after.word in self.starters))
        ):  # fmt: skip
            return True
        if initial or token.bare == _ANY_NUMBER:
            always = capital and not self.seen.get(after.word, 0) & _LOWER
            if begins is False or (begins is None and initial and always):
                return False
        return token.ends

    def _begins(self, token: _Token) -> bool | None:
        """Whether a token begins a sentence, by how its word was seen; None where that tells
        nothing."""
        if token.text in _BEGINS_NONE:
            return False
        seen = self.seen.get(token.word, 0)
        if token.text[0].isupper() and seen & _LOWER and not seen & _INTERNAL_UPPER:
            return True
        if token.text[0].islower() and (seen & _UPPER or not seen & _INITIAL_LOWER):
            return False
        return None


@cache
def english() -> Punkt:
    """The parameters for English. Raises OSError where they are missing."""
    folder = _folder()
    return Punkt(
        frozenset(_lines(folder / "abbrev_types.txt")),
        frozenset(_lines(folder / "sent_starters.txt")),
        frozenset(_pair(line) for line in _lines(folder / "collocations.tab")),
        {word: int(flags) for word, flags in map(_pair, _lines(folder / "ortho_context.tab"))},
    )


def _folder() -> Path:
    # looked up without importing the package, which takes a second
    found = find_spec("llama_index")
    places = (found and found.submodule_search_locations) or ()
    folders = (Path(p, "core/_static/nltk_cache/tokenizers/punkt_tab/english") for p in places)
    folder = next((one for one in folders if one.is_dir()), None)
    if folder is None:
        raise FileNotFoundError("llama-index-core, whose package holds Punkt's parameters")
    return folder


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").removesuffix("\n").split("\n")


def _pair(line: str) -> tuple[str, str]:
    first, _, second = line.partition("\t")
    return first, second


def _contexts(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """The marks that may end a sentence, each with the word before it and what comes after; of
    those in one word, the last."""
    before: re.Match[str] | None = None
    begin = end = 0
    for mark in _END.finditer(text):
        space = max(text.rfind(one, end, mark.start()) for one in string.whitespace)
        first = space + 1 if space > end else begin
        if before is not None and end <= first:
            yield before, text[begin:end] + before.group() + before["after"]
        before, begin, end = mark, first, mark.start()
    if before is not None:
        yield before, text[begin:end] + before.group() + before["after"]
