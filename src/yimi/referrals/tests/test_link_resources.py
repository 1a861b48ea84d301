"""From a need to what met it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid, NotFound
from yimi.core.ids import new_uid
from yimi.referrals import access, actions
from yimi.referrals.actions import Delivery
from yimi.referrals.drafts import ForWhom, ResourceDraft
from yimi.referrals.errors import ReferralChanged, SameUidOtherContent
from yimi.referrals.models import ResourceLink
from yimi.services.models import ServiceRecord

pytestmark = pytest.mark.django_db


def asked(world, **changes):
    whom = ForWhom(
        unit=world.a, worker=world.worker, household=world.household, resident=world.elder
    )
    fields = {"whom": whom, "need": "aids", "kind": "goods", "requested_on": clock.today()}
    return actions.request_resource(ResourceDraft(**(fields | changes)), actor=world.drolma)


def matched(world, **changes):
    row = asked(world, **changes)
    return actions.match_resource(
        row, actor=world.drolma, row_version=1, provider="县残联", on=clock.today(),
        quantity="轮椅 1 辆", value_fen=68_000,
    )  # fmt: skip


def delivery(**changes):
    fields = {
        "on": clock.today(),
        "result": "met",
        "minutes": 30,
        "item_code": "SA8",
        "receipt_seen": True,
    }
    return Delivery(**(fields | changes))


def test_delivery_makes_exactly_one_service_record(world):
    row = matched(world)
    actions.deliver_resource(row, delivery(), actor=world.drolma, row_version=2)
    row.refresh_from_db()
    record = ServiceRecord.objects.get()
    assert (record.number, record.method) == (row.record_number, "resource_link")
    assert (row.result, row.receipt_seen, row.value_fen) == ("met", True, 68_000)
    with pytest.raises(Conflict):
        actions.deliver_resource(row, delivery(), actor=world.drolma, row_version=3)
    assert ServiceRecord.objects.count() == 1


def test_a_refused_record_leaves_the_link_as_it_was(world):
    row = matched(world)
    with pytest.raises(Invalid):
        actions.deliver_resource(row, delivery(item_code="??"), actor=world.drolma, row_version=2)
    row = ResourceLink.objects.get()
    assert (row.delivered_on, row.row_version) == (None, 2)


def test_days_come_in_order_and_nothing_is_delivered_before_it_is_found(world):
    row = asked(world)
    with pytest.raises(Invalid):
        actions.deliver_resource(row, delivery(), actor=world.drolma, row_version=1)
    with pytest.raises(Invalid):
        actions.match_resource(
            row, actor=world.drolma, row_version=1, provider="县残联",
            on=clock.today() - timedelta(days=1),
        )  # fmt: skip
    for wrong in ({"provider": " "}, {"provider": "县残联", "value_fen": -1}):
        with pytest.raises(Invalid):
            actions.match_resource(
                row, actor=world.drolma, row_version=1, on=clock.today(), **wrong
            )


def test_a_need_that_nobody_meets_ends_with_a_reason(world):
    row = asked(world)
    with pytest.raises(Invalid):
        actions.end_resource(row, actor=world.drolma, row_version=1, reason="", on=clock.today())
    actions.end_resource(
        row, actor=world.drolma, row_version=1, reason="not_found", on=clock.today()
    )
    with pytest.raises(Conflict):
        actions.match_resource(
            row, actor=world.drolma, row_version=2, provider="县残联", on=clock.today()
        )


def test_two_people_at_once_never_overwrite(world):
    row = asked(world)
    other = ResourceLink.objects.get(pk=row.pk)
    actions.match_resource(
        row, actor=world.drolma, row_version=1, provider="县残联", on=clock.today()
    )
    other.refresh_from_db()
    with pytest.raises(ReferralChanged):
        actions.end_resource(
            other, actor=world.head, row_version=1, reason="not_found", on=clock.today()
        )


def test_a_form_sent_twice_asks_once(world):
    uid = new_uid()
    assert asked(world, uid=uid).number == asked(world, uid=uid).number
    assert ResourceLink.objects.count() == 1
    with pytest.raises(SameUidOtherContent):
        asked(world, uid=uid, need="food")


def test_who_reaches_a_resource_link(world):
    row = asked(world)
    assert access.get_resource_for_edit(world.head, row.pk)
    with pytest.raises(Forbidden):
        access.get_resource_for_edit(world.town, row.pk)
    for who in ("wang", "tashi"):
        with pytest.raises(NotFound):
            access.get_resource_for_view(getattr(world, who), row.pk)
    with pytest.raises(Forbidden):
        actions.end_resource(
            row, actor=world.tashi, row_version=1, reason="mistake", on=clock.today()
        )
    with pytest.raises(Forbidden):
        access.get_resource_for_view(world.li, row.pk)
