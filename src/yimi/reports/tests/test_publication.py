"""What figures know of reports: what is owed, what came in time, what came late, what went back; P29 from there."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from yimi.core import clock
from yimi.engine.catalogue import load_catalogue
from yimi.engine.indicators import Grouping, Periods, read_indicators
from yimi.engine.indicators.figures import Figures
from yimi.engine.packs import load_pack
from yimi.insight.facts.feed import follow, publish_all
from yimi.insight.facts.snapshot import forget_snapshots, open_snapshot
from yimi.insight.facts.verifying import verify
from yimi.reports.actions import accept_reports, return_report, start_report, submit_report
from yimi.reports.actions.life import Seen
from yimi.reports.models import Report
from yimi.reports.tests.conftest import NOW
from yimi.reports.tests.test_life import wanted

pytestmark = pytest.mark.django_db
OCTOBER = "WHERE pack = 'station-month' AND period_start_on = DATE '2026-10-01' ORDER BY unit_uid"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    forget_snapshots()


def rows(sql, known_at=None):
    return open_snapshot(known_at).backend.connection.cursor().execute(sql).fetchall()


def october(known_at=None):
    found = rows(f"SELECT status, submitted_on, times_returned, due_on FROM report {OCTOBER}", known_at)  # fmt: skip
    return sorted(found, key=str)


def test_reports_are_owed_handed_in_returned_and_counted(world):
    publish_all()
    assert october() == [], "before anybody reports, nothing is owed"
    seen: dict[datetime, object] = {}

    def on(day, step):
        with clock.standing_at(NOW + timedelta(days=day)):
            done = step()
            follow()
            seen[open_snapshot().through_at] = october()
        return done

    a = on(0, lambda: start_report(wanted(world.a), actor=world.he))
    due = date(2026, 11, 5)
    assert october() == [("draft", None, 0, due), ("none", None, 0, due)]
    on(1, lambda: submit_report(a, actor=world.he, expected=a.row_version))
    fresh = Report.objects.get(pk=a.pk)
    on(2, lambda: return_report(fresh, actor=world.li, expected=fresh.row_version, reason="核对人次"))  # fmt: skip
    assert october() == [("none", None, 0, due), ("returned", None, 1, due)]
    fresh = Report.objects.get(pk=a.pk)
    on(3, lambda: submit_report(fresh, actor=world.he, expected=fresh.row_version))
    on(4, lambda: accept_reports([Seen(fresh, fresh.row_version)], actor=world.li))
    late = date(2026, 11, 9)
    assert october() == [("accepted", late, 1, due), ("none", None, 0, due)]

    indicators = read_indicators(load_pack("national/core-indicators"), load_catalogue())
    keys = ["P29_reports_due", "P29_reports_in_time", "P29_reports_late", "P29_times_returned"]
    figures = Figures(indicators, open_snapshot().backend, load_catalogue())
    found = figures.compute([*keys, "P29_in_time_share"], Grouping(Periods(2026, 11), digits=6))
    # October's reports of both stations, and their county's; none came by its day, one went back
    assert [one.counts or one.value for one in found] == [3, 0, 3, 1, (0, 3)]
    with clock.standing_at(NOW + timedelta(days=5)):
        assert verify().holds
        publish_all(from_scratch=True)
    assert {at: october(at) for at in seen} == seen


def test_a_station_that_closed_owes_nothing_afterwards(world):
    start_report(wanted(world.a), actor=world.he)
    publish_all()
    count = "SELECT count(*) FROM report WHERE is_owed AND level = 'station'"
    before = rows(count)[0][0]
    world.b.closed_on = date(2026, 10, 20)
    world.b.save(update_fields=["closed_on"])
    publish_all()
    assert rows(count)[0][0] < before
    names = {name for name, _kind in (row[:2] for row in rows("DESCRIBE report"))}
    assert not names & {"name", "title", "note"}
