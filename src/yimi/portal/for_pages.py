"""Middleware that people's pages need and programs do not: an API operation passes by it untouched.

An operation is opened by its token alone: no session, no cookie, so nothing that CSRF could abuse, no messages, no sign-in page
to be led to. Ten layers less are a sixth of the processor time of recording one service.
"""

from __future__ import annotations

from typing import Any

import csp.middleware
import django_htmx.middleware
from django.contrib.auth import middleware as auth
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest
from django.middleware import clickjacking, csrf

from yimi.access import middleware as access
from yimi.portal import middleware as portal

OPERATIONS = "/api/v1/"
#: The API's own pages are read by people.
PAGES = ("/api/v1/docs", "/api/v1/openapi.json")
#: What a middleware may have besides ``__call__``.
HOOKS = ("process_view", "process_exception", "process_template_response")


def is_operation(request: HttpRequest) -> bool:
    """Whether a program calls: decided by the address alone, never by what the caller sends."""
    path = request.path_info
    return path.startswith(OPERATIONS) and path not in PAGES


def for_pages(middleware: type[Any]) -> type[Any]:
    """``middleware`` with every way in closed to API operations."""

    def called(self: Any, request: HttpRequest) -> Any:
        if is_operation(request):
            return self.get_response(request)
        return middleware.__call__(self, request)

    def hooked(name: str) -> Any:
        def hook(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if is_operation(request):
                return None
            return getattr(middleware, name)(self, request, *args, **kwargs)

        return hook

    ways = {"__call__": called, "__doc__": middleware.__doc__}
    ways |= {name: hooked(name) for name in HOOKS if hasattr(middleware, name)}
    return type(middleware.__name__, (middleware,), ways)


SessionMiddleware = for_pages(sessions.SessionMiddleware)
CsrfViewMiddleware = for_pages(csrf.CsrfViewMiddleware)
AuthenticationMiddleware = for_pages(auth.AuthenticationMiddleware)
LoginRequiredMiddleware = for_pages(auth.LoginRequiredMiddleware)
ActorMiddleware = for_pages(access.ActorMiddleware)
MessageMiddleware = for_pages(messages.MessageMiddleware)
XFrameOptionsMiddleware = for_pages(clickjacking.XFrameOptionsMiddleware)
CSPMiddleware = for_pages(csp.middleware.CSPMiddleware)
HtmxMiddleware = for_pages(django_htmx.middleware.HtmxMiddleware)
DomainErrorMiddleware = for_pages(portal.DomainErrorMiddleware)
