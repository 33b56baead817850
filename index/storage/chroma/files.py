"""Chroma's files in a data folder."""

import shutil
from pathlib import Path

from index.storage.database import not_writable

VECTORS_FOLDER = "chroma"


def remove_folder(data_dir: Path) -> None:
    """Removes the vectors of a data folder with their files. Raises IndexUnusable where something
    stays."""
    folder = data_dir / VECTORS_FOLDER
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        shutil.rmtree(folder, ignore_errors=True)  # what was removed beside, or is not there
    except OSError as error:
        raise not_writable(folder, error.strerror or str(error)) from error
