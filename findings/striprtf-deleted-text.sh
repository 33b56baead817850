#!/usr/bin/env bash
# striprtf 0.0.35: what an author took back stands in the text as if it had been said. Runs that
# Word marks as deleted (\deleted, with tracked changes) and runs that are hidden (\v) are given
# out with all others, so that a sentence reads "The toll is seven nine"; footnotes are left out,
# without a word.
#
# Expected: Rich Text Format 1.9.1: \deleted "marks the text as deleted" and \revised as added since
# the last revision, so that with changes accepted the first is not text; \v is hidden text, which
# no reader shows; \footnote is a destination whose text is shown at the foot of the page.
#
# It hurts whoever quotes: a figure that was corrected in the file is quoted beside its correction.
# So a file with deletions is refused by Dateline, and notes that were left out are said.
#
# Fails if that changes: then such files may be read.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet striprtf==0.0.35
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

from striprtf.striprtf import rtf_to_text

print("striprtf", version("striprtf"))
SEEN = {
    "deleted": (r"The toll is {\deleted\revauthdel0 seven }{\revised\revauth0 nine}.",
                "The toll is nine.", "The toll is seven nine."),
    "hidden": (r"The toll is {\v not yet }known.", "The toll is known.", "The toll is not yet known."),
    "footnote": (r"The toll is nine.{\super\chftn{\footnote\pard\plain Of whom two are missing.}}",
                 "The toll is nine. Of whom two are missing.", "The toll is nine."),
}
"""Each: the body, what is to be read of it, and what rtf_to_text gives."""

changed = False
for name, (body, expected, seen) in SEEN.items():
    text = rtf_to_text(r"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}\pard " + body + r"\par}").strip()
    print(f"{name}: expected {expected!r}, got {text!r}")
    changed |= text != seen
sys.exit("changed: it no longer does what stands above" if changed else 0)
PYTHON
