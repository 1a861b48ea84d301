"""Addresses of the API: the operations, their description, and a problem for every other address."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path, re_path

from yimi.api.assembly import make_api
from yimi.api.pages import describe, docs, nothing_here
from yimi.api.reading import told_methods

app_name = "api"
VERSION = "v1/"
API = make_api()


def _operations() -> list[URLPattern]:
    """One pattern per address. The token is the sign-in, so no operation leads to the sign-in page."""
    patterns = []
    for found in API.urls[0]:
        if isinstance(found, URLPattern) and found.name != "api-root":
            view = login_not_required(told_methods(found.callback))
            patterns.append(path(f"{VERSION}{found.pattern}", view, name=found.name))
    return patterns


urlpatterns = [
    path(f"{VERSION}docs", docs, name="docs"),
    path(f"{VERSION}openapi.json", describe, name="openapi"),
    *_operations(),
    re_path(r"", nothing_here, name="nothing"),
]
