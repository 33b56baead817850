"""Addresses that reports state, before a reader may follow them."""

from urllib.parse import urlsplit, urlunsplit

from ui.console import on_one_line


def followable(url: str | None) -> str | None:
    """An address on the web as it is; None for scripts, files and what is no address."""
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.hostname else None


def without_password(words: str) -> str:
    """An address with stars for the password in it; any other words as they are."""
    try:
        parts = urlsplit(words)
        password = parts.password
    except ValueError:
        return words
    if password is None:
        return words
    name, _, host = parts.netloc.rpartition("@")
    user = name.partition(":")[0]
    return urlunsplit(parts._replace(netloc=f"{user}:***@{host}"))


def address_in_words(url: str) -> str:
    """An address as a report states it, on a line; said to be none where it cannot be followed."""
    written = on_one_line(url)
    return written if followable(url) else f"{written} (not an address on the web)"
