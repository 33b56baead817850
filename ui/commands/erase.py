"""`dateline erase`: a report taken out for good, and a search of the data folder that shows it."""

from pathlib import Path

from rich.text import Text

from index.ingestion.erasing import Erased, erase, prove, resumable
from index.ingestion.traces import Proof
from index.storage.chroma import NAME_FILE, ChromaServer
from index.storage.place import database_of
from rag.settings import read_settings
from ui.console import EXIT_ANSWER, EXIT_BAD_INPUT, console, show, shown
from ui.feedback import FeedbackStore
from ui.shared import shared_by
from ui.standing.store import StandingStore

_SHARED = (
    "{} has nothing of it in its tables any more, nor any conversation. Its log of writes, its "
    "statistics and its backups are beyond this command."
)
_CATALOG = (
    "The catalog in {} has nothing of it in its tables any more, which were written anew. Its log "
    "of writes, its statistics and its backups are beyond this command."
)
_ON_A_SERVER = (
    "Its vectors were taken out of the Chroma server too, whose files lie elsewhere, were not "
    "searched and may still have them. To be rid of these, stop that server, empty its folder, "
    "start it and run `dateline doctor`, which puts all others back: nothing is embedded."
)

_WAS_ON_A_SERVER = (
    "Its vectors were on a Chroma server before, and what is there was not touched: set "
    "DATELINE_CHROMA_URL and run `dateline doctor`, which takes out what no passage owns."
)


def run_erase(data_dir: Path | None, report_id: str) -> int:
    """Erases a report and prints what was found of it afterwards; exit 2 where something was.

    Raises a DatelineError where there is no such report, another process uses the data folder, or
    something could not be written: what was begun goes on when it is run again.
    """
    settings = read_settings(data_dir)
    folder = settings.data_dir
    with shared_by(settings) as shared:
        erased = erase(settings, report_id, ChromaServer.of(settings))
        with resumable(folder, erased.report_id):
            judged = FeedbackStore(folder).erase(erased.ids)
            if shared is not None:
                shared.forget(erased.ids)
                judged += FeedbackStore(folder, shared).erase(erased.ids)
            told = StandingStore(folder).erase(erased.ids)
            proof = prove(folder, erased)
    lines = _lines(erased, judged, told, proof)
    if settings.catalog_url is not None:
        lines.append(_CATALOG.format(database_of(settings).place))
    if shared is not None:
        lines.append(_SHARED.format(shared.name))
    if (folder / NAME_FILE).exists():
        lines.append(_ON_A_SERVER if settings.chroma_url else _WAS_ON_A_SERVER)
    show(console(), map(Text, lines))
    return EXIT_BAD_INPUT if proof.found else EXIT_ANSWER


def _lines(erased: Erased, judged: int, told: int, proof: Proof) -> list[str]:
    file = shown(erased.file)
    lines = [
        f"Erased {erased.report_id}: {erased.passages:,} passages with their vectors; "
        f"judgements of readers: {judged:,}; answers and alerts of standing questions: {told:,}.",
    ]
    if erased.file:
        lines.append(
            f"Its file {file} stays: delete it, or it comes back with the next ingest."
            if erased.file_stays
            else f"Its file {file} is gone."
        )
    if erased.shared:
        lines.append(
            f"{erased.shared:,} of its sentences stand in other reports too, which stay as they "
            "are."
        )
    looked = f"{proof.files:,} files ({proof.size / 1e6:,.1f} MB) for {len(erased.sought):,}"
    if proof.found:
        lines.append(
            f"BAD  Searched {looked} beginnings of its sentences and its id, and found some in "
            f"{', '.join(map(shown, proof.found))}. Stop what uses the folder and delete these, or "
            "run the command again."
        )
    else:
        lines.append(f"Searched {looked} beginnings of its sentences and its id: none is left.")
    lines.append(
        "Servers that run remember their last conversations until they are started anew, and may "
        "write of what they have in memory to the folder: start them anew. Copies "
        "of the folder, and what a disk keeps of deleted files, are beyond this command."
    )
    return lines
