"""Throwing a demo away: only a demo, never a database in which somebody has begun real work."""

from __future__ import annotations

from django.db import connection, transaction

from yimi.audit.models import AuditEvent
from yimi.audit.sealer import head_file
from yimi.core.errors import DomainError
from yimi.core.reference_data import load_all_reference
from yimi.demo import stamps
from yimi.demo.users import file_path
from yimi.people.models import Household, Resident

#: Tables that a reset leaves: what migrations and the division data put there.
KEPT = ("django_migrations", "django_content_type", "auth_permission", "regions_")
REFERENCE = ("people_statuskind", "services_servicedomain", "services_serviceitem")


class NotADemo(DomainError):
    """The database was not begun as a demo, or real work was added."""

    code = "not_a_demo"
    message = (
        "这个数据库不全是示例（真实住户 %(households)s 户、居民 %(residents)s 人），没有重建。请先备份，再换一个空的数据库。\n"
        "Not everything here is demo (%(households)s real households, %(residents)s people): nothing was touched."
    )


def reset_demo() -> None:
    """Empty a migrated database if it holds a demo and nothing else. Raises :class:`NotADemo`."""
    households = Household.objects.filter(is_demo=False).count()
    residents = Resident.objects.filter(is_demo=False).count()
    is_used = AuditEvent.objects.exclude(action__startswith="regions.").exists()
    if households or residents or (is_used and stamps.begun() is None):
        raise NotADemo(households=households, residents=residents)
    tables = connection.introspection.table_names()
    _empty([name for name in tables if not name.startswith(KEPT) and name not in REFERENCE])
    load_all_reference()
    head_file().unlink(missing_ok=True)
    file_path().unlink(missing_ok=True)


def _empty(tables: list[str]) -> None:
    """All rows of these tables at once; the divisions stay, they take longest to load."""
    quoted = [connection.ops.quote_name(name) for name in tables]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # TRUNCATE refuses while a foreign key's checks are waiting
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"TRUNCATE {', '.join(quoted)} RESTART IDENTITY")
        return
    with (
        connection.constraint_checks_disabled(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        for name in quoted:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - names from the database's own catalogue
