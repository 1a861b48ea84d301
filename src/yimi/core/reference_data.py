"""Reference data that ships with rooms: each room with a ``reference`` module has ``load_reference()``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


def load_all_reference() -> list[str]:
    """Load every room's shipped reference data, in the order of INSTALLED_APPS; returns the rooms' names.

    Runs after migrations; each loader is idempotent.
    """
    loaded = []
    for config in apps.get_app_configs():
        name = f"{config.name}.reference"
        if config.name.startswith("yimi.") and find_spec(name):
            import_module(name).load_reference()
            loaded.append(config.label)
    return loaded
