"""How rightly sentences of a text are told to be in the reports or not: `python -m bench.drafts`.

Sentences of the reports as they stand and reworded by rule must come back supported; the same with
one change that makes them false must not, and best contradicted. All reports of a field are
searched, as for a user: nothing says which report a sentence is of.
"""

import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from bench.common import Figure, Result, Table, main
from bench.fields.corpus import ASKED_ON, ingest, load
from bench.grounding_faults import CHANGES
from bench.grounding_rewordings import RULES
from bench.grounding_true import Told
from index.storage.catalog import Catalog
from index.text.normalize import without_marks
from rag.build import build_engine
from rag.drafts.checking import DraftChecker
from rag.drafts.leaning import is_unclear
from rag.drafts.passages import grounds_of
from rag.drafts.reading import Written
from rag.drafts.results import Verdict
from rag.drafts.times import told_from_writing
from rag.question.parsing import Query

FIELDS = (
    "dispatches", "foundation_board", "hazard_updates", "legal_opinions", "polar_news",
    "rights_monitoring",
)  # fmt: skip
FIRST_SIGHT = ("debates", "wildlife_releases")
"""Looked at by nobody before they were measured."""
FALSE = (
    "number", "date", "name", "name of the same passage", "negation", "opposite", "roles", "unit",
    "hedge lost",
)  # fmt: skip
AS_IT_STANDS = "as it stands"
EACH, SEED, POOL = 20, 20261130, 4000
SUPPORTED_AT_LEAST, WRONGLY_AT_MOST = 0.9, 0.02
_SENTENCE = re.compile(r"[A-Z“\"].{50,400}[.”\"]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Kind:
    """Sentences that were made in one way, and how many of them came back with which verdict."""

    verdicts: Mapping[Verdict, int]
    seconds: float

    @property
    def sentences(self) -> int:
        return sum(self.verdicts.values())

    def share(self, *verdicts: Verdict) -> float:
        return sum(self.verdicts[v] for v in verdicts) / max(1, self.sentences)


def measure() -> Result:
    seen, first = _of_fields(FIELDS), _of_fields(FIRST_SIGHT)
    return Result(
        name="drafts",
        title="Texts checked against the reports",
        about=(
            f"Sentences of held fields, up to {EACH} of a field each way, by seed, searched for "
            "in all of its reports. Left out are those with a time that depends on the day of "
            "writing (“on Monday”) and those that speak of somebody whom only the sentence before "
            "names: a text is told to write these out. The threshold of support and the checks of "
            f"contradiction were set with {', '.join(FIELDS)} in view; {', '.join(FIRST_SIGHT)} "
            "were measured once, afterwards. A few of the sentences made false are true by another "
            "sentence, or by the year of their report."
        ),
        figures=[*_figures(seen, ""), *_figures(first, ", first sight")],
        tables=[
            _table("True sentences", _of(seen, true=True)),
            _table("False sentences", _of(seen, true=False)),
            _table("True sentences, first sight", _of(first, true=True)),
            _table("False sentences, first sight", _of(first, true=False)),
        ],
    )


def _of_fields(fields: Sequence[str]) -> dict[str, Kind]:
    made: dict[str, list[Kind]] = {}
    for field in fields:
        for how, kind in _of_field(field):
            made.setdefault(how, []).append(kind)
            print(field, how, kind.sentences, f"{kind.share(Verdict.SUPPORTED):.3f}",
                  file=sys.stderr, flush=True)  # fmt: skip
    return {how: _together(some) for how, some in made.items()}


def _of(kinds: Mapping[str, Kind], *, true: bool) -> dict[str, Kind]:
    return {how: kind for how, kind in kinds.items() if (how not in FALSE) is true}


def _figures(kinds: Mapping[str, Kind], of: str) -> list[Figure]:
    right = _together(list(_of(kinds, true=True).values()))
    wrong = _together(list(_of(kinds, true=False).values()))
    whole = _together([right, wrong])
    return [
        Figure(f"True sentences supported{of}", right.share(Verdict.SUPPORTED),
               at_least=SUPPORTED_AT_LEAST),
        Figure(f"True sentences said to be contradicted{of}", right.share(Verdict.CONTRADICTED)),
        Figure(f"False sentences supported{of}", wrong.share(Verdict.SUPPORTED),
               at_most=WRONGLY_AT_MOST),
        Figure(f"False sentences said to be contradicted{of}", wrong.share(Verdict.CONTRADICTED)),
        Figure(f"Time of a sentence{of}", 1000 * whole.seconds / max(1, whole.sentences), " ms"),
    ]  # fmt: skip


def _of_field(name: str) -> Iterator[tuple[str, Kind]]:
    field = load(name)
    if not field.settings.data_dir.exists():
        ingest(field)
    engine = build_engine(field.settings, today=lambda: ASKED_ON)
    if engine.catalog is None:
        return
    checker = DraftChecker(engine, Query(""))
    pool = _true(engine.catalog)
    for how in (AS_IT_STANDS, *RULES, *FALSE):
        yield how, _checked(checker, list(_made(how, pool)))


def _true(catalog: Catalog) -> list[Told]:
    """Sentences of the reports with their passages, in an order of chance."""
    ids = catalog.passage_ids()
    random.Random(SEED).shuffle(ids)
    found = catalog.findings(ids[:POOL])
    pool = [
        Told(sentence, grounds_of(found[i]))
        for i in ids[:POOL] if i in found for sentence in found[i].sentences[:1]
    ]  # fmt: skip
    return [told for told in pool if _stands_alone(told.sentence)]


def _stands_alone(sentence: str) -> bool:
    whole = _SENTENCE.fullmatch(sentence) is not None and len(sentence.split()) >= 10
    whole = whole and without_marks(sentence) == " ".join(sentence.split())
    return whole and not told_from_writing(sentence) and not is_unclear(Written(sentence, 1))


def _made(how: str, pool: Sequence[Told]) -> Iterator[str]:
    rng, made = random.Random(SEED), 0
    for told in pool:
        if how in FALSE:
            changed = CHANGES[how](told, rng, pool)
        else:
            changed = RULES[how](told) if how in RULES else told.sentence
        if changed is None or (how != AS_IT_STANDS and changed == told.sentence):
            continue
        yield changed
        made += 1
        if made == EACH:
            return


def _checked(checker: DraftChecker, sentences: Sequence[str]) -> Kind:
    start = perf_counter()
    verdicts = dict.fromkeys(Verdict, 0)
    for number, sentence in enumerate(sentences, 1):
        verdicts[checker.check(number, Written(sentence, number)).verdict] += 1
    return Kind(verdicts, perf_counter() - start)


def _together(kinds: Sequence[Kind]) -> Kind:
    verdicts = {verdict: sum(kind.verdicts[verdict] for kind in kinds) for verdict in Verdict}
    return Kind(verdicts, sum(kind.seconds for kind in kinds))


def _table(title: str, kinds: Mapping[str, Kind]) -> Table:
    shown = (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_TOLD)
    rows = [
        [how, str(kind.sentences), *(str(kind.verdicts[v]) for v in shown),
         str(kind.verdicts[Verdict.OPINION] + kind.verdicts[Verdict.NOT_CHECKED])]
        for how, kind in kinds.items()
    ]  # fmt: skip
    return Table(
        title, ("made", "sentences", "supported", "contradicted", "not told", "none"), rows
    )


if __name__ == "__main__":
    main(measure)
