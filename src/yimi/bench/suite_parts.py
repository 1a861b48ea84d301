"""A pytest plugin: ``--part`` runs one part of the suite, so that no test runs where it could not come out differently.

``database``: what reads or writes a database, or starts processes on one; these run on SQLite and on PostgreSQL.
``browser``: a real Chromium against an installation of its own, on SQLite whatever the suite runs on; run once.
``plain``: everything else. pytest-django refuses these tests any query, so no database can change what they find; run once.
"""

from __future__ import annotations

import gc
import unittest

import pytest

PARTS = ("database", "browser", "plain")
#: Whoever takes one of these may ask the database; what only opens the door (``django_db_blocker``) comes with each test.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}
DATABASE_MARKS = ("django_db", "own_database")


def part_of(item: pytest.Item) -> str:
    """The part that a collected test belongs to."""
    if item.get_closest_marker("browser"):
        return "browser"
    if any(item.get_closest_marker(name) for name in DATABASE_MARKS):
        return "database"
    if issubclass(getattr(item, "cls", None) or object, unittest.TestCase):
        return "database"  # Django's own kind of test asks for its database by itself
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return "plain" if DATABASE_FIXTURES.isdisjoint(fixtures) else "database"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--part", action="append", choices=PARTS, help="only this part; may be given more than once"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the parts asked for and say what runs elsewhere."""
    # Thousands of collected tests and all of Django live to the end: the collector need not look at them again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    wanted = config.getoption("--part")
    if not wanted:
        return
    others = [item for item in items if part_of(item) not in wanted]
    items[:] = [item for item in items if part_of(item) in wanted]
    config.hook.pytest_deselected(items=others)


def pytest_report_header(config: pytest.Config) -> str | None:
    """Which part this is, in the first lines of the run."""
    wanted = config.getoption("--part")
    return f"part of the suite: {', '.join(wanted)}" if wanted else None


def pytest_unconfigure() -> None:
    """Whoever looks for leaks at the end (DuckDB does) finds what was set apart again."""
    gc.unfreeze()
