#!/usr/bin/env bash
# ir-measures 0.4.3 (with pytrec-eval-terrier 0.5.10): where two documents have the same score, the
# reciprocal rank of a run is 0.5 and its reciprocal rank at 1 is 1.0, in one call on one run. RR,
# P@1, Success@1, nDCG@1 and AP come from trec_eval, which puts the later name first among equal
# scores; RR@1 and Judged@1 come from code of its own, which puts the earlier name first. With the
# two names exchanged all are turned about.
#
# Expected: RR@1 is RR where the first is relevant and 0 where it is not, so that it is never more
# than RR; and measures that are printed in one row are of one ranking.
#
# It hurts whoever sets figures of a search side by side: scores in eight bits, cut-off cosines and
# copies of one text are equal often, and half of a table is then of another order than its rest.
# Dateline breaks ties itself, by a passage's id, before anything is counted.
#
# Fails if that changes: then such figures may stand in one table.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet ir-measures==0.4.3 pytrec-eval-terrier==0.5.10
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

import ir_measures
from ir_measures import AP, RR, Judged, P, Qrel, ScoredDoc, Success, nDCG

print("ir-measures", version("ir-measures"), "pytrec-eval-terrier", version("pytrec-eval-terrier"))
MEASURES = [RR, AP, P @ 1, Success @ 1, nDCG @ 1, RR @ 1, Judged @ 1]
RUN = [ScoredDoc("q", "a", 1.0), ScoredDoc("q", "b", 1.0)]
SEEN = {"a": [0.5, 0.5, 0.0, 0.0, 0.0, 1.0, 1.0], "b": [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0]}
"""For the one that is relevant, the measures of two equal scores."""

changed = False
for relevant, seen in SEEN.items():
    given = ir_measures.calc_aggregate(MEASURES, [Qrel("q", relevant, 1)], RUN)
    values = [given[measure] for measure in MEASURES]
    print(f"{relevant} is relevant:", ", ".join(f"{m} {v}" for m, v in zip(MEASURES, values)))
    changed |= values != seen
sys.exit("changed: it no longer does what stands above" if changed else 0)
PYTHON
