"""Agreements as they are written down: by both sides, fact by fact, until the rule is met."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from yimi.access.tests.factories import make_actor
from yimi.audit.models import AuditEvent
from yimi.core.errors import Conflict, Forbidden, Invalid, NotFound
from yimi.regions.tests.factories import make_region
from yimi.stations.tests.factories import make_operator
from yimi.supervision import pairing_access, queries
from yimi.supervision.actions import (
    PairingDraft,
    add_local_worker,
    add_pairing_supervisor,
    agree_pairing,
    correct_pairing,
    correct_pairing_places,
    end_pairing_fact,
    record_visit,
)
from yimi.supervision.models import AssistingTown, CountsPer, OnSiteVisit, PairingSupervisor
from yimi.supervision.rules import Clause, Outcome
from yimi.supervision.tests.factories import (
    EXACT_STAYS,
    FIRST,
    LAST,
    LEAD,
    ONE,
    SITE,
    make_pairing,
    make_pairing_fact,
)
from yimi.workforce.tests.factories import make_worker


@pytest.fixture
def sides(db):
    """Both cities' officers, a third county's, the agency, two supervisors and a local worker."""
    make_region(LEAD, "东城街道")
    make_region("441900101000", "石碣镇")
    make_region(SITE, "城南驿社区")
    workers = {
        "one": make_worker("郭伟", region_code="441900000000"),
        "two": make_worker("陈婷", region_code="441900000000"),
        "local": make_worker("杨兰", region_code="520603000000"),
    }
    return SimpleNamespace(
        dongguan=make_actor("city_officer", "441900000000"),
        wanshan=make_actor("county_officer", "520603000000"),
        wang=make_actor("county_officer", "411622000000"),
        guo=make_actor("supervisor", "320100000000", worker_uid=workers["one"].pk),
        agency=make_operator("东莞示例社会工作服务中心", region_code="441900000000"),
        **workers,
    )


def draft(sides, **changes):
    fields = {
        "name": "东城街道结对帮扶城南驿社区", "document": "《东莞市结对帮扶铜仁市社会工作服务方案》",
        "lead_region_code": LEAD, "site_region_code": SITE, "starts_on": FIRST, "ends_on": LAST,
        "agency": sides.agency, "assisting": ("441900101000",), "rule_note": "“1 个月”按 30 天算。",
    }  # fmt: skip
    return PairingDraft(**(fields | changes))


@pytest.mark.django_db
def test_an_agreement_grows_until_it_is_met(sides):
    agreement = agree_pairing(draft(sides), actor=sides.dongguan)
    assert queries.assisting_codes(agreement) == ["441900101000"]
    for worker in (sides.one, sides.two):
        add_pairing_supervisor(agreement, worker, actor=sides.dongguan, starts_on=FIRST)
    hired = add_local_worker(agreement, sides.local, actor=sides.wanshan, starts_on=FIRST)
    end_pairing_fact(hired, actor=sides.wanshan, ends_on=date(2021, 8, 31))
    for stay in EXACT_STAYS:
        worker = sides.one if stay.worker == ONE else sides.two
        record_visit(agreement, worker, actor=sides.wanshan, starts_on=stay.starts_on, ends_on=stay.ends_on)  # fmt: skip
    assert queries.pairing_standing(agreement, as_of=date(2022, 1, 1)).outcome == Outcome.MET
    correct_pairing(agreement, actor=sides.dongguan, expected=1, changes={"onsite_days_min": 31})
    assert queries.pairing_standing(agreement, as_of=date(2022, 1, 1)).outcome == Outcome.NOT_MET
    with pytest.raises(Conflict):
        correct_pairing(agreement, actor=sides.wanshan, expected=1, changes={"onsite_days_min": 28})


@pytest.mark.django_db
def test_visits_count_per_site_or_for_the_whole_agency(sides):
    here = make_pairing(agency=sides.agency)
    there = make_pairing(site="520603001002", name="另一个结对点", agency=sides.agency)
    make_pairing_fact(PairingSupervisor, here, sides.one, FIRST)
    make_pairing_fact(OnSiteVisit, here, sides.one, date(2021, 6, 1), date(2021, 6, 15))
    make_pairing_fact(OnSiteVisit, there, sides.one, date(2021, 7, 1), date(2021, 7, 15))

    def days():
        found = queries.pairing_standing(here, as_of=LAST).conditions
        return [condition.found for condition in found if condition.clause == Clause.ONSITE_DAYS]

    assert days() == [15]
    here.counts_per = CountsPer.AGENCY
    assert days() == [30]


@pytest.mark.django_db
def test_both_sides_and_the_supervisors_sent_see_an_agreement(sides):
    agreement = make_pairing()
    for officer in (sides.dongguan, sides.wanshan):
        assert pairing_access.get_pairing_for_edit(officer, agreement.pk) == agreement
    with pytest.raises(NotFound):
        pairing_access.get_pairing_for_view(sides.guo, agreement.pk)
    row = make_pairing_fact(PairingSupervisor, agreement, sides.one, FIRST)
    assert pairing_access.get_pairing_for_view(sides.guo, agreement.pk) == agreement
    with pytest.raises(Forbidden):
        pairing_access.get_pairing_for_edit(sides.guo, agreement.pk)
    with pytest.raises(NotFound):
        pairing_access.get_pairing_for_view(sides.wang, agreement.pk)
    with pytest.raises(NotFound):
        pairing_access.get_fact_for_edit(sides.wang, "supervisor", row.pk)
    with pytest.raises(Forbidden):
        agree_pairing(draft(sides), actor=sides.wang)
    with pytest.raises(Forbidden):
        add_pairing_supervisor(agreement, sides.two, actor=sides.guo, starts_on=FIRST)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes,field",
    [
        ({"name": " "}, "name"),
        ({"document": ""}, "document"),
        ({"ends_on": date(2021, 1, 1)}, "ends_on"),
        ({"site_region_code": LEAD}, "site_region_code"),
        ({"site_region_code": "520603999000"}, "region_code"),
        ({"assisting": (LEAD,)}, "assisting"),
        ({"counts_per": "moon"}, "counts_per"),
        ({"onsite_days_min": 400}, "onsite_days_min"),
    ],
)
def test_what_cannot_be_agreed_is_said_at_its_field(sides, changes, field):
    with pytest.raises(Invalid) as refused:
        agree_pairing(draft(sides, **changes), actor=sides.dongguan)
    assert list(refused.value.fields) == [field]


@pytest.mark.django_db
def test_facts_that_cannot_be_are_refused(sides):
    agreement, by = make_pairing(), {"actor": sides.dongguan}
    with pytest.raises(Invalid):  # not a supervisor of this agreement
        record_visit(agreement, sides.one, starts_on=FIRST, **by)
    with pytest.raises(Invalid):  # not from the helped city
        add_local_worker(agreement, sides.one, starts_on=FIRST, **by)
    add_pairing_supervisor(agreement, sides.one, starts_on=FIRST, **by)
    with pytest.raises(Invalid):  # twice
        add_pairing_supervisor(agreement, sides.one, starts_on=date(2021, 7, 1), **by)
    with pytest.raises(Invalid):  # outside the agreement's days
        record_visit(agreement, sides.one, starts_on=date(2022, 1, 1), **by)
    visit = record_visit(agreement, sides.one, starts_on=date(2021, 7, 1), **by)
    with pytest.raises(Invalid):
        end_pairing_fact(visit, ends_on=date(2021, 6, 1), **by)


@pytest.mark.django_db
def test_places_are_put_right_and_what_stood_before_stays_on_file(sides):
    make_region("441900102000", "石龙镇")
    make_region("520603001002", "另一个社区")
    agreement = agree_pairing(draft(sides), actor=sides.dongguan)
    right = {
        "lead_region_code": LEAD, "site_region_code": "520603001002", "assisting": ["441900102000"],
    }  # fmt: skip
    with pytest.raises(Forbidden):
        correct_pairing_places(agreement, actor=sides.wang, expected=1, **right)
    with pytest.raises(Invalid):
        correct_pairing_places(
            agreement, actor=sides.dongguan, expected=1, **right | {"assisting": [LEAD]}
        )
    correct_pairing_places(agreement, actor=sides.dongguan, expected=1, **right)
    assert queries.assisting_codes(agreement) == ["441900102000"]
    towns = AssistingTown.objects.filter(agreement=agreement)
    assert towns.exclude(superseded_at=None).get().region_code == "441900101000"
    event = AuditEvent.objects.get(action="supervision.correct_pairing_places")
    assert SITE in str(event.details)
    with pytest.raises(Conflict):
        correct_pairing_places(agreement, actor=sides.wanshan, expected=1, **right)
