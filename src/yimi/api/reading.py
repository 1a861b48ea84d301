"""Before an operation runs: token, content type, parameters; and JSON that is only JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer

from yimi.access.queries import actor_for_token
from yimi.api.problems import method_not_allowed, unknown_parameters, wrong_content_type
from yimi.core.actor import Actor

Run = Callable[..., HttpResponse]
#: Where ninja reads a body from → the content type that carries it.
CONTENT_TYPES = {
    "body": "application/json",
    "form": "multipart/form-data",
    "file": "multipart/form-data",
}


class TokenAuth(HttpBearer):
    """``Authorization: Bearer yimi_…``. The session cookie opens nothing here, so no page can be tricked into a call."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The Actor behind the token, put on the request as for a page; None when it is not valid. One query."""
        actor = actor_for_token(token)
        if actor is not None:
            request.actor = actor  # type: ignore[attr-defined]
        return actor


AUTH = TokenAuth()


class StrictParser(Parser):
    """JSON as the standard has it: no NaN, no Infinity."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The parsed body; ninja answers 400 to whatever this raises."""
        return json.loads(request.body, parse_constant=_refuse)


class Renderer(JSONRenderer):
    """Chinese goes out as it is written: half the bytes of escapes."""

    charset = "utf-8"
    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False, "separators": (",", ":")}


def _refuse(name: str) -> Any:
    raise ValueError(name)


def strict(run: Run) -> Run:
    """Wrap an operation: a body of another content type is 415, an unknown parameter 422."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    wanted = next(
        (
            CONTENT_TYPES[model.__ninja_param_source__]
            for model in operation.models
            if model.__ninja_param_source__ in CONTENT_TYPES
        ),
        "",
    )
    known = {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    }

    @wraps(run)
    def checked(request: HttpRequest, **arguments: Any) -> HttpResponse:
        fault = _fault(request, wanted, known)
        # Whoever has no token is told that and nothing else.
        return fault if fault and AUTH(request) else run(request, **arguments)

    return checked


def _fault(request: HttpRequest, wanted: str, known: set[str]) -> HttpResponse | None:
    if wanted and request.content_type != wanted:
        return wrong_content_type(wanted)
    if request.META.get("QUERY_STRING") and (unknown := set(request.GET) - known):
        return unknown_parameters(sorted(unknown))
    return None


def told_methods(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap the view of one address: a method it does not have is told as a problem, not as text."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            return method_not_allowed(", ".join(sorted(response["Allow"].split(", "))))
        return response

    return answered
