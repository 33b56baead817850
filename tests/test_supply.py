"""What is installed: locked with hashes, whole, under licences that are permitted, and told in a
bill of materials. All of it offline."""

import json
import re
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deploy.licences import PAGE, is_permitted, page
from deploy.sbom import ROOT, RUNNING, SUPPLY, WORKING, locked

LOCKS = [*RUNNING, *WORKING]
NOT_LOCKED = {
    name
    for file in ("deploy/cuda.txt", "deploy/left_out.txt")
    for name in re.findall(r"^[a-z].*", (ROOT / file).read_text("utf-8"), re.MULTILINE)
}


@pytest.mark.parametrize("file", LOCKS)
def test_every_line_is_a_version_with_hashes(file: str) -> None:
    text = re.sub(r"^#.*\n", "", (ROOT / file).read_text("utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    one = re.compile(r"[a-z0-9.-]+==[^ ]+( +--hash=sha256:[0-9a-f]{64})+")
    assert [line for line in lines if not one.fullmatch(line)] == []
    assert len(lines) == len(locked([file]))


def test_a_package_is_locked_once() -> None:
    sizes = [len(locked([file])) for file in LOCKS]
    assert sum(sizes) == len(locked(LOCKS))
    assert not NOT_LOCKED & locked(LOCKS).keys()


def _needed(name: str, extras: frozenset[str] = frozenset()) -> list[Requirement]:
    """What an installed distribution asks for here."""
    asked = map(Requirement, distribution(name).requires or [])
    chosen = [{"extra": extra} for extra in (extras or {""})]
    return [one for one in asked if one.marker is None or any(map(one.marker.evaluate, chosen))]


@pytest.mark.parametrize(
    ("files", "extras"), [(RUNNING, frozenset[str]()), (LOCKS, frozenset({"", "dev"}))],
    ids=["running", "working"],
)  # fmt: skip
def test_the_locks_are_whole(files: list[str], extras: frozenset[str]) -> None:
    """They are installed without asking what they need: all of that is in them, in versions that
    fit."""
    versions = {name: version for name, (version, _) in locked(files).items()}
    left, seen, lacking = [("dateline", extras)], set[tuple[str, frozenset[str]]](), []
    while left:
        name, wanted = left.pop()
        if (name, wanted) in seen or name in NOT_LOCKED:
            continue
        seen.add((name, wanted))
        for need in _needed(name, wanted):
            on = canonicalize_name(need.name)
            if on not in NOT_LOCKED and not need.specifier.contains(versions.get(on, ""), True):
                lacking.append(f"{name}: {need}")
            left.append((on, frozenset(need.extras | {""} if need.extras else ())))
    assert lacking == []


def test_licences_are_known_and_permitted() -> None:
    rows = re.findall(r"^\| ([^ |]+) \| ([^ |]+) \| (.+?) \| (?:read)? ?\| (?:running|working)",
                      PAGE.read_text("utf-8"), re.MULTILINE)  # fmt: skip
    assert {(name, version) for name, version, _ in rows} == {
        (name, version) for name, (version, _) in locked(LOCKS).items()
    }, "run make licences"
    assert [row for row in rows if not is_permitted(row[2])] == []
    assert {*SUPPLY["by_hand"]} <= {name for name, *_ in rows}


@pytest.mark.nightly
def test_the_page_of_licences_is_what_the_packages_say() -> None:
    assert PAGE.read_text("utf-8") == page(), "run make licences"


@pytest.mark.parametrize(
    ("licence", "permitted"),
    [("MIT", True), ("GPL-3.0-only", False), ("MIT OR GPL-3.0-only", True),
     ("MIT AND GPL-3.0-only", False), ("MIT AND (Apache-2.0 OR AGPL-3.0-only)", True),
     ("Apache-2.0 WITH LLVM-exception", True), ("Unheard-of", False), ("None", False)],
)  # fmt: skip
def test_what_is_permitted(licence: str, permitted: bool) -> None:
    assert is_permitted(licence) is permitted


@pytest.mark.nightly
def test_the_bill_of_materials_has_what_runs(tmp_path: Path) -> None:
    """It is written only where it is valid by the schema that the tool brings along."""
    file = tmp_path / "dateline.cdx.json"
    ran = subprocess.run(
        [sys.executable, "-m", "deploy.sbom", file], cwd=ROOT, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    bill = json.loads(file.read_text("utf-8"))
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "dateline")
    libraries = [one for one in bill["components"] if one["type"] == "library"]
    wanted = locked(RUNNING)
    assert {canonicalize_name(one["name"]) for one in libraries} == wanted.keys()
    for one in libraries:
        version, sums = wanted[canonicalize_name(one["name"])]
        assert one["version"].partition("+")[0] == version
        assert [known["content"] for known in one["hashes"]] == sums
        assert len(one["licenses"]) == 1
    assert len(bill["components"]) == len(libraries) + len(SUPPLY["shipped"])
