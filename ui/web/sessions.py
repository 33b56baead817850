"""Whose a session of the page is, where people sign in."""

from collections import OrderedDict
from urllib.parse import parse_qs

from starlette.types import Scope

from ui.http.gate import user_of

_MANY = 10_000
_IN_PATH = ("/gradio_api/heartbeat/", "/gradio_api/stream/")
"""Behind these comes the name of a session."""


class SessionOwners:
    """Sessions by who was first to use them: nobody else may, though he knows their names. Of more
    than ten thousand, those that have been quiet longest are forgotten."""

    def __init__(self) -> None:
        self._owners: OrderedDict[str, str] = OrderedDict()

    def may_go_on(self, scope: Scope, session: str | None = None) -> bool:
        """Whether a request may use the session that it names, or `session`, which its body does.
        Where nobody is signed in, everybody may."""
        user = user_of(scope)
        if not user:
            return True
        named = session if session is not None else _named(scope)
        if not named:
            return True
        owner = self._owners.setdefault(named, user)
        self._owners.move_to_end(named)
        while len(self._owners) > _MANY:
            self._owners.popitem(last=False)
        return owner == user


def _named(scope: Scope) -> str:
    """The session that a request names in its address; empty for none."""
    for beginning in _IN_PATH:
        if scope["path"].startswith(beginning):
            return str(scope["path"]).removeprefix(beginning).partition("/")[0]
    query = parse_qs(bytes(scope.get("query_string", b"")).decode("latin-1"))
    return query.get("session_hash", [""])[-1]
