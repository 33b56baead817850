"""A corpus of any size, made of reports that are there already.

Each of its reports is a copy of one of them with other names and figures and another day. What is
exchanged keeps its length, so that blocks, sentences and times stand where they stood. The vectors
are those of the passage copied, moved by some noise: nothing is encoded. All of it is written
through the catalog and the stores, as an ingest writes it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import numpy as np

from bench.common import SEEDS
from bench.corpus import shipped
from index.calendar import Period
from index.embedding.embedder import Vectors
from index.files import find_files
from index.furniture.recurrence import block_hash, copy_key
from index.ingestion.chunking import filters_of
from index.ingestion.ingest import Ingest
from index.ingestion.mending import declare_whole
from index.settings import IndexSettings
from index.storage.catalog import Catalog
from index.storage.chroma import ChromaServer
from index.storage.place import Place
from index.storage.store import Making, Stores, recorded_making
from index.storage.token_vectors import PassageVectors
from index.structure.place import place_of_report
from index.types import Passage, Report

FIRST, LAST = date(2006, 11, 1), date(2026, 10, 31)
"""The days that the reports are spread over."""
NOISE = 0.6
"""The length of what is added to a vector of length 1: copies of one passage have a cosine of about
1 / (1 + NOISE²) to each other."""
TOGETHER = 4_000
"""Passages that are written at one time."""
_NAME_OR_FIGURE = re.compile(r"(?<=[a-z,;’'] )[A-Z][a-z]{3,}\b|\d")
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"


@dataclass(frozen=True, slots=True)
class Model:
    """A report that is copied, with what is kept of it."""

    report: Report
    passages: tuple[Passage, ...]
    vectors: tuple[PassageVectors, ...]
    times: dict[int, list[Period]]


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that is made up."""

    report: Report
    passages: list[Passage]
    vectors: list[PassageVectors]
    times: dict[int, list[Period]]


def seed_index(folder: Path) -> Path:
    """A data folder with the seed reports."""
    settings = IndexSettings(data_dir=folder)
    Ingest(settings, shipped, LAST).run(find_files([SEEDS / "reports"]))
    return folder


def models_of(folders: Sequence[Path]) -> tuple[Making, list[Model]]:
    """The reports of some data folders, all made alike, and what they were made with."""
    models, makings = list[Model](), list[Making]()
    for folder in folders:
        catalog = Catalog.open(folder)
        making = recorded_making(catalog) if catalog is not None else None
        if catalog is None or making is None:
            raise ValueError(f"There is no index in {folder}.")
        makings.append(making)
        models += _models_in(catalog, Stores(folder, making.fingerprint))
    if len({making.fingerprint for making in makings}) != 1:
        raise ValueError("The indexes were made with different models, or there is none.")
    return makings[0], models


def _models_in(catalog: Catalog, stores: Stores) -> Iterator[Model]:
    for head in catalog.report_heads():
        report = catalog.report(head.id)
        ids = catalog.passage_ids(head.id)
        found, kept = catalog.findings(ids), stores.tokens.get(ids)
        ids = [one for one in ids if one in kept and one in found]
        if report is not None and ids:
            passages = tuple(found[one].passage for one in ids)
            vectors = tuple(kept[one] for one in ids)
            yield Model(replace(report, paged=None), passages, vectors, catalog.times(head.id))


def copied(model: Model, number: int, seed: int) -> Copy:
    """The copy of a report with this number: other names, figures and day, by the seed."""
    chance, salt = np.random.default_rng([seed, number]), f"{seed}/{number}/".encode()
    digits = "".join(map(str, chance.permutation(10)))

    def exchanged(text: str) -> str:
        return with_others(text, digits, salt)

    text = exchanged(model.report.text)
    report_id = sha256(salt + text.encode()).hexdigest()[: len(model.report.head.id)]
    day = FIRST + timedelta(days=int(chance.integers((LAST - FIRST).days + 1)))
    head = model.report.head
    dated = replace(head.dated, published_on=day, published_edtf=None, page_date=None,
                    date_modified=None, not_before=None)  # fmt: skip
    head = replace(head, id=report_id, path=f"{number:07}-{Path(head.path).name}", dated=dated,
                   title=exchanged(head.title) if head.title else None)  # fmt: skip
    by = day - (model.report.head.dated.published_on or day)
    times = {block: [_moved(t, by) for t in some] for block, some in model.times.items()}
    passages = [
        replace(p, id=_passage_id(report_id, n), report_id=report_id, place=exchanged(p.place))
        for n, p in enumerate(model.passages)
    ]
    vectors = [replace(v, pooled=_near(v.pooled.astype(np.float32), chance)) for v in model.vectors]
    return Copy(replace(model.report, head=head, text=text), passages, vectors, times)


def with_others(text: str, digits: str, salt: bytes) -> str:
    """A text with other names and figures of the same length: `digits` are in the places of 0 to 9,
    and the names depend on the `salt`."""
    return _NAME_OR_FIGURE.sub(lambda found: _other(found[0], digits, salt), text)


def _passage_id(report_id: str, number: int) -> str:
    return f"{report_id}-{sha256(f'{report_id}/{number}'.encode()).hexdigest()[:12]}"


def _other(found: str, digits: str, salt: bytes) -> str:
    """Another figure, or a name of as many letters, the same for each place of a report."""
    if found.isdigit():
        return digits[int(found)]
    sum_ = sha256(salt + found.encode()).digest()
    letters = (_CONSONANTS, _VOWELS)
    name = "".join(letters[n % 2][sum_[n % 32] % len(letters[n % 2])] for n in range(len(found)))
    return name.capitalize()


def _moved(time: Period, by: timedelta) -> Period:
    try:
        begun = time.begun + by if time.begun else None
        return replace(time, first=time.first + by, last=time.last + by, begun=begun)
    except OverflowError:  # an open one
        return time


def _near(vector: Vectors, chance: np.random.Generator) -> np.ndarray:
    noise = chance.standard_normal(len(vector), dtype=np.float32)
    moved = vector + NOISE / np.linalg.norm(noise) * noise
    return np.asarray(moved / np.linalg.norm(moved), dtype=np.float16)


def grow(
    data_dir: Path,
    making: Making,
    models: Sequence[Model],
    passages: int,
    seed: int = 0,
    told: Callable[[int, float], None] = lambda held, seconds: None,
    server: ChromaServer | None = None,
    place: Place | None = None,
) -> None:
    """Adds reports to a data folder until it holds so many passages, the same ones for a seed; the
    vectors to a server and the catalog into another place, where these are named.

    `told` is given, after each group, how many there are and how long the group took to write.
    """
    catalog = Catalog.create(place or data_dir)
    stores = Stores(data_dir, making.fingerprint, server)
    held, number = catalog.coverage().passages, catalog.coverage().reports
    while held < passages:
        group = list[Copy]()
        while sum(len(one.passages) for one in group) < min(TOGETHER, passages - held):
            group.append(copied(models[number % len(models)], number, seed))
            number += 1
        begun = perf_counter()
        with catalog.writing():
            catalog.set_meta(making.as_meta())
            put(catalog, stores, group)
        held += sum(len(one.passages) for one in group)
        told(held, perf_counter() - begun)
    with catalog.writing():
        catalog.finish(making.fingerprint)
        declare_whole(catalog)
    stores.scan.renew(catalog, stores.tokens)
    catalog.close()


def put(catalog: Catalog, stores: Stores, group: Sequence[Copy]) -> None:
    """Writes reports, the vectors first."""
    values = [filters_of(one.passages, one.report, one.times) for one in group]
    stores.put(
        [passage.id for one in group for passage in one.passages],
        [vectors for one in group for vectors in one.vectors],
        [value for some in values for value in some],
    )
    for one in group:
        head, text = one.report.head, one.report.text
        hashes = [block_hash(text, block) for block in one.report.blocks]
        catalog.add_report(one.report, f"/made/{head.path}", hashes,
                           copy_key(text, one.report.blocks), one.times)  # fmt: skip
        catalog.put_passages(head.id, text, one.passages, place_of_report(head))


def replaced(
    data_dir: Path, making: Making, models: Sequence[Model], share: float, seed: int = 0
) -> tuple[int, float]:
    """Removes a share of the reports of a folder that `grow` made, spread over it, and puts them
    back: how many passages they have, and the seconds that it took."""
    catalog = Catalog.create(data_dir)
    stores = Stores(data_dir, making.fingerprint)
    step = round(1 / share)
    group = [
        copied(models[number % len(models)], number, seed)
        for number in range(0, catalog.coverage().reports, step)
    ]
    ids = [passage.id for one in group for passage in one.passages]
    begun = perf_counter()
    with catalog.writing():
        for one in group:
            catalog.remove_report(one.report.head.id)
        catalog.finish(making.fingerprint)
    stores.remove(ids)
    stores.scan.renew(catalog, stores.tokens)
    with catalog.writing():
        put(catalog, stores, group)
        catalog.finish(making.fingerprint)
        declare_whole(catalog)
    stores.scan.renew(catalog, stores.tokens)
    return len(ids), perf_counter() - begun
