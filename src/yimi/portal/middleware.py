"""Turns what the domain refuses into something a person can read, and keeps fragments from swallowing the sign-in page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from yimi.core.errors import DomainError
from yimi.portal.errors import domain_error, is_api, is_fragment, redirect_of


class DomainErrorMiddleware:
    """One translator for every page; the API brings its own (``yimi.api``)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_fragment(request) and redirect_of(response).startswith(
            resolve_url(settings.LOGIN_URL)
        ):
            # The session has ended: the whole page must go to sign in, not the fragment's place on it.
            return HttpResponse(status=204, headers={"HX-Redirect": redirect_of(response)})
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A DomainError becomes a page or a toast with its status; anything else goes on to the 500 page."""
        if not isinstance(exception, DomainError) or is_api(request):
            return None
        return domain_error(request, exception)
