"""Where reports come from beside files: addresses on the web, fetched when they are named."""

from index.sources.fetched import Refused, fetch_all, is_address

__all__ = ["Refused", "fetch_all", "is_address"]
