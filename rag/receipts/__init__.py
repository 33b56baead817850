"""Answers kept with all that they depend on, and asked again later to see what has changed."""
