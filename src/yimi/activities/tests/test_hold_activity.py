"""An activity that was held is one service record; the anti-drug day of 商水县东城社工站 counts as it should."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from yimi.activities.actions import (
    correct_held,
    hold_activities,
    hold_activity,
    holding,
    plan_activity,
    void_held,
)
from yimi.activities.drafts import PartnerDraft
from yimi.activities.errors import ActivityAlreadyHeld, ActivityNotHeld
from yimi.activities.models import Activity
from yimi.activities.queries.counts import activity_counts
from yimi.activities.queries.held import standing_record
from yimi.activities.tests.factories import make_activity
from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid, NotFound
from yimi.core.ids import new_uid
from yimi.services.actions import void_record
from yimi.services.errors import RecordAlreadyReplaced
from yimi.services.models import ServiceRecord
from yimi.services.queries import total_figures
from yimi.services.tests.factories import make_record
from yimi.stations.tests.factories import make_authority

pytestmark = pytest.mark.django_db


def everything():
    return {"first": date(2020, 1, 1), "last": clock.today()}


def test_the_anti_drug_day_is_one_event_with_three_co_organisers(world):
    police = make_authority("商水县公安局")
    partners = (
        PartnerDraft(police.name, police.pk),
        PartnerDraft("东城街道办事处"),
        PartnerDraft("商水县民政局社会服务中心"),
    )
    day = plan_activity(
        world.draft(title="“健康人生 绿色无毒”国际禁毒日宣传", place="新华广场", expected=200, partners=partners),
        actor=world.drolma,
    )  # fmt: skip
    held = world.held(
        activity_uid=day.pk, minutes=150, head_counts={"child": 35, "adult": 120, "elder": 61}
    )
    hold_activity(held, actor=world.drolma)
    record = standing_record(Activity.objects.get(pk=day.pk))
    assert (record.method, record.person_times) == ("activity", 216)
    assert {one.name for one in record.co_organisers.all()} == {one.name for one in partners}
    assert dict(record.head_counts.values_list("band", "count")) == held.head_counts
    counted = activity_counts(world.li, **everything())
    assert (counted.events, counted.community, counted.mass) == (1, 1, 0)
    assert counted.person_times == 216
    assert total_figures(world.li, **everything())["persons"] == 0


def test_mass_sessions_are_told_apart_and_nothing_is_counted_twice(world):
    parade = make_activity(world.unit, kind="mass")
    hold_activities([world.held(), world.held(activity_uid=parade.pk)], actor=world.drolma)
    make_record(world.unit, method="activity", household=None, person_times=12)
    counted = activity_counts(world.li, **everything())
    assert (counted.events, counted.community, counted.mass) == (3, 2, 1)
    assert (counted.person_times, counted.mass_person_times) == (92, 40)
    assert total_figures(world.li, **everything())["events"] == counted.events


def test_named_residents_and_heads_add_up(world):
    hold_activity(world.held(present=[world.resident.pk]), actor=world.drolma)
    world.activity.refresh_from_db()
    assert standing_record(world.activity).person_times == 41


def test_a_form_sent_twice_is_one_event(world):
    held = world.held()
    hold_activity(held, actor=world.drolma)
    hold_activity(held, actor=world.drolma)
    assert ServiceRecord.objects.count() == 1
    with pytest.raises(ActivityAlreadyHeld):
        hold_activity(world.held(), actor=world.drolma)
    other = make_activity(world.unit)
    with pytest.raises(Conflict):
        hold_activity(replace(held, activity_uid=other.pk), actor=world.drolma)


def test_strangers_and_readers_record_nothing(world):
    with pytest.raises(NotFound):
        hold_activity(world.held(), actor=world.wang)
    with pytest.raises(Forbidden):
        hold_activity(world.held(), actor=world.supervisor)
    with pytest.raises(Forbidden):
        hold_activity(world.held(), actor=world.li)
    assert not ServiceRecord.objects.exists()


def test_an_event_without_anybody_is_told_at_its_field(world):
    with pytest.raises(Invalid) as told:
        hold_activity(world.held(head_counts={}), actor=world.drolma)
    assert "present" in told.value.fields
    assert Activity.objects.get(pk=world.activity.pk).status == "planned"


def test_holding_many_costs_the_same_queries_as_holding_one(world, queries_of):
    one = queries_of(lambda: hold_activity(world.held(), actor=world.drolma))
    others = [world.held(activity_uid=make_activity(world.unit).pk) for _ in range(12)]
    assert queries_of(lambda: hold_activities(others, actor=world.drolma)) == one


def test_a_correction_is_a_new_version_and_a_late_one_is_refused(world):
    activity = hold_activity(world.held(), actor=world.drolma)
    seen = standing_record(activity)
    fixed = correct_held(
        activity, world.held(head_counts={"elder": 9}), seen=seen.pk, actor=world.drolma
    )
    assert (fixed.number, fixed.version, fixed.person_times) == (seen.number, 2, 9)
    with pytest.raises(RecordAlreadyReplaced):
        correct_held(activity, world.held(), seen=seen.pk, actor=world.drolma)
    assert activity_counts(world.li, **everything()).person_times == 9


def test_an_event_taken_back_is_ahead_again(world):
    activity = hold_activity(world.held(), actor=world.drolma)
    void_held(activity, actor=world.drolma, reason="改到下周")
    activity.refresh_from_db()
    assert (activity.status, activity.record_number) == ("planned", "")
    assert activity_counts(world.li, **everything()).events == 0
    with pytest.raises(ActivityNotHeld):
        void_held(activity, actor=world.drolma, reason="再来")
    hold_activity(world.held(), actor=world.drolma)


def test_an_event_whose_record_was_voided_elsewhere_may_be_held_anew(world):
    activity = hold_activity(world.held(), actor=world.drolma)
    void_record(standing_record(activity).pk, actor=world.drolma, reason="记错了")
    with pytest.raises(ActivityNotHeld):
        correct_held(activity, world.held(), seen=new_uid(), actor=world.drolma)
    hold_activity(world.held(), actor=world.drolma)
    assert activity_counts(world.li, **everything()).events == 1


def test_another_county_counts_nothing_of_ours(world):
    hold_activity(world.held(), actor=world.drolma)
    assert activity_counts(world.wang, **everything()).events == 0


def test_two_who_record_at_the_very_same_moment_make_one_event(world, monkeypatch):
    """Whoever waited for the lock sees what was written meanwhile, not what they had read before."""
    hold = holding.hold_rows

    def somebody_was_faster(model, uids):
        monkeypatch.setattr(holding, "hold_rows", hold)
        hold_activity(world.held(), actor=world.drolma)
        hold(model, uids)

    monkeypatch.setattr(holding, "hold_rows", somebody_was_faster)
    with pytest.raises(ActivityAlreadyHeld):
        hold_activity(world.held(), actor=world.drolma)
    assert ServiceRecord.objects.current().count() <= 1
