"""The files of models that ship with the program, held against the sums that were written down."""

import hashlib
import json
from pathlib import Path

from index.errors import ModelUnusable


def check_shipped(folder: Path, model: str, place: str, otherwise: str) -> str:
    """The sha256 of the weights of a folder, after comparing all its files to what was shipped.

    Raises ModelUnusable, which names the `model`, the `place` of its files in the repository and
    what can be done `otherwise` than to get these again.
    """
    try:
        shipped = json.loads((folder / "shipped.json").read_text("utf-8"))["sha256"]
        for name, expected in shipped.items():
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if found != expected:
                raise ModelUnusable(
                    f"The {model}'s {name} is not the one that was shipped (sha256 {found[:12]}…, "
                    f"expected {expected[:12]}…). Get the repository's file again, or {otherwise}."
                )
    except (OSError, ValueError, KeyError) as error:
        raise ModelUnusable(
            f"The {model}'s files cannot be read ({error}). Get {place} of the repository again, "
            f"or {otherwise}."
        ) from error
    return str(shipped["model.onnx"])
