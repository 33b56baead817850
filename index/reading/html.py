"""HTML: the main text and the metadata of a page, by trafilatura and htmldate.

The report's text is the extracted text: offsets refer to it, and quotes are verbatim in it.
"""

from datetime import date

import trafilatura
from htmldate import find_date

from index.blocks import split_blocks
from index.errors import BadInput
from index.types import DateSource, Metadata, SourceText


def read_html(page: str) -> SourceText:
    """The text of a web page without its navigation, and what its head states.

    Raises BadInput where no main text is found.
    """
    text = trafilatura.extract(page, include_comments=False, favor_recall=True)
    if not text:
        raise BadInput("holds no main text that could be told from the page around it")
    stated = trafilatura.extract_metadata(page)
    day = find_date(page, original_date=True, extensive_search=False)
    metadata = Metadata(
        title=stated.title or None,
        publisher=stated.sitename or None,
        url=stated.url or None,
        published_on=date.fromisoformat(day) if day else None,
        date_source=DateSource.HTML_META if day else None,
    )
    return SourceText(text, tuple(split_blocks(text)), metadata)
