"""Views of a report's text for matching. Each view maps back to the text it was made from."""

import re
import unicodedata
from functools import cache, lru_cache

_SAME_LENGTH = str.maketrans(
    {
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ", "\u200a": " ", "\u3000": " ",
        "\u200b": " ", "\ufeff": " ", "\t": " ",
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u02bc": "'", "\u00b4": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-",
    }
)  # fmt: skip
_ENDNOTE_MARK = re.compile(
    r"(?<=\S)(?:[ \u00a0]?\[(?!\d{1,3}(?:,\d{3})+\])\d{1,3}(?:[,–-] ?\d{1,3})*\])+"
)
"""One, or a list of them; what has commas before every three digits is a number."""
_LINE_BREAK = re.compile(r"(?<!\s)\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_HYPHENED_LINE = re.compile(r"(?<=[a-z]-)[ \t]{0,8}\r?\n[ \t]{0,40}(?=[a-z])")
_GAP = re.compile(r"(?<! ) {2,}")
_WHITESPACE = re.compile(r"\s+")
_WITH_SOMETHING = re.compile(
    r"LATIN SMALL (?:LETTER|LIGATURE) (?:DOTLESS )?([A-Z]|AE|OE)(?: WITH [A-Z ]+)?"
)
"""What Unicode calls letters that are one or two others with a mark."""
_LONGEST_WORD = 100
"""Letters; longer are formulas and addresses."""
_SOFT_HYPHEN = "\u00ad"


def aligned(text: str) -> str:
    """Plain quotes and spaces, endnote marks blanked; the same length as `text`.

    Offsets in the result are offsets in `text`.
    """
    plain = text.translate(_SAME_LENGTH)
    return _ENDNOTE_MARK.sub(lambda mark: " " * len(mark.group()), plain)


def well_formed(text: str) -> str:
    """The text with a question mark for what is no character, such as half of a surrogate pair."""
    return text.encode("utf-8", "replace").decode("utf-8")


def collapsed(text: str) -> str:
    """`aligned`, with every run of white space made one space, and none where a line ends within a
    word: what models are given to read."""
    joined = _HYPHENED_LINE.sub("", aligned(text).replace(_SOFT_HYPHEN, ""))
    return _WHITESPACE.sub(" ", joined).strip()


def without_marks(text: str) -> str:
    """`text` as it is, but for endnote marks, line breaks and wide gaps: what may stand in an
    answer, where a mark of the report's would be taken for one of the answer's."""
    joined = _HYPHENED_LINE.sub("", _ENDNOTE_MARK.sub("", text))
    return _GAP.sub(" ", _LINE_BREAK.sub(" ", joined)).strip()


def folded(text: str) -> str:
    """Case and diacritics removed from `collapsed` text: for comparing, never for showing."""
    plain = collapsed(text).casefold()
    if plain.isascii():
        return plain
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(_plain_letter(c) for c in decomposed if not unicodedata.combining(c))


def however_written(word: str) -> re.Pattern[str]:
    """Finds a word in a text as it is, whatever its case and diacritics, without folding all of
    the text. Of a word that is longer than words are, its beginning is found."""
    plain = folded(word)
    sought = plain[:_LONGEST_WORD]
    letters = [f"[{re.escape(c + c.upper() + _marked().get(c, ''))}]" for c in sought]
    # What stands in front is looked at behind the first letter: that is several times as fast.
    letters[0] += r"(?<![^\W_].)"
    marks = "[\u0300-\u036f\u00ad]*"
    end = rf"{marks}(?![^\W_])" if sought == plain else ""
    return re.compile(marks.join(letters) + end, re.DOTALL)


@cache
def _marked() -> dict[str, str]:
    """Letters with marks by what they are without."""
    found: dict[str, str] = {}
    for letter in map(chr, (*range(0xC0, 0x530), *range(0x1E00, 0x2000))):
        found[folded(letter)] = found.get(folded(letter), "") + letter
    return found


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    """A letter without what no decomposition takes off it: ł is l, ø is o, æ is ae."""
    if letter.isascii():
        return letter
    named = _WITH_SOMETHING.fullmatch(unicodedata.name(letter, ""))
    return named[1].lower() if named else letter
