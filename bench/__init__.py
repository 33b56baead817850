"""Benchmarks: one script a question, its results beside it. `python -m bench.run` runs them all."""

import os

import index  # noqa: F401 - first of all, since it switches off what libraries tell their makers

# A thread of torch's that waits holds its core otherwise: beside other programs, training took five
# times as long. It is read when torch is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
