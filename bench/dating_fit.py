"""Fits the weights of dating to the fields that were looked at, and writes them.

    python -m bench.dating_fit [--pages FOLDER] [--add]

Two sets: of a date in the head or foot being the report's (a softmax over the dates of a document,
with one more for "none of them"), and of a day that is told being one to come (logistic). Every
field counts the same, however many documents it has. FOLDER holds web pages and `dates.json`, their
days by file name; half of the English ones of htmldate's evaluation were used. With `--add` what
has a weight keeps it, and only signs that are new get one, which speaks against a date or not at
all: what is learned of a few fields then makes no date of others likelier.
"""

import json
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench.dated import LOOKED_AT, Dated, of_field, of_pages
from bench.fields.corpus import ASKED_ON
from index.dating.ahead import ahead_signs, around
from index.dating.candidates import candidates
from index.dating.fitted import FILE, Fitted, fitted
from index.dating.told import latest_named
from index.reading.text import read_text
from index.text.normalize import aligned
from index.times.dates import day_mentions

Numbers = npt.NDArray[np.float64]
_OWN_PENALTY, _AHEAD_C = 0.02, 1.0
_FIELDS_AT_LEAST, _FIELDS_OF_WORDS = 2, 7
"""In so many fields a sign must be seen to have a weight."""
_COUNT = {"pages": 40, "lines": 20}
"""As so many fields all pages count together, and all lines: each has a layout of its own."""
_LINES = Path(__file__).parent / "dating_lines.tsv"
_TITLE = "What the harbour of Velden is short of"
_BODY = (
    "The harbour board said that the piles of the quay had rotted through, and that it would look "
    "for another place for the ferries.",
    "Dockers fear for their jobs. Their union counted those who work there and wants the board to "
    "move them.",
    "Nobody knows yet what the repairs will cost, the chairwoman said, but the town will pay half.",
)
_TOLD = "It was on 10 June 2019 that the first of the piles gave way under a lorry."
_DAY = date(2019, 6, 12)
"""Of the lines, where that is the report's own; those without a year stand above `_TOLD`."""
_OF_A_FIELD = 15
"""As so many days of one sort those of a field count together, at most."""
_FOR = frozenset(
    {"alone", "alone, top", "alone, head", "alone, long head", "names, top", "names, head",
     "labelled, top", "labelled, head", "label:publication", "top", "head", "weekday", "clock",
     "dateline", "first of all", "first set apart", "only one set apart"}
)  # fmt: skip
_AGAINST = frozenset(
    {"label:else", "label:update", "after:since", "after:until", "after:to", "after:from",
     "after:in", "after:on", "after:of", "led to without a label", "in brackets",
     "month", "two readings", "list", "foot", "further", "under text", "days:8", "days:more",
     "no year, later"}
)  # fmt: skip
"""Signs whose direction is known, since few fields are not enough to tell it."""


@dataclass(frozen=True, slots=True)
class Options:
    """The lines of a document with a date: the signs of each, and whether its date is right."""

    group: str
    signs: tuple[frozenset[str], ...]
    right: tuple[bool, ...]


def main() -> None:
    parser = ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--add", action="store_true")
    parsed = parser.parse_args()
    documents = [one for name in sorted(LOOKED_AT) for one in of_field(name)]
    pages = list(of_pages(parsed.pages)) if parsed.pages else []
    kept = fitted() if parsed.add else Fitted({}, {})
    own = fit_own([options_of(one) for one in (*documents, *pages, *of_lines())], kept.own)
    ahead = kept.ahead or fit_ahead(documents)
    written = {
        "fitted_to": {"fields": sorted(LOOKED_AT), "documents": len(documents),
                      "pages": len(pages), "lines": len(list(of_lines()))},
        "own": _rounded(own), "ahead": _rounded(ahead),
    }  # fmt: skip
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")


def options_of(one: Dated) -> Options:
    """The dated lines of a document. Of one that tells its month alone, that is right."""
    text, blocks, title = one.source.text, one.source.blocks, one.source.metadata.title
    latest = latest_named(text, blocks, ASKED_ON)
    since = latest.first if latest is not None else None
    found = candidates(text, blocks, title, None, ASKED_ON, since)
    days = [c.expression.is_day and c.day == one.day for c in found]
    if not any(days) and one.tells == "month":
        days = [c.expression.first <= one.day <= c.expression.last for c in found]
    return Options(one.field, tuple(c.signs for c in found), tuple(days))


def of_lines() -> Iterator[Dated]:
    """Small documents around the lines of `dating_lines.tsv`: what such lines mostly are, written
    for this. A line that is no report's own date stands in a document that has none."""
    for number, row in enumerate(_LINES.read_text("utf-8").splitlines()):
        place, own, line = row.split("\t")
        told = [_TOLD] if place.endswith("+") else []
        parts = {
            "head": [_TITLE, line, *_BODY, *told],
            "middle": [_TITLE, *_BODY, *_BODY, line, *_BODY, *_BODY, *_BODY],
            "foot": [_TITLE, *_BODY, *told, line],
        }
        text = "\n\n".join(parts[place.rstrip("+")])
        day, tells = (_DAY, "day") if own == "yes" else (date.min, "nothing")
        yield Dated("lines", f"{number}.txt", day, tells, read_text(text))


def fit_own(options: Sequence[Options], kept: Mapping[str, float]) -> dict[str, float]:
    """Weights by sign, that of "" for any date; where some are `kept`, they stay, and others speak
    against a date or not at all."""
    columns = _columns(((o.group, s) for o in options for s in o.signs), _FIELDS_AT_LEAST)
    many = Counter(o.group for o in options)
    counts = {g: _COUNT.get(g, 1) / n for g, n in many.items()}
    rows = [signs for o in options for signs in o.signs]
    matrix = _matrix(rows, columns)
    of = np.repeat(np.arange(len(options)), [len(o.signs) for o in options])
    right = np.array([r for o in options for r in o.right], bool)
    weights = np.array([counts[o.group] for o in options])
    has = np.bincount(of[right], minlength=len(options)) > 0

    def loss(w: Numbers) -> tuple[float, Numbers]:
        each = np.exp(matrix @ w)
        whole = 1.0 + np.bincount(of, each, len(options))
        good = np.where(has, np.bincount(of[right], each[right], len(options)), 1.0)
        slope = weights[of] * each / whole[of]
        slope[right] -= weights[of[right]] * each[right] / good[of[right]]
        total = float(weights @ (np.log(whole) - np.log(good)))
        return total + _OWN_PENALTY * w @ w, matrix.T @ slope + 2 * _OWN_PENALTY * w

    bounds = [(kept[s], kept[s]) if s in kept else _direction(s, more=not kept) for s in columns]
    begin = np.array([kept.get(sign, 0.0) for sign in columns])
    best = minimize(loss, begin, jac=True, method="L-BFGS-B", bounds=bounds).x
    return {**kept, **{sign: float(best[at]) for sign, at in columns.items()}}


def _direction(sign: str, *, more: bool) -> tuple[float | None, float | None]:
    """The bounds of a sign's weight: what is known to speak for a date cannot speak against it.
    Without `more` nothing speaks for one."""
    if not more:
        return None, 0.0
    if sign in _FOR:
        return 0.0, None
    form, _, place = sign.partition(", ")
    against = sign in _AGAINST or form in ("running", "long") or place in _AGAINST
    return None, 0.0 if against else None


def fit_ahead(documents: Iterable[Dated]) -> dict[str, float]:
    """Weights by sign, that of "" for any day."""
    told = [
        (one.field, signs, ahead)
        for one in documents
        for signs, ahead in days_told(one)
    ]  # fmt: skip
    columns = _columns(((group, signs) for group, signs, _ in told), _FIELDS_OF_WORDS)
    del columns[""]
    many = Counter((group, ahead) for group, _, ahead in told)
    weights = [min(1.0, _OF_A_FIELD / many[group, ahead]) for group, _, ahead in told]
    model = LogisticRegression(C=_AHEAD_C, max_iter=2000)
    matrix = _matrix([signs for _, signs, _ in told], columns)
    model.fit(matrix, [ahead for _, _, ahead in told], sample_weight=weights)
    fitted = {sign: float(model.coef_[0][at]) for sign, at in columns.items()}
    return {"": float(model.intercept_[0]), **fitted}


def days_told(one: Dated) -> Iterable[tuple[frozenset[str], bool]]:
    """What is seen of each day with its year that a document tells, and whether it was to come."""
    for block in one.source.blocks:
        line = aligned(one.source.text[block.start : block.end])
        for mention in day_mentions(line, None):
            ahead = (max(mention.days) - one.day).days > 1
            yield ahead_signs(*around(line, mention.start, mention.end)), ahead


def _columns(seen: Iterable[tuple[Hashable, frozenset[str]]], fields: int) -> dict[str, int]:
    """A column for each sign that is seen in so many fields, and one for all."""
    where: defaultdict[str, set[Hashable]] = defaultdict(set)
    for group, signs in seen:
        for sign in signs:
            where[sign].add(group)
    kept = sorted(sign for sign, groups in where.items() if len(groups) >= fields)
    return {sign: at for at, sign in enumerate([*kept, ""])}


def _matrix(rows: Sequence[frozenset[str]], columns: Mapping[str, int]) -> Any:
    """A row of ones and zeros for each set of signs."""
    cells = [
        (row, columns[sign])
        for row, signs in enumerate(rows)
        for sign in ("", *sorted(signs)) if sign in columns
    ]  # fmt: skip
    at = ([row for row, _ in cells], [column for _, column in cells])
    width = max(columns.values()) + 1
    return csr_matrix((np.ones(len(cells)), at), shape=(len(rows), width))


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    return {sign: round(weight, 3) for sign, weight in sorted(weights.items())}


if __name__ == "__main__":
    main()
