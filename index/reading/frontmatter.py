"""YAML front matter: what a file states of itself between two lines of dashes at its head."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import yaml

from index.dating import day_mentions
from index.types import DateSource, Metadata

_FENCED = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_PLAIN = re.compile(r"^(?P<key>[A-Za-z][\w-]*):[ \t]+(?P<value>\S.*?)[ \t\r]*$", re.MULTILINE)
_KEYS = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "source", "site", "outlet"),
    "url": ("url", "link", "source_url", "canonical_url"),
    "date": ("published_on", "published", "date", "publication_date", "date_published"),
}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Metadata, and the offset at which the report's own text begins."""

    metadata: Metadata
    end: int


def read_front_matter(text: str) -> FrontMatter:
    """Front matter of `text`; empty, ending at 0, where there is none or it is no mapping."""
    fenced = _FENCED.match(text)
    if fenced is None:
        return FrontMatter(Metadata(), 0)
    stated = _parse(fenced.group(1))
    if not isinstance(stated, dict):
        return FrontMatter(Metadata(), 0)
    fields = {str(key).lower().replace("-", "_"): value for key, value in stated.items()}
    day = _as_date(_first(fields, "date"))
    metadata = Metadata(
        title=_as_text(_first(fields, "title")),
        publisher=_as_text(_first(fields, "publisher")),
        url=_as_text(_first(fields, "url")),
        published_on=day,
        date_source=DateSource.FRONT_MATTER if day else None,
    )
    return FrontMatter(metadata, fenced.end())


def _parse(lines: str) -> Any:
    """What YAML makes of `lines`; where it is broken, as by a colon in a title, what they show."""
    try:
        return yaml.safe_load(lines)
    except (yaml.YAMLError, ValueError, RecursionError):
        shown = {match["key"]: match["value"].strip("\"'") for match in _PLAIN.finditer(lines)}
        return shown if len(shown) == len(lines.strip().splitlines()) else None


def _first(fields: dict[str, Any], name: str) -> Any:
    return next((fields[key] for key in _KEYS[name] if fields.get(key) is not None), None)


def _as_text(value: Any) -> str | None:
    return " ".join(str(value).split()) or None if isinstance(value, str | int | float) else None


def _as_date(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    mentions = day_mentions(str(value), None) if value is not None else []
    return mentions[0].days[0] if len(mentions) == 1 else None
