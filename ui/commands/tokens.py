"""`dateline tokens`: who may use the server over HTTP."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.text import Text

from index.storage.catalog import Catalog
from rag.settings import read_settings
from ui.callers import AS_BEFORE, TokenScope, scopes_named
from ui.console import EXIT_ANSWER, console, show, shown
from ui.tokens import KeptToken, TokenStore


def run_add(
    data_dir: Path | None, name: str, scopes: Sequence[str], collections: Sequence[str]
) -> int:
    """Makes a token and prints it, alone on standard output; the rest is told on standard error."""
    settings = read_settings(data_dir)
    folder, catalog = settings.data_dir, Catalog.open(settings)
    known = {one.casefold(): one for one in catalog.collections()} if catalog else {}
    given = scopes_named(scopes) or AS_BEFORE
    seen = [known.get(one.strip().casefold(), one.strip()) for one in collections]
    store = TokenStore(folder)
    first = not store.exists
    token = store.add(name, given, seen or None)
    for one in seen:
        if one.casefold() not in known:
            _say(f"There is no collection “{shown(one)}” yet: the token sees it when there is.")
    of = f"reports of {', '.join(map(shown, seen))} alone" if seen else "all reports"
    _say(f"The token {shown(name)} may {_in_words(given)}, and sees {of}.")
    _say("It is not shown again. Send it as: Authorization: Bearer TOKEN")
    if first:
        _say("From now on /v1 asks for a token, and the chat page is not served without sign-in.")
    print(token)
    return EXIT_ANSWER


def run_list(data_dir: Path | None, *, as_json: bool) -> int:
    """Prints what each token may, never the token."""
    store = TokenStore(read_settings(data_dir).data_dir)
    tokens = store.all()
    if as_json:
        print(json.dumps([_as_json(token) for token in tokens], ensure_ascii=False, indent=2))
    elif tokens:
        show(console(), (_line(token) for token in tokens))
    elif store.exists:
        console().print(_none_left(store), markup=False)
    else:
        console().print("No token was made yet. Make one with `dateline tokens add NAME`.")
    return EXIT_ANSWER


def run_remove(data_dir: Path | None, name: str) -> int:
    """Withdraws a token; servers that run refuse it from the next request on."""
    store = TokenStore(read_settings(data_dir).data_dir)
    store.remove(name)
    console().print(f"The token {shown(name)} is withdrawn.", markup=False)
    if not store.all():
        console().print(_none_left(store), markup=False)
    return EXIT_ANSWER


def _none_left(store: TokenStore) -> str:
    return (
        "No token is left, and /v1 still asks for one. To let everybody in again, delete "
        f"{shown(str(store.file))}."
    )


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _in_words(scopes: frozenset[TokenScope]) -> str:
    return ", ".join(scope for scope in TokenScope if scope in scopes)


def _as_json(token: KeptToken) -> dict[str, object]:
    return {
        "name": token.name,
        "scopes": sorted(token.scopes),
        "collections": token.collections,
        "made_at": token.made_at,
    }


def _line(token: KeptToken) -> Text:
    seen = "all" if token.collections is None else "; ".join(map(shown, token.collections))
    return Text.assemble(
        (shown(token.name), "bold"),
        f"  {_in_words(token.scopes)}  reports: {seen}  made {token.made_at[:10]}",
    )
