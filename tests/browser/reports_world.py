"""What the tests of reports need besides ``world``: reporting began three months ago, so that something is late any day."""

from __future__ import annotations

from yimi.access.models import User
from yimi.access.queries.actors import build_actor
from yimi.core import clock
from yimi.reports.actions import start_report
from yimi.reports.actions.filling import Wanted
from yimi.reports.queries.subjects import station_subject
from yimi.reports.reading import shipped
from yimi.reports.spans import Frequency, Span
from yimi.stations.models import ServiceUnit


def begin_reporting() -> None:
    """Mei began the report of three months ago and never handed it in."""
    unit = ServiceUnit.objects.get(name="东城街道社工站")
    span = Span.of(Frequency.MONTH, clock.today()).before(3)
    mei = build_actor(User.objects.get(username="mei"))
    start_report(Wanted(shipped()["station-month"], station_subject(unit), span), actor=mei)
