"""Expressions of time in reports, marked by hand, and how well they are read."""
