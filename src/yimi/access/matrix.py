"""The permission matrix (``tests/matrix/permission_matrix.toml``): who gets what, of which model, through which channel.

People read and change it; the tests hold the code to it. A row is one model, one channel and the permission that opens
it (``own`` for a person's own things, ``public`` for everyone), with a word for each of the twelve roles.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yimi.access.catalogue import catalogue
from yimi.core.doors import Door
from yimi.core.permissions import STATION, Exposes, Role

#: "Nothing at all" in a row.
NONE = "-"
ROLES = tuple(role.value for role in Role)
#: So that the words of all rows stand under each other.
WIDTH, NAME_WIDTH = 8, 32
RowKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The file, read. ``rows``: (model, channel, permission) → role → word."""

    words: dict[str, str]
    rows: dict[RowKey, dict[str, str]]
    inside: dict[str, dict[str, str]]
    models: dict[str, Any]
    tableless: dict[str, str]
    exempt: dict[str, str]
    unprobed: dict[str, str]


def read_matrix(path: Path) -> Matrix:
    """Read the file; raises ``ValueError`` naming the row that has not one word for each role."""
    stored = tomllib.loads(path.read_text("utf-8"))
    rows = {
        (model, channel, permission): _cells(f"[{model}.{channel}] {permission}", text)
        for model, channels in stored["doors"].items()
        for channel, permissions in channels.items()
        for permission, text in permissions.items()
    }
    inside = {slug: _cells(f"[inside] {slug}", text) for slug, text in stored["inside"].items()}
    return Matrix(
        words=stored["words"],
        rows=rows,
        inside=inside,
        models=stored["models"],
        tableless=stored["tableless"],
        exempt=stored["exempt"],
        unprobed=stored["unprobed"],
    )


def _cells(where: str, text: str) -> dict[str, str]:
    words = text.split()
    if len(words) != len(ROLES):
        raise ValueError(f"{where}: {len(words)} words for {len(ROLES)} roles")
    return dict(zip(ROLES, words, strict=True))


def row_key(door: Door) -> RowKey:
    """The row that speaks of this door."""
    permission = {None: "public", "": "own"}.get(door.permission, door.permission)
    return door.model, door.channel.value, str(permission)


def draft_row(key: RowKey) -> str:
    """The row to add for a new door, filled in from the permission's roles: read it before keeping it."""
    model, channel, permission = key
    return f"[doors.{model}.{channel}]\n{draft_line(permission)}"


def draft_line(permission: str) -> str:
    """One line: the permission and a likely word for each role."""
    if permission in {"own", "public"}:
        words = ["self" if permission == "own" else "open"] * len(ROLES)
    else:
        words = [_likely(permission, role) for role in ROLES]
    name = permission if permission in {"own", "public"} else f'"{permission}"'
    return f'{name:<{NAME_WIDTH}} = "{"".join(word.ljust(WIDTH) for word in words).rstrip()}"'


def _likely(slug: str, role: str) -> str:
    entry = catalogue()[slug]
    if role not in entry.roles:
        return NONE
    if entry.exposes in {Exposes.NAMES, Exposes.NOTES}:
        return "own" if role in STATION else "names"
    return {
        Exposes.NOTHING: "open",
        Exposes.SETTINGS: "own",
        Exposes.STAFF: "staff",
        Exposes.MASKED: "masked",
        Exposes.FIGURES: "figures",
    }[entry.exposes]
