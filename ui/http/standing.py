"""GET /v1/standing.atom: the alerts of standing questions as a feed."""

from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from ui.http.description import problems
from ui.http.gate import seen_by
from ui.service import Service
from ui.standing.feed import as_atom
from ui.standing.store import StandingStore

_ATOM = "application/atom+xml"
_FEED: dict[int | str, dict[str, Any]] = {
    200: {"content": {_ATOM: {"schema": {"type": "string"}}}, "description": "An Atom feed."},
    304: {"description": "There is nothing that `If-None-Match` does not name."},
}


def add_standing(router: APIRouter, service: Service) -> None:
    """Adds the feed."""
    store = StandingStore(service.settings.data_dir)

    @router.get(
        "/standing.atom",
        summary="Follow standing questions",
        tags=["questions"],
        response_class=Response,
        responses={**problems(403, 503), **_FEED},
    )
    def feed(request: Request) -> Response:
        """The last alerts of questions that were added with `--to feed` or on the page, of
        everybody, the newest first. Where tokens are asked for or people sign in, this needs a
        token with `admin`. They are told of all reports, so that one that sees some collections
        alone is refused."""
        if seen_by(request) is not None:
            raise HTTPException(
                403,
                "Standing questions are asked of all reports, and this token sees those of some "
                "collections alone.",
            )
        made = as_atom(store.feed(), str(request.url.replace(query="")))
        headers = {"ETag": f'"{sha256(made).hexdigest()[:32]}"', "Cache-Control": "private"}
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(made, headers=headers, media_type=_ATOM)
