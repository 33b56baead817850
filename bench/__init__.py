"""Benchmarks: one script a question, its results beside it. `python -m bench.run` runs them all."""
