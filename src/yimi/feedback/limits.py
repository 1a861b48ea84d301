"""A limit on public doors: so many uses in an hour, counted in the database, since several processes serve one door.

Nothing kept here tells who came: the counter's name is a keyed digest that changes with the hour, and goes soon after.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from yimi.core import clock
from yimi.core.crypto import digest_value
from yimi.feedback.errors import TooManyAtOnce
from yimi.feedback.models import PublicUse

WINDOW = timedelta(hours=1)


def take_turn(door: str, whose: str, *, limit: int) -> None:
    """Count one use of ``door`` by ``whose`` in this hour; raises TooManyAtOnce beyond ``limit``. Two statements at most.

    Call it outside the action's transaction, so that a refused form is counted too.
    """
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    bucket = digest_value(f"public/{door}/{hour:%Y%m%d%H}", whose, place="")
    until = PublicUse._meta.get_field("until").get_db_prep_value(hour + WINDOW, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO feedback_publicuse (bucket, used, until) VALUES (%s, 1, %s)"
            " ON CONFLICT (bucket) DO UPDATE SET used = feedback_publicuse.used + 1 RETURNING used",
            [bucket, until],
        )
        used = int(cursor.fetchone()[0])
    if used == 1:
        PublicUse.objects.filter(until__lt=clock.now()).delete()
    if used > limit:
        raise TooManyAtOnce()


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, for counting only; behind our proxy, what the proxy itself saw."""
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if settings.HTTPS and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
