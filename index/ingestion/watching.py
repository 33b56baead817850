"""Watching: folders and addresses whose reports are read as they come, change and go.

What the system tells of changes only says when to look. What is new is told by looking at the
sizes and times of all files: so nothing is lost where the system tells too little, as of a folder
that was moved there, and what changed while nobody watched is found when watching begins.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread

from index.embedding.embedder import Embedder
from index.errors import BadInput, BeingWritten, DatelineError
from index.files import FoundFile, files_under
from index.ingestion.ingest import Ingest
from index.ingestion.ingest_result import IngestResult
from index.ingestion.whereabouts import missing_under
from index.settings import IndexSettings
from index.sources import Refused, fetch_all, is_address
from index.sources.folders import being_written, wakes
from index.storage.catalog import Catalog

SETTLED_S, OPEN_AT_MOST_S = 1.0, 60.0
"""Seconds for which a file must not change before it is read, and after which it is read though it
is still open for writing."""
_LOOK_AGAIN_S, _RETRY_S = 60.0, 10.0

INDEX = "index"
"""What is wrong where the index cannot be brought up to date."""
Fetch = Callable[[Sequence[str]], tuple[list[FoundFile], list[Refused]]]
Signature = tuple[int, int]
"""Size and time of change."""


@dataclass(frozen=True, slots=True)
class Watched:
    """How watching stands: how many files `waiting` to be read, when something was last changed,
    and what is wrong now, by what it is wrong with. `ready` once all was looked at."""

    sources: tuple[str, ...]
    ready: bool = False
    waiting: int = 0
    changed_at: datetime | None = None
    problems: dict[str, str] = field(default_factory=dict)


class Watch:
    """Keeps an index up to date with folders and addresses, for as long as `run` runs."""

    def __init__(
        self,
        settings: IndexSettings,
        embedder: Callable[[], Embedder],
        named: Sequence[str],
        *,
        every_s: float = 900.0,
        prune: bool = False,
        collections: Sequence[str] = (),
        tell: Callable[[IngestResult], None] = lambda result: None,
        warn: Callable[[str, str], None] = lambda what, said: None,
        changing: AbstractContextManager[object] | None = None,
        fetch: Fetch | None = None,
    ) -> None:
        """Addresses are asked for every `every_s` seconds. With `prune`, reports whose files go are
        dropped. `tell` is called after each change, and `warn` once for what is wrong, with what
        it is wrong with. `changing` is held while the index is changed.

        Raises BadInput where a folder that is named is not there.
        """
        self._roots = [Path(name).resolve() for name in named if not is_address(name)]
        for root in self._roots:
            if not root.is_dir():
                raise BadInput(f"There is no folder {str(root)!r} to watch.")
        self._settings = settings
        self._embedder = embedder
        self._addresses = _Addresses([name for name in named if is_address(name)], every_s,
                                     fetch or (lambda some: fetch_all(settings, some)))  # fmt: skip
        self._prune, self._to_prune = prune, False
        self._collections = tuple(collections)
        self._tell, self._warn = tell, warn
        self._changing = changing or nullcontext()
        self._seen: dict[Path, Signature] = {}
        self._since: dict[Path, float] = {}
        self._taken: dict[Path, Signature] = {}
        self._copies: set[Path] = set()
        self.state = Watched(tuple(named))

    def run(self, stop: Event) -> None:
        """Watches until `stop` is set. What goes wrong meanwhile is told in `state`, and tried
        again."""
        looked, retry = float("-inf"), float("-inf")
        for changed in wakes(self._roots, self._settings.data_dir.resolve(), stop):
            now = time.monotonic()
            due = now - looked >= _LOOK_AGAIN_S or self.state.waiting or not self.state.ready
            if now < retry or not (changed or due or self._addresses.has_come()):
                self._addresses.ask(now)
                continue
            self._addresses.ask(now)
            looked = now
            try:
                self._look(now)
                self._note(INDEX, "")
            except BeingWritten:
                retry = now + SETTLED_S
            except (DatelineError, OSError) as error:
                self._note(INDEX, str(error))
                retry = now + _RETRY_S

    def _look(self, now: float) -> None:
        """Looks at all files, and reads those that are new or changed and stay as they are."""
        found = {file.location: file for file in self._found()}
        signatures = {place: sign for place in found if (sign := _signature(place)) is not None}
        for place, signature in signatures.items():
            if self._seen.get(place) != signature:
                self._since[place] = now
        went = self._taken.keys() - signatures.keys()
        self._seen = signatures
        waiting = {place for place, sign in signatures.items() if self._taken.get(place) != sign}
        ready = self._ready(waiting, now)
        self.state = replace(self.state, waiting=len(waiting))
        first = not self.state.ready and (bool(ready) or not waiting)
        self._to_prune |= self._prune and (first or bool(went))
        prunes = self._to_prune and ready == waiting  # a file that moved is waiting elsewhere
        again = set[Path]()
        if ready or went or first or prunes or self._addresses.has_come():
            named = [found[place] for place in sorted(ready)]
            again = self._take(named, list(found.values()), prunes)
            self._to_prune &= not prunes
            self._taken |= {place: signatures[place] for place in ready}
            self._taken = {
                p: s for p, s in self._taken.items() if p in signatures and p not in again
            }
        waiting_now = len((waiting - ready) | again)
        self.state = replace(self.state, waiting=waiting_now, ready=self.state.ready or first)

    def _found(self) -> Iterator[FoundFile]:
        own = self._settings.data_dir.resolve()
        for root in self._roots:
            if root.is_dir():
                for file in files_under(root):
                    if root.is_relative_to(own) or not file.location.is_relative_to(own):
                        yield file

    def _ready(self, waiting: set[Path], now: float) -> set[Path]:
        """Those of the files that are waiting that have stayed as they are for long enough."""
        still = {place for place in waiting if now - self._since[place] >= SETTLED_S}
        recent = {place for place in still if now - self._since[place] < OPEN_AT_MOST_S}
        return still - being_written(recent)

    def _take(
        self, files: Sequence[FoundFile], there: Sequence[FoundFile], prunes: bool
    ) -> set[Path]:
        """Brings the index up to date with these files, with what was fetched, and with what is not
        among those that are `there`, which is dropped where it `prunes`. Gives the files that are
        to be read again: copies of what may have changed or gone."""
        fetched, refused = self._addresses.come()
        with self._changing:
            missing = missing_under(self._known(prunes), self._roots, there)
            lost = [root for root in self._roots if _is_away(root)]
            unsure = set(missing_under(missing, lost))  # a disk that is away took nothing back
            gone = [place for place in missing if place not in unsure] if prunes else []
            ingest = Ingest(
                self._settings, self._embedder, date.today(), collections=self._collections
            )
            stays = unsure if prunes else missing
            result = ingest.run([*files, *fetched], gone, sorted(stays))
        self._addresses.taken()
        if fetched or refused:
            self._note_refused(refused)
        took_away = bool(result.changed or result.removed or result.missing)
        if result.added or took_away:
            self.state = replace(self.state, changed_at=datetime.now(UTC))
        self._tell(result)
        self._copies |= set(result.copies)
        if not took_away:
            return set()
        again, self._copies = self._copies, set()
        return again

    def _known(self, prunes: bool) -> list[str]:
        """Where reports lie; but where nothing is dropped, not those whose files are known to be
        gone."""
        catalog = Catalog.create(self._settings)
        gone = set() if prunes else catalog.gone()
        known = [place for place, report_id in catalog.locations().items() if report_id not in gone]
        catalog.close()
        return known

    def _note_refused(self, refused: Sequence[Refused]) -> None:
        for address in self._addresses.named:
            self._note(address, next((o.reason for o in refused if o.address == address), ""))

    def _note(self, what: str, problem: str) -> None:
        before = self.state.problems
        problems = {name: said for name, said in before.items() if name != what}
        if problem:
            problems[what] = problem
        self.state = replace(self.state, problems=problems)
        if problem and before.get(what) != problem:
            self._warn(what, problem)


class _Addresses:
    """Addresses that are asked for beside, again and again, so that none that is slow keeps
    anybody waiting."""

    def __init__(self, named: Sequence[str], every_s: float, fetch: Fetch) -> None:
        self.named = tuple(named)
        self._every_s = every_s
        self._fetch = fetch
        self._next = float("-inf")
        self._asking = False
        self._queue: SimpleQueue[tuple[list[FoundFile], list[Refused]]] = SimpleQueue()
        self._came: tuple[list[FoundFile], list[Refused]] = ([], [])

    def ask(self, now: float) -> None:
        """Asks for them if it is time."""
        if self.named and not self._asking and now >= self._next:
            self._asking = True
            self._next = now + self._every_s
            Thread(target=self._ask, name="fetching", daemon=True).start()

    def _ask(self) -> None:
        while True:
            try:
                self._queue.put(self._fetch(self.named))
            except BeingWritten:
                time.sleep(_RETRY_S)
                continue
            except Exception as error:  # noqa: BLE001 - they are asked for again all the same
                said = str(error) or type(error).__name__
                self._queue.put(([], [Refused(address, said) for address in self.named]))
            return

    def has_come(self) -> bool:
        """Whether something was fetched that is not taken yet."""
        return any(self._came) or not self._queue.empty()

    def come(self) -> tuple[list[FoundFile], list[Refused]]:
        """What was fetched, until it is said to be taken."""
        try:
            self._came = self._queue.get_nowait()
        except Empty:
            return self._came
        self._asking = False
        return self._came

    def taken(self) -> None:
        """Forgets what was fetched."""
        self._came = ([], [])


def _is_away(root: Path) -> bool:
    """Whether a folder is not there, or nothing is in it: so is where a disk is mounted, while it
    is not."""
    try:
        return not any(root.iterdir())
    except OSError:
        return True


def _signature(file: Path) -> Signature | None:
    try:
        stated = file.stat()
    except OSError:
        return None
    return stated.st_size, stated.st_mtime_ns
