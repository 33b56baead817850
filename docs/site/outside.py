"""A hook of MkDocs: files of the repository that pages link to are part of the site.

`docs/` holds no second copy of the README, of results or of model cards. What a page links to
outside of it, and what these link to in turn, is built at its place in the repository; the README
is the first page. Links are written as they work in the repository and led to where files are
built.
"""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[2]
DOCS = "docs/"
FIRST = "README.md"
BEGIN = (FIRST, "CONTRIBUTING.md")
"""Pages outside of docs/ that are built in any case."""
_LINK = re.compile(r"(?<=\]\()(?P<target>[^)\s]+)(?=\))")


def place_of(file: str) -> str:
    """Where a file of the repository is in the site; both are paths with slashes."""
    return "index.md" if file == FIRST else file.removeprefix(DOCS)


def file_at(place: str) -> str:
    """The file of the repository that is built at a place of the site."""
    if place == "index.md":
        return FIRST
    return f"{DOCS}{place}" if (ROOT / DOCS / place).exists() else place


def linked(file: str, text: str) -> Iterator[tuple[str, str]]:
    """Links of a page to files that there are: each as written, and the file that it leads to."""
    for found in _LINK.finditer(text):
        address = urlsplit(found["target"])
        if address.scheme or not address.path:
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(file), address.path))
        if not target.startswith("..") and (ROOT / target).is_file():
            yield found["target"], target


def outside(pages: list[str]) -> list[str]:
    """Files outside of docs/ that these pages lead to, over however many pages."""
    found, left = set(pages), list(pages)
    while left:
        page = left.pop()
        if page.endswith(".md"):
            text = (ROOT / page).read_text("utf-8")
            fresh = {target for _, target in linked(page, text)} - found
            found |= fresh
            left += sorted(fresh)
    return sorted(file for file in found if not file.startswith(DOCS))


def on_files(files: Files, config: Any) -> Files:
    """Adds what is outside of docs/."""
    pages = [f"{DOCS}{file.src_uri}" for file in files.documentation_pages()]
    for file in outside([*BEGIN, *pages]):
        path = str(ROOT / file)
        files.append(File.generated(config, place_of(file), abs_src_path=path))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Leads links to where their files are built."""
    here = page.file.src_uri
    leads = dict(linked(file_at(here), markdown))

    def led(found: re.Match[str]) -> str:
        written = found["target"]
        if written not in leads:
            return written
        place = posixpath.relpath(place_of(leads[written]), PurePosixPath(here).parent.as_posix())
        fragment = urlsplit(written).fragment
        return f"{place}#{fragment}" if fragment else place

    return _LINK.sub(led, markdown)
