"""Front matter: what a file states of itself at its head, in YAML between two lines of dashes or in
TOML between two of plus signs."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from index.reading.front_prose import Prose, prose_of
from index.reading.stated import as_metadata, stated
from index.rules import Stage, declare
from index.types import DateSource, Metadata

_FENCED = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_FENCED_TOML = re.compile(r"\ufeff?\+\+\+[ \t]*\r?\n(.*?)\r?\n\+\+\+[ \t]*(?:\r?\n|$)", re.DOTALL)
_AT_MOST = 65_536
"""Characters of front matter; a longer one is text."""
_KEY = re.compile(r"[A-Za-z][\w-]*")
_NOTHING = ("", "~", "null")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_HALF_A_CHARACTER = re.compile(r"[\ud800-\udfff]")
_KEYS = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "source", "site", "outlet"),
    "url": ("url", "link", "source_url", "canonical_url"),
    "address": ("permalink", "path", "slug"),
}  # fmt: skip

BROKEN = declare(
    "front-matter-broken", Stage.INGEST,
    "Front matter that is no YAML, as with a colon in a title, is read by its lines.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Metadata, the offset at which the report's own text begins, and paragraphs that are shown
    above it, with their places in the file."""

    metadata: Metadata
    end: int
    prose: tuple[Prose, ...] = ()


def read_front_matter(text: str) -> FrontMatter:
    """Front matter of `text`; empty, ending at 0, where there is none or it is no mapping."""
    head = text[: _AT_MOST + 1]
    fenced, parse = _FENCED.match(head), _parse
    if fenced is None:
        fenced, parse = _FENCED_TOML.match(head), _parse_toml
    if fenced is None or fenced.end() > _AT_MOST:
        return FrontMatter(Metadata(), 0)
    stated_there = parse(fenced.group(1))
    if not isinstance(stated_there, dict):
        return FrontMatter(Metadata(), 0)
    texts = {str(key): _as_text(value) for key, value in stated_there.items()}
    fields = {key.lower().replace("-", "_"): value for key, value in texts.items()}
    dates = [found for key, value in texts.items() if value and (found := stated(key, value))]
    source = fields.get("source")
    metadata = Metadata(
        title=_first(fields, "title"),
        publisher=_first({k: v for k, v in fields.items() if not _is_address(v)}, "publisher"),
        url=_first(fields, "url") or (source if _is_address(source) else None),
        own_path=_first(fields, "address"),
        **as_metadata(dates, DateSource.FRONT_MATTER),
    )
    more = {
        key: value
        for key, value in stated_there.items()
        if isinstance(key, str)
        and texts.get(key) not in (None, metadata.title)
        and not _is_known(key, texts[key] or "")
    }
    prose = prose_of(more, text, fenced.start(1), fenced.end())
    return FrontMatter(metadata, fenced.end(), tuple(prose))


def _is_known(key: str, value: str) -> bool:
    """Whether a field is read as metadata, and so is no prose."""
    name = key.lower().replace("-", "_")
    return any(name in keys for keys in _KEYS.values()) or stated(key, value) is not None


def _parse(lines: str) -> Any:
    """What YAML makes of `lines`; where it is broken, as by a colon in a title, what they show.

    Every scalar is read as text: what YAML would take for a number or a time is none of ours.
    """
    try:
        stated = _parse_yaml(lines)
        return _parse_toml(lines) if isinstance(stated, str) else stated
    except (yaml.YAMLError, ValueError, RecursionError):
        return _parse_toml(lines) or _shown(lines.strip().splitlines())


def _parse_yaml(lines: str) -> Any:
    """What YAML makes of `lines`. A tab before a comment is a blank, which PyYAML does not know."""
    try:
        return yaml.load(lines, Loader=yaml.BaseLoader)  # noqa: S506 - it makes only plain values
    except yaml.YAMLError:
        if "\t" not in lines:
            raise
        return yaml.load(lines.replace("\t", " "), Loader=yaml.BaseLoader)  # noqa: S506


def _parse_toml(lines: str) -> Any:
    """What TOML makes of `lines`, its days and times as text; None where it is none."""
    try:
        stated = tomllib.loads(lines.replace("\r\n", "\n"))
    except (ValueError, RecursionError):
        return None
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in stated.items()}


def _unread(lines: list[str]) -> dict[str, str] | None:
    return None


@BROKEN.governs(without=_unread)
def _shown(lines: list[str]) -> dict[str, str] | None:
    """Keys and values of lines that are all of the form "key: value"; None if one is not."""
    shown = {}
    for line in lines:
        key, _, value = line.partition(":")
        if not _KEY.fullmatch(key) or not value[:1].isspace() or not value.strip():
            return None
        shown[key] = value.strip().strip("\"'")
    return shown if len(shown) == len(lines) else None


def _first(fields: dict[str, str | None], name: str) -> str | None:
    return next((value for key in _KEYS[name] if (value := fields.get(key))), None)


def _as_text(value: Any) -> str | None:
    """A value on one line; None for a list or mapping, an empty one and what is no Unicode."""
    if not isinstance(value, str) or value in _NOTHING or _HALF_A_CHARACTER.search(value):
        return None
    return " ".join(value.split()) or None


def _is_address(value: str | None) -> bool:
    return value is not None and _ADDRESS.fullmatch(value) is not None
