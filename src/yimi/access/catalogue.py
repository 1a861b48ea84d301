"""The permission catalogue: everything that any room lets anyone do, gathered once per process."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from yimi.core.permissions import Permission, Role

#: The verbs that only read. A read-only token keeps ``room.view_…``, ``room.search_…`` and so on, and nothing else.
#: ``reveal_…`` is not among them: it opens an encrypted value and is meant for a person at a screen.
READING_VERBS = frozenset({"view", "search", "list", "count", "export"})
#: ``core.permissions`` defines what a permission is and declares none.
VOCABULARY = "core"


class CatalogueError(Exception):
    """A room's ``permissions.py`` contradicts itself or another room's: a mistake in the code, found at the first use."""


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Permission]:
    """Slug → permission, of every installed room that has a ``permissions`` module."""
    return gather(
        (config.label, import_module(f"{config.name}.permissions").PERMISSIONS)
        for config in apps.get_app_configs()
        if config.name.startswith("yimi.")
        and config.label != VOCABULARY
        and module_has_submodule(config.module, "permissions")
    )


def gather(rooms: Iterable[tuple[str, Iterable[Permission]]]) -> dict[str, Permission]:
    """Join ``(room, permissions)`` pairs; raises :class:`CatalogueError` on a double or misnamed slug."""
    found: dict[str, Permission] = {}
    for room, permissions in rooms:
        for permission in permissions:
            prefix, _, rest = permission.slug.partition(".")
            if prefix != room or "_" not in rest:
                raise CatalogueError(
                    f"{permission.slug!r} in room {room!r}: a slug is '{room}.verb_noun'"
                )
            if permission.slug in found:
                raise CatalogueError(f"{permission.slug!r} is declared twice")
            found[permission.slug] = permission
    return found


def permission(slug: str) -> Permission:
    """The permission called ``slug``; raises :class:`CatalogueError` when there is none."""
    try:
        return catalogue()[slug]
    except KeyError:
        raise CatalogueError(f"no room declares the permission {slug!r}") from None


@lru_cache(maxsize=2 * len(Role))
def permissions_of(role: str, *, read_only: bool = False) -> frozenset[str]:
    """The slugs that ``role`` holds, or of these only the reading ones. A role that no longer exists holds nothing."""
    return frozenset(
        slug
        for slug, entry in catalogue().items()
        if role in entry.roles and (not read_only or is_reading(slug))
    )


def is_reading(slug: str) -> bool:
    """Whether the permission only reads.

    >>> is_reading("people.view_household"), is_reading("people.edit_household")
    (True, False)
    """
    return slug.partition(".")[2].partition("_")[0] in READING_VERBS
