"""What a reader is told of an error."""

import logging

from index.errors import DatelineError, IndexUnusable, NotWritable
from ui.service import SAID_AS_IT_IS
from ui.web.language import ENGLISH

_LOG = logging.getLogger(__name__)


def in_words(error: DatelineError | OSError) -> str:
    """What a reader is told of an error: what happened and what to do, and no place of a file, in
    English: the page tells it in its language."""
    if isinstance(error, SAID_AS_IT_IS):
        return str(error)
    if isinstance(error, NotWritable):
        return ENGLISH("told.error.read_only")
    _LOG.error("The chat could not do what it was asked: %s", error)
    if isinstance(error, IndexUnusable):
        return ENGLISH("told.error.index")
    return ENGLISH("told.error.server")
