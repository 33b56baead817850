"""The JSON interface put together."""

from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from fastapi import APIRouter, FastAPI, Security
from fastapi.security import HTTPBearer
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from ui.http.allowance import allowance_of
from ui.http.asking import add_asking
from ui.http.chat import add_chat
from ui.http.checking import add_checking
from ui.http.citations import add_citations
from ui.http.description import describe, problems
from ui.http.exporting import add_exporting
from ui.http.finding import add_finding
from ui.http.gate import Gate, Tokens
from ui.http.heads import Heads
from ui.http.metrics import Metrics
from ui.http.monitoring import add_monitoring
from ui.http.origin import KnownOrigin
from ui.http.problems import HANDLERS
from ui.http.receipts import add_receipts
from ui.http.reports import add_changes, add_reports
from ui.http.requests import Requests
from ui.http.sign_in import SignIn
from ui.http.slow import SlowBodies
from ui.http.standing import add_standing
from ui.http.strict import StrictRoute
from ui.http.unexplained import UnexplainedErrors
from ui.http.ways import GUARDED
from ui.logs import outcome_logger
from ui.service import Service

_ABOUT = (
    "Answers over dated reports. Every sentence quotes a report, names it and dates it; where no "
    "report answers, the outcome is a refusal with its reason. Errors are problem documents "
    "(RFC 9457)."
)
_ON_ANY = (401, 429, 500, 503)
_WITHOUT_TELEMETRY = {"tracing": False, "metrics": False, "logs": False}


class Lifespan(Protocol):
    """What runs around the serving of an application."""

    def __call__(self, app: FastAPI, /) -> AbstractAsyncContextManager[None]: ...


def new_app(lifespan: Lifespan) -> FastAPI:
    """An application without routes but for /docs, whose scripts are served from here."""
    return FastAPIOffline(
        "/docs", None, title="Dateline", version="0.1.0", description=_ABOUT, lifespan=lifespan,
        exception_handlers=dict(HANDLERS), telemetry=_WITHOUT_TELEMETRY,
        static_url="/docs-assets", swagger_ui_parameters={"tryItOutEnabled": True},
    )  # fmt: skip


def add_routes(app: FastAPI, service: Service, tokens: Tokens, sign_in: SignIn) -> None:
    """Adds the JSON interface to an application."""
    settings, metrics = service.settings, Metrics(service)
    service.watch(outcome_logger(with_question=settings.log_questions))
    v1 = APIRouter(
        prefix=GUARDED,
        route_class=StrictRoute,
        max_body_size=settings.max_body_kb * 1024,
        responses=problems(*_ON_ANY),
        # the gate has let them in; this says so in the description of the interface
        dependencies=[Security(HTTPBearer(auto_error=False))] if tokens.asked_for else [],
    )
    add_asking(v1, service)
    add_finding(v1, service)
    add_checking(v1, service)
    add_receipts(v1, service)
    add_exporting(v1, service)
    add_reports(v1, service)
    add_changes(v1, service)
    add_citations(v1, service)
    add_standing(v1, service)
    add_chat(v1, service)
    monitoring = APIRouter()
    add_monitoring(monitoring, service, metrics)
    for router in (v1, monitoring):
        app.include_router(router)
    _refuse_the_rest(app, [*v1.routes, *monitoring.routes])
    describe(app)
    app.add_middleware(Heads)
    app.add_middleware(SlowBodies, timeout_s=settings.body_timeout_s)
    allowance = allowance_of(settings.per_minute, service.shared)
    app.add_middleware(Gate, tokens=tokens, sign_in=sign_in, allowance=allowance, settings=settings)
    app.add_middleware(KnownOrigin, settings=settings)
    app.add_middleware(UnexplainedErrors)
    app.add_middleware(Requests, metrics=metrics)


class _Refusing:
    """Answers what no route does: 405 where the address knows other methods, or else 404."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed = ", ".join(sorted(allowed))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._allowed:
            raise HTTPException(405, headers={"Allow": self._allowed})
        raise HTTPException(404)


def refuse_other_methods(app: FastAPI, path: str, allowed: Iterable[str]) -> None:
    """Answers the methods that no route at an address knows, before anything at / does."""
    app.router.routes.append(Route(path, _Refusing(allowed), include_in_schema=False))


def _refuse_the_rest(app: FastAPI, routes: Iterable[BaseRoute]) -> None:
    """Keeps what is asked of this interface in vain from whatever else the server has at /."""
    methods: dict[str, set[str]] = {}
    for route in [*app.routes, *routes]:
        if isinstance(route, Route):
            methods.setdefault(route.path, set()).update(route.methods or ())
    for path, allowed in methods.items():
        refuse_other_methods(app, path, allowed | ({"HEAD"} if "GET" in allowed else set()))
    for path in (GUARDED, f"{GUARDED}/{{rest:path}}"):
        app.router.routes.append(Route(path, _Refusing(), include_in_schema=False))
