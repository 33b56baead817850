"""The fitted weights of dating. `bench/dating_fit.py` makes them; `index/models/dating/README.md`
says what they were fitted to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent.parent / "models" / "dating" / "fitted.json"


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights by sign, that of "" for any: of a date being the report's (`own`), and of a day that
    is told being one to come (`ahead`)."""

    own: Mapping[str, float]
    ahead: Mapping[str, float]


@cache
def fitted() -> Fitted:
    """The weights that are shipped."""
    kept = json.loads(FILE.read_text("utf-8"))
    return Fitted(kept["own"], kept["ahead"])
