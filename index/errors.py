"""Errors written for the person who reads them: what happened, what to do."""


class DatelineError(Exception):
    """Root of every error that Dateline raises on purpose. Its text is shown as it is."""


class BadInput(DatelineError):
    """What was handed in cannot be used: a path, a question, a date, a setting."""


class IndexUnusable(DatelineError):
    """The data folder cannot be read or written, or is held by another process."""


class IndexMismatch(DatelineError):
    """The index was made with another embedding model or chunking than the settings name."""


class ModelUnusable(DatelineError):
    """A model that the settings name is missing, damaged or not the one it claims to be."""
