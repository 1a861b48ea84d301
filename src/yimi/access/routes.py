"""Every route of Yimi and the door it declares: what the permission matrix is checked against."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import PathView

from yimi.core.doors import Door


@dataclass(frozen=True, slots=True)
class Route:
    """One way in: ``pattern`` as the URL configuration writes it, ``method`` ("" for a page, which decides itself).

    ``arguments``: the pattern's names with the class names of their converters.
    """

    pattern: str
    name: str
    method: str
    door: Door | None
    arguments: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.method} /{self.pattern}".strip()


def all_routes(urlconf: Any = None) -> list[Route]:
    """Every page and every API operation, in the order of the URL configuration (by default the site's)."""
    return list(_walk(get_resolver(urlconf).url_patterns, "", ""))


def _walk(
    patterns: Iterable[URLPattern | URLResolver], prefix: str, namespace: str
) -> Iterator[Route]:
    for entry in patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, path, inner)
            continue
        arguments = tuple(
            (name, type(converter).__name__) for name, converter in entry.pattern.converters.items()
        )
        for method, view in _views_of(entry.callback):
            yield Route(
                path,
                f"{namespace}{entry.name}",
                method,
                getattr(view, "door", None),
                arguments,
            )


def _views_of(callback: Callable[..., Any]) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The view itself, or the handlers that django-ninja keeps behind one view, by method."""
    view = inspect.unwrap(callback)
    held = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
    path_view = held.get("self")
    if not isinstance(path_view, PathView):
        yield "", callback
        return
    for operation in path_view.operations:
        for method in operation.methods:
            yield method, operation.view_func
