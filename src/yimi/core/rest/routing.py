"""Routers for ``api.py``: ninja's, which also reads annotations written as text and through decorators."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import ninja

from yimi.core.rest.shapes import Problem

#: Any operation: no token; something in the address or body is wrong; a request that cannot be read.
ALWAYS = (400, 401, 422)
#: Operations with a body besides: too large, or of another content type.
WITH_BODY = (413, 415)


class Router(ninja.Router):
    """One room's operations. The router's decorator stands outermost, the door under it."""

    def api_operation(  # type: ignore[override] # the same arguments, passed on
        self, methods: list[str], path: str, **kwargs: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        register = super().api_operation(methods, path, **kwargs)

        def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
            # ninja evaluates annotations in the module of the outermost function, which is the door's, not the room's.
            view.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
            return register(view)

        return decorate


def file_answer(media_type: str, description: str) -> dict[str, Any]:
    """For ``openapi_extra``: the operation answers 200 with a file instead of JSON."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": description, "content": content}}}


def answers(model: Any, *problems: int, created: bool = False) -> dict[int, Any]:
    """Every status that an operation can answer: 200 with ``model`` (201 too when ``created``), and problems.

    ``problems``: 403 where a permission is asked, 404 with an object in the address, 409, and ``*WITH_BODY``.
    """
    statuses = {200: model} | ({201: model} if created else {})
    return statuses | dict.fromkeys(sorted({*ALWAYS, *problems}), Problem)
