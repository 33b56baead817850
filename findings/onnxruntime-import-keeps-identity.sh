#!/usr/bin/env bash
# onnxruntime 1.31.1, the package for CPUs on Linux: its import alone, before any model is loaded,
# makes an identity of the machine and keeps it in the user's home, beside a database of events to be
# sent: the program's name, the system and its version, the processor, the memory, whether it runs
# in a container. disable_telemetry_events(), right behind the import, comes too late, and the
# common DO_NOT_TRACK=1 is not heeded; ORT_DISABLE_TELEMETRY=1 in the environment before the import
# is. It keeps quiet by itself where the environment has CI, so a test that runs on a service sees
# nothing of it.
#
# Expected: that the import of a runtime of models writes nothing outside what it is asked for, as
# it did not on Linux before 1.29; that the function named for it switches it off.
#
# It hurts whoever works on what may not be told: that a program of this kind runs, and where, is
# noted on the disk and meant for its maker's host. Dateline sets the variable before it imports
# anything, for itself and for what it starts.
#
# Fails if that changes: then the switch can go. Whether anything is sent is not looked at here.
set -euo pipefail
if [ "$(uname -s)" != Linux ]; then
  echo "skipped: seen on Linux alone"
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet onnxruntime==1.31.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

print("onnxruntime", version("onnxruntime"))
ONLY = "import onnxruntime"
WAYS = {
    "imported": (ONLY, {}, {"deviceid", "onnxruntime.db"}),
    "switched off behind the import": (
        f"{ONLY}; onnxruntime.disable_telemetry_events()", {}, {"deviceid", "onnxruntime.db"},
    ),
    "DO_NOT_TRACK=1": (ONLY, {"DO_NOT_TRACK": "1"}, {"deviceid", "onnxruntime.db"}),
    "CI=1": (ONLY, {"CI": "1"}, set()),
    "ORT_DISABLE_TELEMETRY=1": (ONLY, {"ORT_DISABLE_TELEMETRY": "1"}, set()),
}
"""What is run, with what besides in the environment, and the names of the files in the home."""

SWITCHES = ("DO_NOT_TRACK", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS", "CI", "XDG_CACHE_HOME")
kept = {name: value for name, value in os.environ.items() if name not in SWITCHES}
kept |= {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
"""A proxy that is not there: nothing leaves the machine."""
changed = False
for number, (way, (code, besides, seen)) in enumerate(WAYS.items()):
    home = Path(f"home-{number}").absolute()
    home.mkdir()
    code = f"{code}; import time; time.sleep(1)"
    environment = {**kept, **besides, "HOME": str(home)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    left = {file.name for file in home.rglob("*") if file.is_file()}
    print(f"{way}: {', '.join(sorted(left)) or 'nothing'}")
    changed |= not (seen <= left if seen else left == seen)
sys.exit("changed: it no longer does what stands above" if changed else 0)
PYTHON
