"""Signing in by QR code: one phone once, only while it is open, nothing kept that a count does not need."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yimi.activities import rules
from yimi.activities.actions import (
    cancel_activity,
    close_sheet,
    open_sheet,
    sign_in,
    signing,
    strike_sign_ins,
)
from yimi.activities.errors import ActivityNotPlanned, SheetBusy, SheetClosed, SignedInAlready
from yimi.activities.models import SignIn, SignInSheet
from yimi.activities.queries.sheet import has_signed_in, newest_sign_ins, tally
from yimi.activities.rules import figure_to_confirm
from yimi.activities.tests.factories import make_sheet
from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Forbidden, Invalid

pytestmark = pytest.mark.django_db


def come(sheet, device="a", band="elder", **rest):
    return sign_in(sheet, device=device, band=band, is_first=rest.pop("is_first", True), **rest)


def test_the_sheet_is_open_only_while_the_station_says_so(world):
    with pytest.raises(Forbidden):
        open_sheet(world.activity, actor=world.supervisor)
    sheet = open_sheet(world.activity, actor=world.drolma)
    come(sheet)
    close_sheet(world.activity, actor=world.drolma)
    with pytest.raises(SheetClosed):
        come(SignInSheet.objects.get(pk=sheet.pk), "b")
    again = open_sheet(world.activity, actor=world.drolma, hours=2)
    assert again.token == sheet.token
    come(again, "b")
    with clock.standing_at(clock.now() + timedelta(hours=2, seconds=1)), pytest.raises(SheetClosed):
        come(again, "c")


def test_a_sheet_stays_open_for_half_a_day_at_most(world):
    sheet = open_sheet(world.activity, actor=world.drolma, hours=500)
    assert sheet.closes_at - sheet.opened_at == timedelta(hours=12)


def test_a_cancelled_activity_opens_no_sheet(world):
    cancel_activity(
        world.activity, actor=world.drolma, expected=world.activity.row_version, reason="weather"
    )
    with pytest.raises(ActivityNotPlanned):
        open_sheet(world.activity, actor=world.drolma)


def test_one_phone_signs_in_once(world):
    sheet = make_sheet(world.activity)
    come(sheet)
    with pytest.raises(SignedInAlready):
        come(sheet, band="adult")
    assert has_signed_in(sheet, "a")
    assert not has_signed_in(sheet, "b")
    assert tally(world.activity).total == 1


def test_nothing_is_kept_that_a_count_does_not_need(world):
    row = come(make_sheet(world.activity), device="the cookie", nickname="王阿姨 13812345678")
    row.refresh_from_db()
    assert row.nickname == ""
    assert "cookie" not in row.device
    kept = {field.name for field in SignIn._meta.get_fields()}
    assert kept == {"id", "sheet", "at", "nickname", "band", "is_first", "device", "struck_at"}


def test_an_unknown_band_is_refused(world):
    with pytest.raises(Invalid):
        come(make_sheet(world.activity), band="teen")


def test_a_flood_is_stopped_within_the_minute(world, monkeypatch):
    monkeypatch.setattr(signing, "MOST_PER_MINUTE", 3)
    sheet = make_sheet(world.activity)
    for device in "abc":
        come(sheet, device)
    with pytest.raises(SheetBusy):
        come(sheet, "d")
    with clock.standing_at(clock.now() + timedelta(seconds=61)):
        come(sheet, "d")


def test_what_is_struck_off_leaves_the_count_and_stays_on_the_sheet(world):
    sheet = make_sheet(world.activity)
    rows = [come(sheet, device, band="adult") for device in "abc"]
    assert strike_sign_ins(world.activity, [rows[0].pk], actor=world.drolma) == 1
    assert tally(world.activity).by_band == {"adult": 2}
    assert len(newest_sign_ins(world.activity, 10)) == 3
    with pytest.raises(Forbidden):
        strike_sign_ins(world.activity, [rows[1].pk], actor=world.supervisor)


def test_the_trail_says_who_opened_the_sheet_and_never_who_came(world):
    come(open_sheet(world.activity, actor=world.drolma), nickname="王阿姨")
    close_sheet(world.activity, actor=world.drolma)
    told = list(AuditEvent.objects.values_list("action", flat=True))
    assert told.count("activities.open_sheet") == told.count("activities.close_sheet") == 1
    assert not [one for one in AuditEvent.objects.all() if "王阿姨" in str(one.details)]


def test_a_typed_figure_stands_over_the_phones(world):
    sheet = make_sheet(world.activity)
    for device in "abc":
        come(sheet, device, is_first=device == "a")
    found = tally(world.activity)
    assert (found.total, found.first) == (3, 1)
    assert figure_to_confirm(found.by_band, {"elder": 11, "child": 2}) == {"child": 2, "elder": 11}
    assert figure_to_confirm(found.by_band, {}) == {"elder": 3}
    assert [row.difference for row in rules.reconcile(found.by_band, {"elder": 11})] == [8]
