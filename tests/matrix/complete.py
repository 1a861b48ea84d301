"""Bring the permission matrix up to date with the code: new rows are drafted, gone ones dropped, chosen words kept.

    PYTHONPATH=src python tests/matrix/complete.py

Read what it added (``git diff``) before keeping it: a drafted row says what the code does, not what it should do.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimi.settings")
django.setup()

from django.apps import apps  # noqa: E402

from yimi.access.catalogue import catalogue  # noqa: E402
from yimi.access.matrix import (  # noqa: E402
    NAME_WIDTH,
    NONE,
    ROLES,
    WIDTH,
    Matrix,
    draft_line,
    read_matrix,
    row_key,
)
from yimi.access.routes import Route, all_routes  # noqa: E402

FILE = Path(__file__).with_name("permission_matrix.toml")
SHORT = [
    "worker",
    "head",
    "superv",
    "townsh",
    "lead",
    "county",
    "city",
    "prov",
    "evalu",
    "system",
    "secur",
    "audit",
]
HEADING = "#".ljust(NAME_WIDTH) + "    " + "".join(name.ljust(WIDTH) for name in SHORT).rstrip()


def line_of(slug: str, chosen: dict[str, str] | None) -> str:
    """The row's line: as it was, where it still says who holds the permission; drafted anew otherwise."""
    drafted = draft_line(slug)
    if chosen is None:
        return drafted
    words = re.search(r'= "(.*)"$', drafted)[1].split()  # type: ignore[index]
    kept = [
        chosen[role] if (chosen[role] == NONE) == (word == NONE) else word
        for role, word in zip(ROLES, words, strict=True)
    ]
    return (
        f'{drafted.partition(" = ")[0]} = "{"".join(word.ljust(WIDTH) for word in kept).rstrip()}"'
    )


def doors(matrix: Matrix, routes: list[Route]) -> Iterator[str]:
    """The sections of rows, by model and channel."""
    last = ("", "")
    for key in sorted({row_key(route.door) for route in routes if route.door}):
        if key[0] != last[0]:
            yield f"\n{HEADING}"
        if key[:2] != last:
            yield f"[doors.{key[0]}.{key[1]}]"
        last = key[:2]
        yield line_of(key[2], matrix.rows.get(key))


def models(matrix: Matrix, shown: set[str]) -> Iterator[str]:
    """Every table; a new one is pending until a door uses its name."""
    for model in apps.get_models():
        if not model.__module__.startswith("yimi."):
            continue
        label = model._meta.label
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
        listed = matrix.models.get(label, {"pending": name})
        if isinstance(listed, str) or name in shown:
            yield f'"{label}" = "{listed if isinstance(listed, str) else name}"'
        else:
            ((word, text),) = listed.items()
            yield f'"{label}" = {{ {word} = "{text}" }}'


def unprobed(matrix: Matrix, routes: list[Route]) -> Iterator[str]:
    """Pages with an object in the address whose room has no probe yet."""
    rooms = {
        config.label: Path(config.path) / "tests" / "probes.py"
        for config in apps.get_app_configs()
        if config.name.startswith("yimi.")
    }
    probed = {
        room: path.read_text("utf-8") if path.exists() else "" for room, path in rooms.items()
    }
    for name in dict.fromkeys(route.name for route in routes if _needs_probe(route)):
        if f'"{name}"' not in probed.get(name.partition(":")[0], ""):
            yield f'"{name}" = "{matrix.unprobed.get(name, "probe to come with its room")}"'


def _needs_probe(route: Route) -> bool:
    return bool(route.arguments and not route.method and route.door and route.door.permission)


def main() -> None:
    """Write the file anew."""
    matrix, routes = read_matrix(FILE), all_routes()
    rows = list(doors(matrix, routes))
    keys = {row_key(route.door) for route in routes if route.door}
    shown, opened = {key[0] for key in keys}, {key[2] for key in keys}
    head = FILE.read_text("utf-8").partition(f"\n{HEADING}\n")[0].rstrip()
    tables = list(models(matrix, shown))
    named = {line.rpartition(' = "')[2].rstrip('"') for line in tables if "{" not in line}
    parts = [
        head,
        "\n".join(rows).rstrip(),
        "# Permissions that no route opens by itself: asked inside another door, or in a room whose doors are to come.\n"
        f"{HEADING}\n[inside]",
        *(line_of(slug, matrix.inside.get(slug)) for slug in catalogue() if slug not in opened),
        "\n# Every table: the name that doors use for it, or why no door shows it by itself.\n[models]",
        *tables,
        "\n# What doors show that is no table: pages made of several rooms.\n[tableless]",
        *(
            f'{name} = "{matrix.tableless.get(name, "made of several rooms")}"'
            for name in sorted(shown - named)
        ),
        "\n# Addresses that are not ours to guard: the pattern, and why.\n[exempt]",
        *(f'"{pattern}" = "{reason}"' for pattern, reason in matrix.exempt.items()),
        "\n# Pages with an object in the address and no probe yet (test_probes.py): this list only shrinks.\n[unprobed]",
        *unprobed(matrix, routes),
    ]
    text = parts[0] + "\n" + parts[1] + "\n\n" + "\n".join(parts[2:]) + "\n"
    FILE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
