"""`dateline doctor`: what is installed, what is set, whether the index is whole."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.table import Table
from rich.text import Text

from index.embedding.minilm import check_files as check_embedder
from index.errors import DatelineError, OlderIndex, OtherFolder
from index.ingestion.erasing import unfinished
from index.ingestion.ingest import Ingest
from index.ingestion.mending import mend
from index.ingestion.renewal import renew
from index.settings import SHIPPED_EMBEDDER
from index.storage.catalog import Catalog
from index.storage.chroma import ChromaServer
from index.storage.chroma.server import ServedChroma
from index.storage.place import adopt
from index.storage.store import Stores, check_making, recorded_making
from rag.build import embedder_of
from rag.generation.language_model import load_language_model
from rag.generation.trying_model import try_out
from rag.guardrail.wording import covers
from rag.reader.judge import check_files
from rag.settings import NO_JUDGE, PREFIX, SHIPPED_JUDGE, Settings, read_settings
from ui.console import EXIT_ANSWER, EXIT_BAD_INPUT, console
from ui.feedback import FEEDBACK_FILE
from ui.links import without_password
from ui.shared import SETTING, shared_by

_Check = tuple[bool, str]


def run_doctor(data_dir: Path | None, *, rebuild: bool) -> int:
    """Prints each check with its outcome; exit 2 where something is wrong and was not mended."""
    settings = read_settings(data_dir)
    out = console()
    out.print(_settings_table(settings))
    out.print()
    healthy = True
    index = _rebuild if rebuild else _check_index
    checks = [_check_model, _check_judge, _check_llm, _check_shared, _check_chroma, index]
    for check in checks:
        try:
            for well, said in check(settings):
                healthy &= well
                _say(out, well, said)
        except DatelineError as error:
            healthy = False
            _say(out, False, str(error))
    return EXIT_ANSWER if healthy else EXIT_BAD_INPUT


def _say(out: Console, well: bool, said: str) -> None:
    out.print(f"{'ok ' if well else 'BAD'}  {said}", markup=False)


def _settings_table(settings: Settings) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False)
    for name in ("Setting", "Value", "What it is"):
        table.add_column(name, overflow="fold")
    for name, described in type(settings).model_fields.items():
        table.add_row(
            f"{PREFIX}{name.upper()}",
            Text(without_password(str(getattr(settings, name)))),
            Text(described.description or ""),
        )
    return table


def _check_model(settings: Settings) -> Iterator[_Check]:
    if settings.embedder == SHIPPED_EMBEDDER:
        yield True, f"{SHIPPED_EMBEDDER}: as shipped, sha256 {check_embedder()[:12]}…"
    else:
        yield True, f"{settings.embedder}: named by a setting, loaded when first needed"


def _check_judge(settings: Settings) -> Iterator[_Check]:
    if settings.judge == SHIPPED_JUDGE:
        yield True, f"{SHIPPED_JUDGE}: as shipped, sha256 {check_files()[:12]}…"
    elif settings.judge == NO_JUDGE:
        yield True, "no judge of evidence: a setting does without"
    else:
        yield True, f"{settings.judge}: named by a setting, loaded when first needed"


def _check_llm(settings: Settings) -> Iterator[_Check]:
    model = load_language_model(settings)
    if model is None:
        yield True, "no language model: answers are sentences of the reports, verbatim"
        return
    try:
        yield from try_out(model, settings)
    finally:
        model.close()


def _check_shared(settings: Settings) -> Iterator[_Check]:
    with shared_by(settings) as shared:
        if shared is None:
            return
        began = monotonic()
        version = shared.version()
        yield True, f"{shared.name}: PostgreSQL {version}, answers in {monotonic() - began:.3f} s"
    file = settings.data_dir / FEEDBACK_FILE
    if file.is_file():
        yield True, f"judgements of before are in {file} alone: unset {SETTING} to see them"


def _check_chroma(settings: Settings) -> Iterator[_Check]:
    server = ChromaServer.of(settings)
    if server is not None:
        version = ServedChroma(server, settings.data_dir, "").version()
        yield True, f"the Chroma server at {server.url} answers, with version {version} of its API"


def _check_index(settings: Settings) -> Iterator[_Check]:
    catalog = Catalog.open(settings)
    if catalog is None:
        yield True, f"no index in {settings.data_dir} yet: run `dateline ingest PATH`"
        return
    wrong = catalog.check_integrity()
    kept = f", in {catalog.place}" if settings.catalog_url is not None else ""
    yield not wrong, f"catalog: {'; '.join(wrong) or 'sound'}, {covers(catalog.coverage())}{kept}"
    for report_id in unfinished(settings.data_dir):
        yield False, f"an erasing did not come to its end: run `dateline erase {report_id}` again"
    check_making(catalog, settings.embedder)
    making = recorded_making(catalog)
    if making is None:
        yield True, "nothing was embedded yet"
        return
    stores = Stores.of(settings, making.fingerprint)
    missing, unowned = mend(settings.data_dir, catalog, stores, embedder_of(settings))
    place = f", on the Chroma server at {settings.chroma_url}" if settings.chroma_url else ""
    held = f"{len(stores.vectors):,} of {making.dimension} numbers, {making.metric}"
    yield True, f"vectors: {held}{place}"
    if missing or unowned:
        yield (
            True,
            f"mended: {missing:,} passages given their vectors again, {unowned:,} vectors dropped",
        )


def _rebuild(settings: Settings) -> Iterator[_Check]:
    try:
        if Catalog.open(settings) is None:
            yield False, f"there is no index in {settings.data_dir} to rebuild"
            return
    except OtherFolder:
        adopt(settings)
    except OlderIndex:
        made, gone = renew(settings, embedder_of(settings), date.today())
        yield True, f"{len(made.added):,} reports read anew, {made.embedded:,} passages embedded"
        for outcome in made.rejected:
            yield False, f"{outcome.path}: {outcome.remark}"
        for path in gone:
            yield False, f"{path}: its file is not there any more; the report was left out"
        return
    result = Ingest(settings, embedder_of(settings), date.today()).rebuild()
    yield True, f"{result.embedded:,} passages embedded, {result.reused:,} kept as they were"
