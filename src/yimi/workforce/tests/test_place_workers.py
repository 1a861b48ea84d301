"""Placements, certificates and supervision: dated, corrected by replacement, never twice on one day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid
from yimi.stations.errors import UnitAlreadyClosed
from yimi.stations.models import ServiceUnit
from yimi.stations.tests.factories import make_unit
from yimi.workforce import queries
from yimi.workforce.actions import (
    CertificateDraft,
    PlacementDraft,
    add_certificate,
    assign_supervisor,
    correct_placement,
    end_placement,
    end_supervision,
    place_worker,
    renew_registration,
    void_certificate,
)
from yimi.workforce.errors import PlacementOverlaps
from yimi.workforce.models import Placement
from yimi.workforce.rules import PlacementWarning
from yimi.workforce.tests.factories import make_certificate, make_placement, make_worker

pytestmark = pytest.mark.django_db
DAY = date(2025, 5, 1)


def place(people, worker=None, unit=None, actor=None, **fields):
    fields.setdefault("starts_on", DAY)
    draft = PlacementDraft(worker=worker or people.staff.drolma, unit=unit or people.b, **fields)
    return place_worker(draft, actor=actor or people.li)


def test_the_same_post_twice_on_one_day_is_refused(people):
    with pytest.raises(PlacementOverlaps) as refused:
        place(people, unit=people.a)
    assert "甲站" in str(refused.value)


def test_a_second_station_is_allowed_and_full_time_is_remarked(people):
    placement = place(people)
    assert queries.warnings_about(placement) == {PlacementWarning.FULL_TIME_TWICE}
    assert queries.units_of(people.staff.drolma.uid, DAY) == [people.a, people.b]


def test_a_second_head_is_remarked(people):
    place(people, worker=people.staff.tashi, unit=people.a, is_head=True, full_time=False)
    second = place(people, worker=make_worker("央金"), unit=people.a, is_head=True, starts_on=DAY + timedelta(days=1))  # fmt: skip
    assert PlacementWarning.SECOND_HEAD in queries.warnings_about(second)
    assert queries.head_of(people.a, DAY) == people.staff.tashi
    assert queries.head_of(people.a, DAY - timedelta(days=1)) is None


def test_only_where_one_places_workers(people):
    with pytest.raises(Forbidden):
        place(people, actor=people.head)
    for actor in (people.drolma, people.town, people.wang):
        with pytest.raises(Forbidden):
            place(people, unit=people.a, worker=people.staff.tashi, actor=actor)
    assert place(people, unit=people.a, worker=people.staff.tashi, actor=people.head)


def test_nobody_starts_at_a_closed_unit_or_after_leaving(people):
    ServiceUnit.objects.filter(pk=people.b.pk).update(closed_on=DAY - timedelta(days=1))
    people.b.refresh_from_db()
    with pytest.raises(UnitAlreadyClosed):
        place(people)
    gone = make_worker("旧人", left_on=date(2024, 1, 1))
    with pytest.raises(Invalid):
        place(people, worker=gone, unit=people.a)


def test_an_ended_post_can_be_taken_up_again_the_next_day(people):
    row = people.staff.drolma.placements.get()
    before = clock.now()
    ended = end_placement(row, actor=people.head, ends_on=DAY)
    assert list(queries.workers_at(people.a, DAY)) == [people.staff.drolma]
    assert not queries.workers_at(people.a, DAY + timedelta(days=1))
    place(people, unit=people.a, starts_on=DAY + timedelta(days=1))
    assert Placement.objects.known_at(before).get(worker=people.staff.drolma) == row
    with pytest.raises(PlacementOverlaps):
        end_placement(ended, actor=people.head, ends_on=DAY + timedelta(days=1))
    with pytest.raises(Conflict):
        end_placement(row, actor=people.head, ends_on=DAY)


def test_a_correction_replaces_the_row(people):
    row = people.staff.drolma.placements.get()
    fixed = correct_placement(
        row, actor=people.li, changes={"starts_on": date(2023, 6, 1), "is_head": True}
    )
    assert fixed.replaces == row
    assert Placement.objects.current().get(worker=people.staff.drolma) == fixed
    with pytest.raises(Invalid):
        correct_placement(fixed, actor=people.li, changes={"ends_on": date(2020, 1, 1)})


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 15)), max_size=6))
def test_whatever_is_tried_no_day_has_the_same_post_twice(people, spans):
    worker, unit = make_worker("试试"), make_unit()
    taken: set[date] = set()
    for first, length in spans:
        start = DAY + timedelta(days=first)
        days = {start + timedelta(days=n) for n in range(length + 1)}
        draft = PlacementDraft(worker=worker, unit=unit, starts_on=start, ends_on=max(days))
        if taken & days:
            with pytest.raises(PlacementOverlaps):
                place_worker(draft, actor=people.li)
        else:
            place_worker(draft, actor=people.li)
            taken |= days


def test_a_certificate_does_not_expire_but_its_registration_does(people):
    worker = people.staff.drolma
    draft = CertificateDraft(
        level="intermediate", issued_on=date(2018, 9, 1), registered_on=date(2019, 1, 1)
    )
    certificate = add_certificate(worker, draft, actor=people.head)
    assert certificate.registration_until == date(2021, 12, 31)
    assert worker in queries.certified_on(date(2025, 1, 1))
    assert worker not in queries.certified_on(date(2018, 8, 31))
    assert queries.is_registration_due(certificate, date(2021, 10, 2))
    assert not queries.is_registration_due(certificate, date(2021, 10, 1))
    renewed = renew_registration(certificate, actor=people.head, registered_on=date(2022, 1, 1))
    assert (renewed.level, renewed.registration_until) == ("intermediate", date(2024, 12, 31))
    with pytest.raises(Invalid):
        add_certificate(worker, draft, actor=people.head)


def test_a_certificate_entered_by_mistake_counts_no_longer(people):
    certificate = make_certificate(people.staff.drolma)
    with pytest.raises(Forbidden):
        void_certificate(certificate, actor=people.wang, reason="错")
    void_certificate(certificate, actor=people.li, reason="填错了人")
    assert people.staff.drolma not in queries.certified_on(DAY)
    with pytest.raises(Conflict):
        void_certificate(certificate, actor=people.li, reason="再撤")


@pytest.mark.parametrize(
    "fields",
    [
        {"level": "master"},
        {"issued_on": date(2999, 1, 1)},
        {"registered_on": date(2010, 1, 1)},
        {"registered_on": date(2021, 1, 1), "registration_until": date(2020, 1, 1)},
    ],
)
def test_certificates_that_cannot_be_right_are_refused(people, fields):
    draft = CertificateDraft(**({"level": "assistant", "issued_on": date(2020, 1, 1)} | fields))
    with pytest.raises(Invalid):
        add_certificate(people.staff.drolma, draft, actor=people.li)


def test_the_highest_certificate_is_shown(people):
    for level in ("assistant", "senior", "intermediate"):
        make_certificate(people.staff.drolma, level=level)
    assert queries.highest_levels([people.staff.drolma], DAY)[people.staff.drolma.uid] == "senior"


def test_supervision_is_an_assignment_with_dates(people):
    drolma, tashi = people.staff.drolma, people.staff.tashi
    row = assign_supervisor(tashi, actor=people.li, of=people.a, starts_on=DAY)
    assert queries.supervisors_of(drolma, DAY) == [tashi]
    with pytest.raises(Invalid):
        assign_supervisor(tashi, actor=people.li, of=people.a, starts_on=DAY)
    with pytest.raises(Invalid):
        assign_supervisor(tashi, actor=people.li, of=tashi, starts_on=DAY)
    with pytest.raises(Forbidden):
        assign_supervisor(tashi, actor=people.wang, of=drolma, starts_on=DAY)
    end_supervision(row, actor=people.li, ends_on=DAY)
    assert queries.supervisors_of(drolma, DAY + timedelta(days=1)) == []


def test_staff_figures_take_one_query_and_know_how_long_a_post_stands_empty(
    people, django_assert_num_queries
):
    make_certificate(people.staff.drolma)
    make_certificate(people.staff.drolma, level="senior")
    make_placement(people.staff.tashi, people.a, full_time=False)
    end_placement(people.staff.tashi.placements.get(unit=people.b), actor=people.li, ends_on=DAY)
    never = make_unit(name="新站")
    units = [people.a, people.b, never]
    with django_assert_num_queries(1):
        figures = queries.staff_figures(units, DAY + timedelta(days=46))
    assert (figures[people.a.uid].workers, figures[people.a.uid].certified) == (2, 1)
    assert figures[people.b.uid].days_unstaffed(DAY + timedelta(days=46)) == 46
    assert figures[never.uid].days_unstaffed(DAY) is None
    assert figures[people.a.uid].days_unstaffed(DAY) == 0
    with django_assert_num_queries(1):
        queries.staff_figures([*units, *(make_unit() for _ in range(0))], DAY)


def test_nobody_works_at_a_closed_unit(people):
    ServiceUnit.objects.filter(pk=people.a.pk).update(closed_on=DAY)
    people.a.refresh_from_db()
    after = DAY + timedelta(days=10)
    assert not queries.workers_at(people.a, after)
    figures = queries.staff_figures([people.a], after)[people.a.uid]
    assert (figures.workers, figures.last_staffed_on) == (0, DAY)
