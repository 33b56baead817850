"""The software bill of materials of a release, in CycloneDX: `python -m deploy.sbom FILE`.

It has what the locks name to run Dateline, as it is installed here, each with its licence and the
hashes that it was locked with, and the models and data in the wheel. What the CUDA build of torch
brings along is not locked, and not in it.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.utils import canonicalize_name
from rfc3986_validator import validate_rfc3986

ROOT = Path(__file__).resolve().parent.parent
SHARING = ("requirements-postgres.lock",)
RUNNING = ("requirements.lock", "requirements-torch.lock", *SHARING)
WORKING = ("requirements-dev.lock",)
SUPPLY: dict[str, Any] = tomllib.loads((ROOT / "deploy/supply.toml").read_text("utf-8"))
"""Which licences are permitted, those of packages that do not say theirs, and what is shipped."""
_LOCKED = re.compile(r"^([\w.-]+)==(\S+)((?:\s*\\\n\s*--hash=sha256:[0-9a-f]{64})*)", re.MULTILINE)
Component = dict[str, Any]


def locked(files: Collection[str]) -> dict[str, tuple[str, list[str]]]:
    """The version and the SHA-256 sums of each package that lock files name, by its name as PEP
    503 writes it."""
    found = (_LOCKED.findall((ROOT / file).read_text("utf-8")) for file in files)
    return {
        canonicalize_name(name): (version, re.findall(r"sha256:(\w+)", sums))
        for packages in found
        for name, version, sums in packages
    }


def installed() -> dict[str, Any]:
    """The bill of all that is installed beside the running interpreter, as CycloneDX's tool for
    Python makes it."""
    made = subprocess.run(
        [sys.executable, "-m", "cyclonedx_py", "environment", "--pyproject", "pyproject.toml",
         "--output-reproducible", "--output-format", "JSON", sys.executable],
        cwd=ROOT, check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    bill: dict[str, Any] = json.loads(made.stdout)
    return bill


def licence_of(component: Component) -> str | None:
    """The licence of a component in SPDX's words: as stated by hand, else as it says itself where
    that is one and leaves nothing open."""
    name = canonicalize_name(component["name"])
    if name in SUPPLY["by_hand"]:
        return str(SUPPLY["by_hand"][name])
    stated = component.get("licenses", [])
    said = {one.get("expression") or one["license"].get("id") for one in stated} - {None}
    return str(said.pop()) if len(said) == 1 else None


def of_release() -> dict[str, Any]:
    """The bill of what is needed to run Dateline. Raises SystemExit where a package is not
    installed."""
    bill, wanted = installed(), locked(RUNNING)
    there = {canonicalize_name(one["name"]): one for one in bill["components"]}
    if missing := sorted(wanted.keys() - there.keys()):
        sys.exit(
            f"These are locked and not installed here: {', '.join(missing)}. Run make install."
        )
    for name, (_, sums) in wanted.items():
        component, licence = there[name], licence_of(there[name])
        component["hashes"] = [{"alg": "SHA-256", "content": one} for one in sums]
        if licence is not None:
            component["licenses"] = [{"expression": licence}]
    bill["components"] = [
        *(there[name] for name in sorted(wanted)),
        *map(_shipped, SUPPLY["shipped"]),
    ]
    refs = {one["bom-ref"] for one in [bill["metadata"]["component"], *bill["components"]]}
    bill["dependencies"] = [
        {"ref": one["ref"], "dependsOn": sorted(refs & {*one.get("dependsOn", ())})}
        for one in bill["dependencies"]
        if one["ref"] in refs
    ]
    return bill


def _shipped(one: dict[str, str]) -> Component:
    content = (ROOT / one["file"]).read_bytes()
    return {
        "bom-ref": one["name"], "type": one["type"], "name": one["name"],
        "licenses": [{"expression": one["licence"]}],
        "hashes": [{"alg": "SHA-256", "content": sha256(content).hexdigest()}],
        "properties": [{"name": "dateline:file", "value": one["file"]}],
    }  # fmt: skip


def wrong_addresses(bill: dict[str, Any]) -> list[str]:
    """The addresses in a bill that are none by RFC 3986: the validator leaves that open without
    what deploy/left_out.txt names."""
    named = [bill["metadata"]["component"], *bill["components"]]
    urls = [one["url"] for part in named for one in part.get("externalReferences", ())]
    return [url for url in urls if not validate_rfc3986(url, rule="URI_reference")]


def main() -> None:
    """Writes the bill, if it is valid."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m deploy.sbom FILE")
    bill = of_release()
    if addresses := wrong_addresses(bill):
        sys.exit(f"The bill is not valid: these are no addresses: {', '.join(addresses)}")
    text = json.dumps(bill, indent=1, ensure_ascii=False) + "\n"
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    if (wrong := validator.validate_str(text)) is not None:
        sys.exit(f"The bill is not valid: {wrong}")
    file = Path(sys.argv[1])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
