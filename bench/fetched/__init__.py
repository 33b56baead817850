"""Fields whose reports stay where they were published: their questions, and from where to get them.

A field's reports are not part of the repository; `python -m bench.fetched` lays them out from
snapshots of the repositories that its manifest names.
"""

from pathlib import Path

from bench.common import WORK, Skipped

FIELDS = Path(__file__).parent / "fields"
"""A folder for each field, with its questions and its manifest."""
LAID_OUT = WORK / "fetched"
"""A folder for each field whose reports were laid out."""


def questions_of(name: str) -> Path:
    """The file of a field's questions; there is none of what is no fetched field."""
    return FIELDS / name / "questions.jsonl"


def reports_of(name: str) -> Path:
    """The folder of a field's reports. Raises Skipped where they are not laid out."""
    folder = LAID_OUT / name / "docs"
    if not folder.is_dir():
        raise Skipped(
            f"the reports of {name} are not laid out; "
            f"run python -m bench.fetched {name} --from FOLDER-OF-GIT-DIRECTORIES"
        )
    return folder
