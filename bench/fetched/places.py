"""Where the questions of fetched fields are, and where their reports are laid out."""

from hashlib import sha256
from pathlib import Path

from bench.common import WORK, Skipped
from bench.fetched.manifest import Manifest, read_manifest
from index.errors import BadInput

FIELDS = Path(__file__).parent / "fields"
"""A folder for each field, with its questions and its manifest."""
LAID_OUT = WORK / "fetched"
"""A folder for each field whose reports were laid out."""


def names() -> list[str]:
    """The names of all fetched fields."""
    return sorted(file.parent.name for file in FIELDS.glob("*/manifest.json"))


def manifest_of(name: str) -> Manifest:
    """A field's manifest. Raises BadInput where it is not right, or of another field."""
    file = FIELDS / name / "manifest.json"
    manifest = read_manifest(file)
    if manifest.field != name:
        raise BadInput(f"{file} is of the field {manifest.field}.")
    return manifest


def questions_of(name: str) -> Path:
    """The file of a field's questions; there is none of what is no fetched field."""
    return FIELDS / name / "questions.jsonl"


def folder_of(name: str) -> Path:
    """The folder that a field's reports are laid out in."""
    return LAID_OUT / name / "docs"


def reports_of(name: str) -> Path:
    """The folder of a field's reports. Raises Skipped where they are not laid out as the manifest
    says: offsets of the questions would point elsewhere."""
    folder = folder_of(name)
    if not is_laid_out(manifest_of(name), folder):
        raise Skipped(
            f"the reports of {name} are not laid out; "
            f"run python -m bench.fetched {name} --from FOLDER-OF-GIT-DIRECTORIES"
        )
    return folder


def is_laid_out(manifest: Manifest, folder: Path) -> bool:
    """Whether a folder has a manifest's reports, each as it should be, and nothing else."""
    there = {file.name: file for file in folder.iterdir()} if folder.is_dir() else {}
    wanted = {document.file: document.sha256 for document in manifest.documents}
    return there.keys() == wanted.keys() and all(
        sum_of_bytes(file.read_bytes()) == wanted[name] for name, file in there.items()
    )


def sum_of_bytes(content: bytes) -> str:
    """The SHA-256 of a file's content, as manifests have it."""
    return sha256(content).hexdigest()
