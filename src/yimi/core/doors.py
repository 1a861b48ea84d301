"""Every route says which permission opens it, which model it shows and through which channel.

The permission matrix (``tests/permission_matrix.toml``) is checked against these declarations: a route without one,
or one that the matrix does not list, fails the suite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required


class Channel(StrEnum):
    """The ways in which data can leave, or enter."""

    PAGE = "page"
    LIST = "list"
    COUNT = "count"
    SEARCH = "search"
    FIGURE = "figure"
    EXPORT = "export"
    ATTACHMENT = "attachment"
    WRITE = "write"
    API = "api"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Door:
    """What a route declares about itself. ``permission`` is None only for public doors, which give a ``reason``."""

    permission: str | None
    model: str
    channel: Channel
    reason: str = ""


def door(
    permission: str, *, model: str, channel: Channel
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Open a route to those who hold ``permission`` anywhere; the row itself is fetched through ``access.py``.

    Works for Django views and for ninja handlers: both take ``request`` first.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
            request.actor.require(permission)
            return view(request, *args, **kwargs)

        guarded.door = Door(permission, model, channel)  # type: ignore[attr-defined]
        return guarded

    return decorate


def own_door(
    *, model: str, channel: Channel, reason: str
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Open a route to everyone who has signed in, for things that are their own (my page, language); say why."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        view.door = Door("", model, channel, reason)  # type: ignore[attr-defined]
        return view

    return decorate


def public_door(*, model: str, reason: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Open a route to everyone, signed in or not; say why."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        open_view = login_not_required(view)
        open_view.door = Door(None, model, Channel.PUBLIC, reason)  # type: ignore[attr-defined]
        return open_view

    return decorate
