"""Errors written for the person who reads them: what happened, what to do."""

_LONGEST_ID = 80
"""Characters; what is longer is no id, and is not said again in full."""


class DatelineError(Exception):
    """Root of every error that Dateline raises on purpose. Its text is shown as it is."""


class BadInput(DatelineError):
    """What was handed in cannot be used: a path, a question, a date, a setting."""


class UnknownReport(BadInput):
    """There is no report with the id that was named."""

    def __init__(self, report_id: str) -> None:
        super().__init__(
            f"There is no report with the id “{report_id[:_LONGEST_ID]}”. Take one from a citation "
            "or from the list of reports."
        )


class OutOfMemory(DatelineError):
    """The machine has not enough memory for what was asked."""

    def __init__(
        self,
        said: str = "There is not enough memory for this. Close other programs, or set "
        "DATELINE_EMBED_BATCH lower; what was being changed is as it was.",
    ) -> None:
        super().__init__(said)


class IndexUnusable(DatelineError):
    """The data folder cannot be read or written, or is held by another process."""


class NotWritable(IndexUnusable):
    """The data folder may only be read."""


class BeingWritten(IndexUnusable):
    """Another process is writing to the data folder."""


class VectorsOut(IndexUnusable):
    """The server that keeps the vectors does not give them, or lacks some of them."""


class OlderIndex(IndexUnusable):
    """The index was made by an earlier version, and can be made anew from its files."""


class OtherFolder(IndexUnusable):
    """The catalog is that of another data folder, which has its vectors."""


class DatabaseUnusable(DatelineError):
    """A database server that a setting names cannot be reached, or not be used."""


class CatalogOut(DatabaseUnusable, IndexUnusable):
    """The database server that keeps the catalog cannot be reached, or not be used."""


class IndexMismatch(DatelineError):
    """The index was made with another embedding model or chunking than the settings name."""


class ModelUnusable(DatelineError):
    """A model that the settings name is missing, damaged or not the one it claims to be."""
