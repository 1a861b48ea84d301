"""A store of each test's own, and the world of the services room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from yimi.insight.facts.snapshot import forget_snapshots
from yimi.services.tests.conftest import world

__all__ = ["world"]


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """Facts of a test lie in its own folder."""
    settings.VAR_DIR = tmp_path
    forget_snapshots()
    return tmp_path / "facts"
