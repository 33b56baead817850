"""Texts that somebody else wrote, checked against the reports sentence by sentence."""

EXPORTED = "Answers from dated reports"
"""The heading of what Dateline exports: what stands there without a note is its own words."""
