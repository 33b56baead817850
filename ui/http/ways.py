"""The ways into the server: what each needs, or why it is open. An address begins with what is
named, and the longest beginning counts."""

from ui.callers import TokenScope

GUARDED = "/v1"
PAGE = "/gradio_api/"
"""What the chat page asks for lies below it."""
UPLOAD = "/gradio_api/upload"
"""Where the chat page sends files to."""
NEEDS = {
    "/v1/ask": TokenScope.ASK,
    "/v1/chat/completions": TokenScope.ASK,
    "/v1/check": TokenScope.ASK,
    "/v1/citations": TokenScope.READ,
    "/v1/export": TokenScope.ASK,
    "/v1/find": TokenScope.ASK,
    "/v1/models": TokenScope.ASK,
    "/v1/receipts": TokenScope.ASK,
    "/v1/reports": TokenScope.READ,
}
"""The scope that a token must have; what lies below /v1 and is not named needs `admin`."""
_CHANGES = frozenset({"PATCH", "DELETE"})
"""With these, what is read otherwise is changed, which needs `ingest`."""
OPEN = {
    "/docs": "the description of the interface",
    "/docs-assets": "files of that description",
    "/healthz": "that the server runs",
    "/metrics": "counts, without questions or reports",
    "/openapi.json": "the description of the interface",
    "/readyz": "whether the models are loaded, and the vectors there",
    "/slack/events": "each request is signed by Slack",
}
"""The ways in that neither ask for a token nor count as a request, and why."""
OPEN_PAGE = {
    "/": "the chat's page, which shows what the conversation of its reader's browser holds",
    "/assets/": "files of the page",
    "/config": "what the page is built of",
    "/favicon.ico": "a picture of the page",
    "/gradio_api/": "reading what an event answered, by the name of its session, which only its "
    "reader's browser has; files of the page",
    "/login": "nobody has a name here: it is refused",
    "/logout": "nobody has a name here: it only forgets a cookie",
    "/manifest.json": "what the page is called",
    "/monitoring": "switched off",
    "/pwa_icon": "a picture of the page",
    "/robots.txt": "what search engines may read: nothing",
    "/static/": "files of the page",
    "/svelte/": "files of the page",
    "/theme.css": "how the page looks",
}
"""Those of the chat page, open while the page is: where tokens are asked for, none of them is."""
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


def is_guarded(path: str) -> bool:
    """Whether a path is of the interface for programs."""
    return path == GUARDED or path.startswith(f"{GUARDED}/")


def is_of_page(path: str) -> bool:
    """Whether a path is the chat page's: whatever else the server does not answer itself."""
    return not is_guarded(path) and _named(path, OPEN) is None


def scope_needed(method: str, path: str) -> TokenScope:
    """What a token must be for, to be let in at a path of the interface for programs."""
    named = _named(path, NEEDS)
    needed = NEEDS[named] if named is not None else TokenScope.ADMIN
    return TokenScope.INGEST if method in _CHANGES and needed is TokenScope.READ else needed


def is_counted(method: str, path: str) -> bool:
    """Whether a request counts against what a client may ask in a minute: whatever the interface
    for programs is asked, and whatever the chat page has done, by any of Gradio's ways."""
    return is_guarded(path) or (path.startswith(PAGE) and method not in _READS)


def _named(path: str, ways: dict[str, TokenScope] | dict[str, str]) -> str | None:
    """The longest of some ways that a path is, or lies below."""
    found = [way for way in ways if path == way or path.startswith(f"{way}/")]
    return max(found, key=len, default=None)
