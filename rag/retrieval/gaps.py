"""What of a corpus could not be searched for one question, and whether it is answered nevertheless.

Where the server that keeps the vectors is out, or lacks some of them, a setting says whether the
question is refused or answered from what there is, with that said beside the answer.
"""

import logging

from index.errors import VectorsOut
from index.storage.catalog import Catalog
from index.storage.store import Stores

_LOG = logging.getLogger("dateline.search")
_LOG.addHandler(logging.NullHandler())  # a program that does not log is told by the outcome
OUT = "The vectors of the reports cannot be asked at present"
FEWER = "Of {passages:,} passages {lacking:,} or more lack their vectors at present"
_SO = "passages were looked for by their words alone, and one that answers may have been missed."


def said_of(gap: str) -> str:
    """What a gap means for a question that was answered nevertheless."""
    return f"{gap}: {_SO}"


class Gaps:
    """The gaps in the search for one question. `words` tells of them to whoever asked; None where
    all was searched."""

    def __init__(self, *, may_be_said: bool = False) -> None:
        """Unless they `may_be_said` beside an answer, a gap is an error."""
        self._may_be_said = may_be_said
        self._looked = self._is_out = False
        self.words: str | None = None

    def may_ask(self, stores: Stores, catalog: Catalog) -> bool:
        """Whether the vector store is to be asked. Looked for once a question. Raises VectorsOut
        where it is out or lacks vectors, and that may not be said."""
        if not self._looked:
            self._looked = True
            try:
                gap = lacking(stores, catalog)
            except VectorsOut as error:
                self.out(error)
            else:
                self._lacks(gap)
        return not self._is_out

    def out(self, error: VectorsOut) -> None:
        """Notes that the vector store does not answer; raises the error where that is not to be
        said."""
        if not self._may_be_said:
            raise error
        _LOG.error("a question is answered without vectors: %s", error)
        self._is_out = True
        self.words = said_of(OUT)

    def _lacks(self, gap: str | None) -> None:
        if gap is None:
            return
        if not self._may_be_said:
            raise VectorsOut(f"{gap}. Run `dateline doctor`, which gives them back.")
        self.words = said_of(gap)


def lacking(stores: Stores, catalog: Catalog) -> str | None:
    """That a server lacks vectors of passages that the catalog has, in words; None where it lacks
    none. Raises VectorsOut where it does not answer."""
    if stores.vectors.server is None:
        return None
    passages = catalog.passages_of_all
    fewer = stores.vectors.lacking(passages)
    return FEWER.format(passages=passages, lacking=fewer) if fewer else None
