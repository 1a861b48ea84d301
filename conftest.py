"""Shared by the whole suite."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings


def pytest_configure() -> None:
    """Cheap password hashes and plain static files: neither is what a test is about."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database holds the shipped reference data, as a migrated installation does."""
    from yimi.core.reference_data import load_all_reference

    with django_db_blocker.unblock():
        load_all_reference()
