"""What the names of fields say of their dates."""

import pytest

from index.reading.stated import Sense, sense_of


@pytest.mark.parametrize(
    ("sense", "names"),
    [
        (Sense.PUBLISHED, ["published", "pubDate", "pub_date", "datePublished", "date-published",
                           "article:published_time", "publishdate", "dc.date.issued", "releaseDate",
                           "cXenseParse:recs:publishtime", "firstPublished", "posted_at"]),
        (Sense.DATE, ["date", "Date", "DC.date", "datetime", "timestamp"]),
        (Sense.CREATED, ["created", "created_at", "dcterms.created", "dateCreated"]),
        (Sense.UNNAMED, ["meeting_date", "doc_date", "uploadDate"]),
        (Sense.MODIFIED, ["updated", "lastmod", "last_modified_at", "og:updated_time",
                          "article:modified_time", "dateModified", "revision_date"]),
        (Sense.OTHER, ["expiryDate", "nextRelease", "event_date", "start_date", "birthDate",
                       "book:release_date", "retrieved_on", "unpublish_date"]),
        (None, ["title", "slug", "author", "postal", "category"]),
    ],
    ids=lambda value: str(value) if value is None or isinstance(value, Sense) else "",
)  # fmt: skip
def test_what_a_name_says(sense: Sense | None, names: list[str]) -> None:
    assert {name: sense_of(name) for name in names} == dict.fromkeys(names, sense)
