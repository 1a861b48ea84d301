"""The sign-in sheet: the station opens and closes it; whoever comes signs in on their own phone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yimi.activities.actions.checks import note, require_at_activity
from yimi.activities.errors import ActivityNotPlanned, SheetBusy, SheetClosed, SignedInAlready
from yimi.activities.models import Activity, ActivityStatus, Band, SignIn, SignInSheet
from yimi.activities.permissions import RECORD
from yimi.activities.rules import (
    HOURS_OPEN,
    MOST_PER_MINUTE,
    MOST_SIGN_INS,
    closing_time,
    device_digest,
    tidy_nickname,
)
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid

TOKEN_BYTES = 16


@transaction.atomic
def open_sheet(activity: Activity, *, actor: Actor, hours: int = HOURS_OPEN) -> SignInSheet:
    """Let people sign in from now on for some hours; the address stays the same when it is opened again.

    Raises ActivityNotPlanned for a cancelled activity, Forbidden.
    """
    require_at_activity(actor, RECORD, activity)
    if activity.status == ActivityStatus.CANCELLED:
        raise ActivityNotPlanned
    now = clock.now()
    sheet = sheet_of(activity, actor=actor)
    sheet.opened_at, sheet.closes_at = now, closing_time(now, hours)
    sheet.save(update_fields=["opened_at", "closes_at"])
    note(actor, "open_sheet", activity, closes_at=sheet.closes_at.isoformat())
    return sheet


@transaction.atomic
def sheet_of(activity: Activity, *, actor: Actor) -> SignInSheet:
    """The activity's sheet; made, still shut, the first time its code is wanted for a poster. Raises Forbidden."""
    require_at_activity(actor, RECORD, activity)
    sheet, is_new = SignInSheet.objects.get_or_create(
        activity=activity,
        defaults={"token": secrets.token_urlsafe(TOKEN_BYTES), "recorded_by": actor.uid},
    )
    if is_new:
        note(actor, "make_sheet", activity)
    return sheet


@transaction.atomic
def close_sheet(activity: Activity, *, actor: Actor) -> None:
    """Nobody signs in any more; closing a closed sheet changes nothing. Raises Forbidden."""
    require_at_activity(actor, RECORD, activity)
    now = clock.now()
    if SignInSheet.objects.filter(activity=activity, closes_at__gt=now).update(closes_at=now):
        note(actor, "close_sheet", activity)


def sign_in(
    sheet: SignInSheet, *, device: str, band: str, is_first: bool, nickname: str = ""
) -> SignIn:
    """One phone signs in, once. ``device`` is the random value of its cookie.

    Nobody acts here whom the trail could name, so the row itself is the trail. Raises SheetClosed, SheetBusy,
    SignedInAlready, Invalid.
    """
    if not sheet.is_open:
        raise SheetClosed
    if band not in Band.values:
        raise Invalid.one("band", _("请点一下您的年龄段。"))
    digest = device_digest(device)
    if SignIn.objects.filter(sheet=sheet, device=digest).exists():
        raise SignedInAlready
    _refuse_flood(sheet)
    row = SignIn(
        sheet=sheet,
        nickname=tidy_nickname(nickname),
        band=band,
        is_first=is_first,
        device=digest,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise SignedInAlready from None
    return row


def _refuse_flood(sheet: SignInSheet) -> None:
    """Two counts over one index; a venue's phones share one address, so the sheet is what is limited."""
    rows = SignIn.objects.filter(sheet=sheet)
    last_minute = rows.filter(at__gt=clock.now() - timedelta(minutes=1))
    if last_minute.count() >= MOST_PER_MINUTE or rows.count() >= MOST_SIGN_INS:
        raise SheetBusy


@transaction.atomic
def strike_sign_ins(activity: Activity, ids: Sequence[int], *, actor: Actor) -> int:
    """Take rows off the sheet: doubles, jokes, a flood. They stay, marked. Returns how many. Raises Forbidden."""
    require_at_activity(actor, RECORD, activity)
    rows = SignIn.objects.filter(sheet__activity=activity, pk__in=list(ids), struck_at=None)
    struck = rows.update(struck_at=clock.now())
    if struck:
        note(actor, "strike_sign_ins", activity, rows=struck)
    return struck
