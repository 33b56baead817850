"""A town's repository whose reports are a fetched field."""

import json
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

from bench.fetched.manifest import Manifest

BRIDGE = b"The bridge reopened on May 2.\r\n\r\nSchool f\xeates begin in June.\r\n"
FIRE = "<p>The fire is “contained”.</p>\n"
UPDATES = {
    "updates": [{"text": "An older one."}, {"text": FIRE}],
}
QUESTION = {
    "id": "town-001", "question": "When did the bridge open again?", "answerable": True,
    "kind": "when", "facts": ["May 2"], "spans": [["2024-05-03_bridge.md", 0, 29]],
}  # fmt: skip


def git(folder: Path, *command: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", *command],
        cwd=folder, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


def summed(content: bytes) -> str:
    return sha256(content).hexdigest()


def manifest_from(stated: dict[str, Any]) -> Manifest:
    return Manifest.model_validate_json(json.dumps(stated))


def documents_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}
