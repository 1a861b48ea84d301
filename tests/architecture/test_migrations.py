"""The migrations say what the models say. That they run is proven by every test database: it is made by them."""

from __future__ import annotations

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation


def test_no_model_has_changed_without_its_migration():
    with translation.override(None):  # the field labels of Django itself are kept in English
        loader = MigrationLoader(None)
        now = ProjectState.from_apps(apps)
        changes = MigrationAutodetector(loader.project_state(), now).changes(graph=loader.graph)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("yimi.")}
    missing = {
        label: [operation.describe() for one in changes[label] for operation in one.operations]
        for label in ours & set(changes)
    }
    assert not missing, "run `python -m django makemigrations`, and read what it writes"
    assert not loader.detect_conflicts()
