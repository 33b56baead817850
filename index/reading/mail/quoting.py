"""What of a plain text message is whose: lines that are quoted, a signature, a list's footer.

quotequail knows the lines in which mail programs of many languages say that a message follows which
they do not mark otherwise.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import quotequail

_MARKS = re.compile(r"(?:>[ \t]?)+")
_SIGNED = re.compile(r"--[ \t]?")
_FOOT = re.compile(r"[_=*-]{20,}\s*")
_SIGNATURE_AT_MOST, _FOOT_AT_MOST = 12, 10
"""Lines; what is longer is text that is set apart by a line."""
_APART = "\n\n"
_LEAD_IN_LINES = 3
_LEAD_IN_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of a message that belong together. Those `quoted` are without their marks, and stand
    `under` the line that leads into them; `furniture` says why lines are no text of it."""

    lines: tuple[str, ...]
    quoted: bool = False
    under: str = ""
    furniture: str = ""


def stretches(lines: Sequence[str]) -> list[Stretch]:
    """The stretches of a message, in order, without losing a line."""
    found: list[Stretch] = []
    for quoted, run in groupby(lines, key=lambda line: line.startswith(">")):
        some = tuple(run)
        if quoted:
            above, lead = _lead_in(found.pop().lines) if found else ((), "")
            found += [Stretch(tuple(above)), *([Stretch((lead,))] if lead else [])]
            found.append(Stretch(tuple(_MARKS.sub("", line, count=1) for line in some), True, lead))
        else:
            found.append(Stretch(some))
    return [part for stretch in found for part in _without_edges(stretch)]


def _lead_in(above: Sequence[str]) -> tuple[Sequence[str], str]:
    """The lines above a quotation, and the last of them as one if it ends in a colon, though it was
    broken into a few."""
    end = len(above)
    while end and not above[end - 1].strip():
        end -= 1
    begin = end
    while begin > max(0, end - _LEAD_IN_LINES) and above[begin - 1].strip():
        begin -= 1
    words = " ".join(line.strip() for line in above[begin:end])
    leads = words.endswith(":") and len(words) <= _LEAD_IN_AT_MOST
    return (above[:begin], words) if leads else (above, "")


def _without_edges(stretch: Stretch) -> list[Stretch]:
    """A stretch, and what at its end is a signature or the footer of a mailing list."""
    if stretch.quoted:
        return [stretch]
    lines = stretch.lines
    for number, line in enumerate(lines):
        rest = sum(bool(after.strip()) for after in lines[number + 1 :])
        signed = _SIGNED.fullmatch(line) and rest <= _SIGNATURE_AT_MOST
        foot = _FOOT.fullmatch(line) and rest <= _FOOT_AT_MOST
        if rest and (signed or foot):
            why = "signature" if signed else "footer of a mailing list"
            return [Stretch(lines[:number]), Stretch(lines[number:], furniture=why)]
    return [stretch]


def unflowed(lines: Sequence[str], *, joins_words: bool) -> list[str]:
    """Lines that a message says to be flowed, joined again (RFC 3676). With `joins_words` the blank
    at the end of a line is a mark and no word's end."""
    joined: list[str] = []
    flows = ""
    for line in lines:
        marks = line[: len(line) - len(line.lstrip(">"))]
        words = line[len(marks) :].removeprefix(" ")
        same = flows and marks == flows[:-1]
        if same and words.rstrip() != "--":
            joined[-1] = joined[-1][: -1 if joins_words else None] + words
        else:
            joined.append(f"{marks} {words}" if marks else words)
        soft = words.endswith(" ") and words != "-- "
        flows = f"{marks}." if soft else ""
    return joined


def forwarded_from(lines: Sequence[str]) -> tuple[int, str]:
    """The number of the line with which a message begins that is passed on or replied to, and who
    sent it when; as many as there are lines, and nothing, where none does."""
    told = quotequail.unwrap(_APART.join(lines))
    if told is None or told["type"] == "quote" or "text" not in told:
        return len(lines), ""
    top = told.get("text_top", "")
    begin = next(
        (n for n in range(len(lines)) if _APART.join(lines[:n]).strip() == top), len(lines)
    )
    said = ", ".join(told[key] for key in ("from", "date") if told.get(key))
    return begin, said
