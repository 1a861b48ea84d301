"""A report's life: filled by the machine, handed in frozen, returned or accepted by another office, locked, corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid, NotFound
from yimi.reports import access, figures
from yimi.reports.actions import (
    accept_correction,
    accept_reports,
    correct_report,
    lock_report,
    remind,
    report_value,
    return_report,
    set_target,
    start_report,
    submit_report,
    submit_reports,
    withdraw_value,
)
from yimi.reports.actions.filling import Wanted
from yimi.reports.actions.life import Seen
from yimi.reports.errors import FactsBehind, Locked, NothingChanged, NotOver, OwnReport, WrongState
from yimi.reports.layout import Level
from yimi.reports.models import Correction, Reminder, Report, ReportCell, State
from yimi.reports.queries.cells import cells_in_force, frozen_cells
from yimi.reports.queries.late import late_reports, waiting_for
from yimi.reports.queries.matrix import open_corrections
from yimi.reports.queries.subjects import place_subjects, station_subject
from yimi.reports.reading import shipped
from yimi.reports.spans import Span
from yimi.reports.tests.conftest import NOW, OCTOBER
from yimi.reports.tests.factories import contact, facts_of
from yimi.services.tests.factories import make_record

pytestmark = pytest.mark.django_db
SPAN = Span(date(2026, 10, 1), 1)


def wanted(unit, span=SPAN, pack="station-month"):
    return Wanted(shipped()[pack], station_subject(unit), span)


def october(world):
    return start_report(wanted(world.a), actor=world.he)


def submitted(world):
    report = october(world)
    return submit_report(report, actor=world.he, expected=report.row_version)


def accepted(world):
    report = submitted(world)
    accept_reports([Seen(report, report.row_version)], actor=world.li)
    return report


def test_starting_twice_makes_one_report(world):
    assert october(world) == october(world)
    assert Report.objects.get().number == "411623-R26-0001"


@pytest.mark.parametrize("who", ["drolma", "bai", "li", "wang"])
def test_only_the_stations_head_fills_its_report(world, who):
    with pytest.raises(Forbidden):
        start_report(wanted(world.a), actor=getattr(world, who))
    report = october(world)
    with pytest.raises(Forbidden):
        submit_report(report, actor=getattr(world, who), expected=1)


def test_colleagues_see_a_report_and_strangers_do_not(world):
    report = october(world)
    for who in ("drolma", "he", "li", "zhou"):
        assert access.get_report_for_view(getattr(world, who), report.pk) == report
    for who in ("bai", "wang"):
        with pytest.raises(NotFound):
            access.get_report_for_view(getattr(world, who), report.pk)
    with pytest.raises(Forbidden):
        access.get_report_to_review(world.he, report.pk)
    with pytest.raises(Forbidden):
        access.get_report_to_fill(world.li, report.pk)


def test_handing_in_freezes_every_cell_with_its_facts(world):
    report = submitted(world)
    assert (report.state, report.round, report.manifest, report.known_at) == (
        "submitted",
        1,
        1,
        NOW,
    )
    assert frozen_cells(report)["visits", "period"].value == 2
    world.facts = facts_of(service_contact=[], number=2, through_at=NOW)
    assert cells_in_force(report)["visits", "period"].value == 2
    assert AuditEvent.objects.filter(action="reports.submit_report", unit_uid=world.a.pk).exists()


def test_a_second_click_hands_in_once(world):
    report = october(world)
    submit_report(report, actor=world.he, expected=1)
    stale = Report.objects.get()
    submit_report(stale, actor=world.he, expected=1)
    assert report.steps.filter(kind="submitted").count() == 1
    assert ReportCell.objects.filter(report=report, row="visits", column="period").count() == 1


def test_who_saw_an_older_version_hands_nothing_in(world):
    report = october(world)
    seen = Report.objects.get()
    report_value(
        report, actor=world.he, expected=1, row="visits", value=Decimal(3), source="纸质台账"
    )
    with pytest.raises(Conflict):
        submit_report(seen, actor=world.he, expected=1)


def test_what_is_not_over_or_not_yet_published_is_not_handed_in(world):
    november = start_report(wanted(world.a, Span(date(2026, 11, 1), 1)), actor=world.he)
    with pytest.raises(NotOver):
        submit_report(november, actor=world.he, expected=1)
    world.facts = replace(world.facts, through_at=datetime(2026, 10, 31, 15, tzinfo=UTC))
    report = october(world)
    with pytest.raises(FactsBehind):
        submit_report(report, actor=world.he, expected=1)


def test_a_reported_figure_stands_beside_the_derived_one_and_never_over_it(world):
    report = october(world)
    report_value(
        report, actor=world.he, expected=1, row="visits", value=Decimal(4), source="纸质台账"
    )
    report_value(
        report,
        actor=world.he,
        expected=2,
        row="visits",
        value=Decimal(5),
        source="纸质台账",
        note="补数",
    )
    submit_report(report, actor=world.he, expected=3)
    assert frozen_cells(report)["visits", "period"].value == 2
    standing = report.reported.get(superseded_at=None)
    assert (standing.value, standing.author_name, report.reported.count()) == (5, "何站长", 2)
    with pytest.raises(WrongState):
        report_value(report, actor=world.he, expected=4, row="visits", value=Decimal(6), source="x")


def test_a_reported_figure_needs_a_source_and_a_line_and_can_be_taken_back(world):
    report = october(world)
    for row, source in (("visits", " "), ("nothing", "台账")):
        with pytest.raises(Invalid):
            report_value(
                report, actor=world.he, expected=1, row=row, value=Decimal(4), source=source
            )
    report_value(report, actor=world.he, expected=1, row="visits", value=Decimal(4), source="台账")
    withdraw_value(report, actor=world.he, expected=2, row="visits")
    assert not report.reported.filter(superseded_at=None).exists()


def test_a_returned_report_comes_back_with_new_cells_and_keeps_the_old(world):
    report = submitted(world)
    with pytest.raises(Invalid):
        return_report(report, actor=world.li, expected=2, reason=" ")
    return_report(report, actor=world.li, expected=2, reason="走访数偏低，请核对。")
    assert report.steps.latest("at").note == "走访数偏低，请核对。"
    world.facts = facts_of(service_contact=[contact(world.a, OCTOBER)], number=2, through_at=NOW)
    submit_report(report, actor=world.he, expected=3)
    assert (report.round, frozen_cells(report)["visits", "period"].value) == (2, 1)
    assert (
        ReportCell.objects.filter(report=report, round=1, row="visits", column="period").get().value
        == 2
    )


@pytest.mark.parametrize("who", ["he", "drolma", "bai", "wang", "zhou"])
def test_only_the_countys_officer_returns_accepts_and_locks(world, who):
    report, actor = submitted(world), getattr(world, who)
    with pytest.raises(Forbidden):
        return_report(report, actor=actor, expected=2, reason="x")
    with pytest.raises(Forbidden):
        accept_reports([Seen(report, 2)], actor=actor)
    with pytest.raises(Forbidden):
        lock_report(report, actor=actor, expected=2)


def test_many_are_accepted_at_once_all_or_none(world):
    first = submitted(world)
    second = start_report(wanted(world.b), actor=world.bai)
    with pytest.raises(WrongState):
        accept_reports([Seen(first, 2), Seen(second, 1)], actor=world.li)
    first.refresh_from_db()
    assert first.state == State.SUBMITTED
    submit_report(second, actor=world.bai, expected=1)
    batch = [Seen(first, 2), Seen(second, 2)]
    accept_reports(batch, actor=world.li)
    accept_reports(batch, actor=world.li)  # a second click
    assert set(Report.objects.values_list("state", flat=True)) == {"accepted"}


def test_who_handed_in_a_county_roll_up_does_not_accept_it(world):
    (county,) = place_subjects(Level.COUNTY, ["411623000000"])
    pack = shipped()["county-month"]
    report = start_report(Wanted(pack, county, SPAN), actor=world.li)
    submit_report(report, actor=world.li, expected=1)
    with pytest.raises(Forbidden):
        accept_reports([Seen(report, 2)], actor=world.li)
    both = replace(world.li, grants=(*world.li.grants, *world.zhou.grants))
    with pytest.raises(OwnReport):
        accept_reports([Seen(report, 2)], actor=both)
    accept_reports([Seen(report, 2)], actor=world.zhou)
    assert frozen_cells(report)["total", "visits"].value == 3


def test_an_accepted_report_locks_on_its_day_or_when_the_officer_locks_it(world):
    report = accepted(world)
    assert report.locks_on == date(2026, 11, 15)
    with clock.standing_at(NOW + timedelta(days=10)):
        assert report.shown_state == State.LOCKED
        with pytest.raises(Locked):
            return_report(report, actor=world.li, expected=3, reason="太晚了")
    lock_report(report, actor=world.li, expected=3)
    lock_report(report, actor=world.li, expected=3)
    with pytest.raises(Locked):
        return_report(report, actor=world.li, expected=4, reason="太晚了")


def test_a_late_record_makes_a_correction_with_only_what_changed(world):
    report = accepted(world)
    with pytest.raises(WrongState):
        correct_report(report, actor=world.he, expected=3, reason="补录")
    lock_report(report, actor=world.li, expected=3)
    later = NOW + timedelta(days=20)
    with clock.standing_at(later):
        with pytest.raises(NothingChanged):
            correct_report(
                report,
                actor=world.he,
                expected=4,
                reason="补录",
                facts=replace(world.facts, number=2),
            )
        make_record(world.a, served_on=date(2026, 10, 30), recorded_at=NOW + timedelta(days=3))
        rows = [contact(world.a, OCTOBER, resident_uid="p", household_uid="h") for _n in range(3)]
        facts = facts_of(number=3, through_at=later, service_contact=rows)
        made = correct_report(
            report, actor=world.he, expected=4, reason="补录一次走访", facts=facts
        )
        changes = {(c.row, c.column): (c.old_value, c.value) for c in made.cells.all()}
        assert changes["visits", "period"] == (2, 3)
        assert ("persons", "period") not in changes or changes["persons", "period"][0] != changes[
            "persons", "period"
        ][1]
        assert ("activities", "period") not in changes
        assert (made.late, made.amended, made.voided, made.serial) == (1, 0, 0, 1)
        assert frozen_cells(report)["visits", "period"].value == 2
        assert cells_in_force(report)["visits", "period"].value == 3
        with pytest.raises(Conflict):  # the other tab
            correct_report(
                Report.objects.get(), actor=world.he, expected=4, reason="again", facts=world.facts
            )
        with pytest.raises(Forbidden):
            accept_correction(made, actor=world.he, expected=1)
        accept_correction(made, actor=world.li, expected=1)
        accept_correction(made, actor=world.li, expected=1)
        assert made.accepted_by_name == "李科长"


def rolled_up(world, pack="county-month", span=SPAN):
    (county,) = place_subjects(Level.COUNTY, ["411623000000"])
    report = start_report(Wanted(shipped()[pack], county, span), actor=world.li)
    return submit_report(report, actor=world.li, expected=1)


def corrected(world, report, *, more, number=3):
    """The station's correction after ``more`` late visits; the newest facts have them from now on."""
    late = [contact(world.a, OCTOBER) for _n in range(more)]
    world.facts = facts_of(number=number, through_at=clock.now(), service_contact=[
        *late, *(contact(world.a, OCTOBER) for _n in range(2)), contact(world.b, OCTOBER),
    ])  # fmt: skip
    report.refresh_from_db()
    return correct_report(report, actor=world.he, expected=report.row_version, reason="补录走访")


def test_a_stations_correction_flows_up_when_the_county_takes_note_of_it(world):
    report, county = accepted(world), rolled_up(world)
    lock_report(report, actor=world.li, expected=3)
    with clock.standing_at(NOW + timedelta(days=20)):
        made = corrected(world, report, more=2)
        assert cells_in_force(county)["total", "visits"].value == 3
        accept_correction(made, actor=world.li, expected=1)
        county.refresh_from_db()
        (carried,) = made.carried.all()
        town = world.a.region_code[:9]
        assert (carried.report, carried.cause, carried.made_by_name) == (county, made, "李科长")
        assert {cells_in_force(county)[row, "visits"].value for row in ("total", town)} == {5, 4}
        assert frozen_cells(county)["total", "visits"].value == 3
        assert report.number in carried.reason
        assert (world.b.region_code[:9], "visits") not in {
            (cell.row, cell.column) for cell in carried.cells.all()
        }
        # the city, one level up, is the one who takes note of the county's
        assert [one.pk for one in open_corrections(world.zhou)] == [carried.pk]
        assert open_corrections(world.li) == []
        with pytest.raises(Forbidden):
            accept_correction(carried, actor=world.li, expected=1)
        accept_correction(carried, actor=world.zhou, expected=1)
        assert Correction.objects.count() == 2


def test_a_roll_up_that_was_sent_back_forgets_the_corrections_of_its_first_submission(world):
    report, county = accepted(world), rolled_up(world)
    lock_report(report, actor=world.li, expected=3)
    with clock.standing_at(NOW + timedelta(days=20)):
        accept_correction(corrected(world, report, more=2), actor=world.li, expected=1)
        county.refresh_from_db()
        return_report(county, actor=world.zhou, expected=county.row_version, reason="核对")
        accept_correction(
            corrected(world, report, more=1, number=4), actor=world.li, expected=1
        )  # while it is open again, nothing is carried: it is computed when it is handed in
        submit_report(county, actor=world.li, expected=county.row_version)
        assert cells_in_force(county)["total", "visits"].value == 4
        assert county.corrections.count() == 1


def test_the_stations_own_longer_reports_come_along_at_once(world):
    quarter = Span(date(2026, 7, 1), 3)
    september = Span(date(2026, 9, 1), 1)
    month = start_report(wanted(world.a, september), actor=world.he)
    long = start_report(wanted(world.a, quarter, "station-quarter"), actor=world.he)
    for one in (month, long):
        submit_report(one, actor=world.he, expected=1)
        accept_reports([Seen(one, 2)], actor=world.li)
    world.facts = facts_of(
        number=2, through_at=NOW, service_contact=[contact(world.a, date(2026, 9, 9))]
    )
    made = correct_report(month, actor=world.he, expected=3, reason="补录")
    (carried,) = made.carried.all()
    assert carried.report == long
    assert cells_in_force(long)["visits", "period"].value == 1


def test_a_batch_equals_one_by_one(world):
    both = [wanted(world.a), wanted(world.b)]
    one = submitted(world)
    alone = frozen_cells(one)
    Report.objects.all()
    second = start_report(both[1], actor=world.bai)
    heads = replace(world.he, grants=(*world.he.grants, *world.bai.grants))
    spans = [Span(date(2026, 9, 1), 1), SPAN]
    first = start_report(wanted(world.a, spans[0]), actor=world.he)
    submit_reports([Seen(first, 1), Seen(second, 1)], actor=heads)
    assert frozen_cells(second)["visits", "period"].value == 1
    assert frozen_cells(first)["visits", "to_date"].value == 1
    assert set(frozen_cells(second)) == set(alone)


def test_late_reports_stand_in_order_and_are_reminded_of_once_a_day(world):
    submitted(world)
    on = clock.today()
    late = late_reports(world.li, access.REVIEW_STATION, on=on)
    assert [(one.subject.name, one.span.label, one.days) for one in late if one.pack.key == "station-month"][-1] == ("黄寨镇社工站", "2026-10", 1)  # fmt: skip
    assert remind(late, actor=world.li) == len(late)
    assert remind(late, actor=world.li) == 0
    assert all(one.reminded for one in late_reports(world.li, access.REVIEW_STATION, on=on))
    with clock.standing_at(NOW + timedelta(days=1)):
        assert remind(late[:1], actor=world.li) == 1
    assert Reminder.objects.count() == len(late) + 1
    for who in ("he", "wang"):
        with pytest.raises(Forbidden):
            remind(late, actor=getattr(world, who))


def test_a_reminder_and_a_returned_report_wait_on_the_heads_first_page(world):
    report = submitted(world)
    return_report(report, actor=world.li, expected=2, reason="核对")
    late = [
        one
        for one in late_reports(world.li, access.REVIEW_STATION, on=clock.today())
        if one.span == SPAN
    ]
    remind(late, actor=world.li)
    mine = waiting_for(world.he, on=clock.today())
    assert [(one.span.label, one.returned, one.reminded_by) for one in mine] == [
        ("2026-10", True, "李科长")
    ]
    assert [one.returned for one in waiting_for(world.bai, on=clock.today())] == [False]
    assert waiting_for(world.drolma, on=clock.today()) == []
    submit_report(report, actor=world.he, expected=3)
    assert waiting_for(world.he, on=clock.today()) == []


def test_a_target_stands_in_its_column_and_a_later_one_supersedes_it(world):
    subject, pack = station_subject(world.a), shipped()["station-month"]
    facts = {
        "pack": pack,
        "indicator": "P04_household_times",
        "year": 2026,
        "source": "2026 年服务合同",
    }
    with pytest.raises(Forbidden):
        set_target(subject, actor=world.he, value=1, **facts)
    set_target(subject, actor=world.li, value=480, **facts)
    set_target(subject, actor=world.li, value=500, **facts)
    report = submitted(world)
    assert frozen_cells(report)["visits", "target"].value == 500
    with pytest.raises(Invalid):
        set_target(subject, actor=world.li, value=1, **(facts | {"indicator": "nothing"}))


def test_no_facts_no_report(world, monkeypatch):
    from yimi.insight.errors import NoFactsYet

    def nothing():
        raise NoFactsYet

    monkeypatch.setattr(figures, "newest", nothing)
    report = october(world)
    with pytest.raises(NoFactsYet):
        submit_report(report, actor=world.he, expected=1)
