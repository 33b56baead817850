"""Snapshots of public repositories on this machine: which there are, and files of a commit."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.common import Skipped
from bench.fetched.manifest import Repository

_LEVELS = 2
"""Of folders under one that is named in which git directories are looked for."""


class Snapshots:
    """The git directories in some folders, found by the names of their repositories."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._directories = [found for folder in folders for found in _git_directories(folder)]

    def holding(self, repository: Repository, commit: str) -> Path:
        """The git directory of a repository that holds a commit. Raises Skipped."""
        named = [found for found in self._directories if _is_named(found, repository)]
        if not named:
            raise Skipped(
                f"there is no git directory of {repository.title}; "
                f"commit {commit} of {repository.url} is needed"
            )
        for directory in named:
            if _git(directory, "cat-file", "-e", f"{commit}^{{commit}}") is not None:
                return directory
        raise Skipped(
            f"{named[0]} does not hold commit {commit} of {repository.url}; "
            f"try git fetch {repository.url} {commit} in it"
        )


def content_of(directory: Path, commit: str, path: str) -> bytes:
    """A file of a commit. Raises Skipped where the git directory lacks it."""
    content = _git(directory, "cat-file", "blob", f"{commit}:{path}")
    if content is None:
        raise Skipped(f"{directory} does not hold {path} of commit {commit}")
    return content


def _git_directories(folder: Path, levels: int = _LEVELS) -> Iterator[Path]:
    for directory in (folder, folder / ".git"):
        if (directory / "HEAD").is_file() and (directory / "objects").is_dir():
            yield directory
            return
    if levels and folder.is_dir():
        for inner in sorted(folder.iterdir()):
            if inner.is_dir() and not inner.is_symlink():
                yield from _git_directories(inner, levels - 1)


def _is_named(directory: Path, repository: Repository) -> bool:
    """Whether a git directory or one of the two folders around it is called like the repository,
    with its owner before it or without."""
    owner, name = repository.title.casefold().split("/")
    wanted = {name, *(f"{owner}{between}{name}" for between in "+-_.")}
    called = directory.resolve().parts[-3:]
    return any(part.casefold().removesuffix(".git") in wanted for part in called)


def _git(directory: Path, *command: str) -> bytes | None:
    """What git prints; None where it fails. Nothing is fetched that a partial clone lacks."""
    done = subprocess.run(
        ["git", "--git-dir", str(directory), *command],
        capture_output=True, env={**os.environ, "GIT_NO_LAZY_FETCH": "1"},
    )  # fmt: skip
    return done.stdout if done.returncode == 0 else None
