"""Lays out the reports of fetched fields, which are not part of the repository.

`python -m bench.fetched NAME... --from FOLDER...` makes the files of each field (all, if none is
named) from git directories, bare ones or those of working copies, in these folders and up to two
levels below; they are told by the names of their repositories. A field is laid out whole or not at
all, and for one that is not a line says what is lacking. `--add` takes new fields in: folders of
their names, with `manifest.json`, `questions.jsonl` and `SOURCE.txt`.
"""

import argparse
import sys
from functools import partial
from pathlib import Path

from bench.common import Skipped
from bench.fetched.adding import add
from bench.fetched.layout import lay_out
from bench.fetched.places import folder_of, is_laid_out, manifest_of, names
from bench.fetched.repositories import Snapshots
from index.errors import BadInput


def lay_out_field(name: str, snapshots: Snapshots) -> str:
    """Lays out a field where it is not laid out yet, and says how many reports it has."""
    manifest, folder = manifest_of(name), folder_of(name)
    if not is_laid_out(manifest, folder):
        lay_out(manifest, snapshots, folder)
    return f"{name}: {len(manifest.documents)} reports in {folder}"


def add_field(folder: Path, snapshots: Snapshots, needs: tuple[str, ...], shut: bool) -> str:
    """Adds the field in a folder, and says so, with what should be looked at."""
    doubts = list(add(folder.resolve(), snapshots, needs, shut))
    return "\n".join((f"{folder.resolve().name}: added", *doubts))


def main() -> int:
    """Runs the program; 1 where a field could not be laid out or added."""
    parser = argparse.ArgumentParser(prog="python -m bench.fetched", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="fields; all if none is named")
    parser.add_argument("--from", nargs="+", type=Path, default=[], dest="folders",
                        metavar="FOLDER", help="folders with git directories")  # fmt: skip
    parser.add_argument("--add", nargs="+", type=Path, default=[], metavar="FOLDER",
                        help="folders of new fields")  # fmt: skip
    parser.add_argument("--needs", nargs="+", default=[], metavar="NAME==VERSION",
                        help="packages that new fields' reports are made with")  # fmt: skip
    parser.add_argument("--shut", action="store_true",
                        help="leave out of the manifest what the reports tell")  # fmt: skip
    given = parser.parse_args()
    if unknown := [name for name in given.names if name not in names()]:
        parser.error(f"there is no fetched field {unknown[0]}; there are {', '.join(names())}")
    snapshots = Snapshots(given.folders)
    if given.add:
        steps = {
            str(folder): partial(add_field, folder, snapshots, tuple(given.needs), given.shut)
            for folder in given.add
        }
    else:
        steps = {name: partial(lay_out_field, name, snapshots) for name in given.names or names()}
    failed = 0
    for name, step in steps.items():
        try:
            print(step())
        except (Skipped, BadInput) as reason:
            print(f"{name}: {reason}", file=sys.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
