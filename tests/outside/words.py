"""Words made by chance, each of which is known again, and text of any kind between them."""

import re
from collections.abc import Callable

from hypothesis import strategies as st

WORDS = st.text("abcdeiknorstu", min_size=4, max_size=7).map(lambda letters: f"qx{letters}xq")
_KNOWN = re.compile(r"qx[a-u]{4,7}xq")
HAZARDS = st.sampled_from(
    ["&", "<", ">", '"', "'", "”", "—", "…", "\u202e", "\u200b", "\u00a0", "é", "e\u0301", "中文",
     "🙂", "\u05d0\u05d1", "3 May 2024", "12.5 %", "Mr.", "No.", "#", "|", "\\", "{", "}", "[1]",
     "a@b.example", "https://e.org/x?y=1&z=2", "-", "*", "_", "`", ":", "::", "--", ".."]
)  # fmt: skip
LINES = st.lists(st.one_of(WORDS, WORDS, HAZARDS), min_size=1, max_size=8).map(" ".join)
"""A line of words, with signs between them that formats give a meaning."""
PHRASES = st.lists(WORDS, min_size=1, max_size=8).map(lambda some: f"{' '.join(some)}.")
"""A sentence of words alone."""
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
"""Any Unicode."""
IN_XML = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], include_characters="\t\n"),
    max_size=40,
)
"""Any text that XML may hold."""


def words_in(text: str) -> set[str]:
    """The words of ours that stand in a text."""
    return set(_KNOWN.findall(text))


def filled(*forms: str, most: int = 8, words: st.SearchStrategy[str] = LINES) -> st.SearchStrategy[
    str
]:  # fmt: skip
    """Texts made of these forms, each `{}` in which is a line of words."""
    one = st.tuples(st.sampled_from(forms), words).map(lambda made: made[0].replace("{}", made[1]))
    return st.lists(one, max_size=most).map("".join)


def damaged(content: bytes) -> st.SearchStrategy[bytes]:
    """The content cut off, with bytes changed, with a piece twice, or without one."""
    ways: list[Callable[[int, bytes, bytes], bytes]] = [
        lambda at, noise, piece: content[:at],
        lambda at, noise, piece: content[:at] + noise + content[at + len(noise) :],
        lambda at, noise, piece: content[:at] + piece * 3 + content[at + len(piece) :],
        lambda at, noise, piece: content[:at] + content[at + len(piece) :],
    ]

    @st.composite
    def damage(draw: st.DrawFn) -> bytes:
        at = draw(st.integers(0, max(0, len(content) - 1)))
        length = draw(st.integers(1, 64))
        noise = draw(st.binary(max_size=16))
        return draw(st.sampled_from(ways))(at, noise, content[at : at + length])

    return damage()
