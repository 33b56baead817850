"""The licences of all that is installed to run Dateline or to work on it: `python -m
deploy.licences` writes docs/licences.md from what the locked packages say, installed here."""

import sys
from pathlib import Path

from license_expression import ExpressionError, get_spdx_licensing
from packaging.utils import canonicalize_name

from deploy.sbom import ROOT, RUNNING, SHARING, SUPPLY, WORKING, installed, licence_of, locked

PAGE = ROOT / "docs/licences.md"
_SPDX = get_spdx_licensing()
_HEAD = """# Licences

Dateline's own is [Apache-2.0](../LICENSE). Beside it stand what it needs to run and what only those
need who work on it, in the versions that are [locked](supply.md), by the names of SPDX: as packages
say them, or, with *read*, as was read in the licence that the package brings along. `make licences`
makes this page anew; a test holds it against the locks, and each licence against those permitted in
`deploy/supply.toml`. Of “A OR B” Dateline takes what is permitted.

With the build of torch for CUDA come NVIDIA's libraries, which are proprietary and not locked; the
build for CPUs has none.

| package | version | licence | | for |
|---|---|---|---|---|
"""
_SHIPPED = """
In the wheel itself, with what each was trained on or made from (one of the sets that the reader saw
is for non-commercial use; its card says how to train without it):

| | licence | more |
|---|---|---|
"""


def is_permitted(licence: str) -> bool:
    """Whether an SPDX expression can be met by permitted licences alone."""
    try:
        parsed = _SPDX.parse(licence, validate=True, strict=True)
    except ExpressionError:
        return False
    return _met(parsed)


def _met(part: object) -> bool:
    if isinstance(part, _SPDX.OR):
        return any(map(_met, part.args))
    if isinstance(part, _SPDX.AND):
        return all(map(_met, part.args))
    return str(part) in SUPPLY["permitted"]


def page() -> str:
    """The page as it should be. Raises SystemExit where a licence is not known or not permitted."""
    there = {canonicalize_name(one["name"]): one for one in installed()["components"]}
    rows, wrong, shared = list[str](), list[str](), locked(SHARING)
    for files, what in ((RUNNING, "running it"), (WORKING, "working on it")):
        for name, (version, _) in sorted(locked(files).items()):
            use = "running several that share a PostgreSQL" if name in shared else what
            licence = licence_of(there[name]) if name in there else None
            if licence is None or not is_permitted(licence):
                wrong.append(f"{name} ({licence or 'unknown'})")
            read = "read" if name in SUPPLY["by_hand"] else ""
            rows.append(f"| {name} | {version} | {licence} | {read} | {use} |\n")
    if wrong:
        sys.exit(
            f"Not known or not permitted: {', '.join(wrong)}. Install what is locked (make test "
            "does), read the licence, and say it in deploy/supply.toml."
        )
    shipped = (
        f"| {one['name']} | {one['licence']} | [{Path(one['card']).name}](../{one['card']}) |\n"
        for one in SUPPLY["shipped"]
    )
    return "".join([_HEAD, *rows, _SHIPPED, *shipped])


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
