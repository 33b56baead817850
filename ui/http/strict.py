"""Request bodies read strictly: what two readers could take for two things is refused."""

import json
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

_JSON = "application/json"
_BODIES = {"POST", "PUT", "PATCH"}
_DEEPEST = 32


class StrictRoute(APIRoute):
    """A route that takes JSON only, in UTF-8, with no name twice, no NaN, nothing nested deeply
    and no half of a surrogate pair. The answers are 415 and 400, before anything is validated."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if request.method in _BODIES and media != _JSON:
                raise HTTPException(415, f"Send the body as JSON, with Content-Type: {_JSON}.")
            return await handle(_StrictRequest(request.scope, request.receive))

        return strict


class _StrictRequest(Request):
    async def json(self) -> object:
        return read_json(await self.body())


def read_json(body: bytes) -> object:
    """The value of a JSON text. Raises HTTPException (400) in words for one that is not strict."""
    try:
        value: object = json.loads(
            body.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_no_constant
        )
    except UnicodeDecodeError:
        raise HTTPException(400, "The body is not UTF-8.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise HTTPException(400, f"The body is not JSON ({error.msg}: {where}).") from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError:  # a number of more digits than Python reads
        raise HTTPException(400, "The body has a number that is too long.") from None
    _check(value, 0)
    return value


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise HTTPException(400, "The body has the same name twice in one object.")
    return read


def _no_constant(name: str) -> NoReturn:
    raise HTTPException(400, f"The body has {name}, which JSON does not know.")


def _too_deep() -> HTTPException:
    return HTTPException(400, "The body is nested too deeply.")


def _check(value: object, depth: int) -> None:
    if depth > _DEEPEST:
        raise _too_deep()
    if isinstance(value, str):
        if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
            raise HTTPException(400, "The body has half of a surrogate pair, which is no text.")
    elif isinstance(value, dict):
        for name, held in value.items():
            _check(name, depth + 1)
            _check(held, depth + 1)
    elif isinstance(value, list):
        for held in value:
            _check(held, depth + 1)
