"""Addresses that reports state, before a reader may follow them."""

from urllib.parse import urlsplit


def followable(url: str | None) -> str | None:
    """An address on the web as it is; None for scripts, files and what is no address."""
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.hostname else None
