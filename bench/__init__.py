"""Benchmarks: one script a question, its results beside it. `python -m bench.run` runs them all."""

import index  # noqa: F401 - first of all, since it switches off what libraries tell their makers
