"""Resource links: a need is noted, a provider found, the thing delivered; or it ends without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Conflict, Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import take_version
from yimi.referrals import rules
from yimi.referrals.actions.common import (
    columns_of,
    issue_numbers,
    note_one,
    note_opened,
    require_choice,
    require_text,
    require_whom,
)
from yimi.referrals.drafts import ResourceDraft
from yimi.referrals.errors import MESSAGES, ReferralChanged, SameUidOtherContent
from yimi.referrals.models import LinkEnd, LinkResult, Need, ResourceKind, ResourceLink
from yimi.referrals.permissions import EDIT
from yimi.services.actions import record_service
from yimi.services.rules import NewRecord

#: A hundred million yuan: more is a slip of the finger, or yuan typed as fen.
MAX_VALUE_FEN = 10_000_000_000


def request_resource(draft: ResourceDraft, *, actor: Actor) -> ResourceLink:
    """Note one need: a batch of one."""
    return request_resources([draft], actor=actor)[0]


def request_resources(drafts: Sequence[ResourceDraft], *, actor: Actor) -> list[ResourceLink]:
    """Note needs for which resources are looked for; one that is there already is given back as it is.

    Raises Forbidden outside the actor's stations, Invalid, SameUidOtherContent.
    """
    try:
        return _request(drafts, actor)
    except IntegrityError:
        # the same form reached another process in the same moment; its row is there by now
        return _request(drafts, actor)


@transaction.atomic
def _request(drafts: Sequence[ResourceDraft], actor: Actor) -> list[ResourceLink]:
    require_whom([draft.whom for draft in drafts], actor, on=clock.today())
    for draft in drafts:
        require_choice("need", draft.need, Need.values)
        require_choice("kind", draft.kind, ResourceKind.values)
        require_text(draft.text)
        if draft.requested_on > clock.today():
            raise Invalid.one("requested_on", MESSAGES["in_future"])
    known = ResourceLink.objects.in_bulk([draft.uid for draft in drafts])
    if any(draft.uid in known and not _is_same(known[draft.uid], draft) for draft in drafts):
        raise SameUidOtherContent
    fresh = [draft for draft in drafts if draft.uid not in known]
    numbers = issue_numbers("L", [draft.whom for draft in fresh])
    rows = [
        ResourceLink(
            need=draft.need,
            kind=draft.kind,
            requested_on=draft.requested_on,
            **columns_of(draft.whom, number=number, uid=draft.uid, text=draft.text.strip()),
        )
        for draft, number in zip(fresh, numbers, strict=True)
    ]
    ResourceLink.objects.bulk_create(rows)
    note_opened(rows, "referrals.request_resource", subject_kind="resource_link", actor=actor)
    made = {row.uid: row for row in rows}
    return [known.get(draft.uid) or made[draft.uid] for draft in drafts]


def _is_same(row: ResourceLink, draft: ResourceDraft) -> bool:
    whom = draft.whom
    return (
        row.unit_id == whom.unit.pk
        and row.household_id == (whom.household.pk if whom.household else None)
        and row.resident_id == (whom.resident.pk if whom.resident else None)
        and row.case_uid == whom.case_uid
        and (row.need, row.kind, row.requested_on) == (draft.need, draft.kind, draft.requested_on)
    )


@transaction.atomic
def match_resource(
    link: ResourceLink,
    *,
    actor: Actor,
    row_version: int,
    provider: str,
    on: date,
    quantity: str = "",
    value_fen: int | None = None,
) -> ResourceLink:
    """Somebody will provide it: who, what, worth how much. May be said again until it is delivered."""
    _require_open(link, actor, row_version)
    if not provider.strip():
        raise Invalid.one("provider", _("请填由谁提供。捐赠者不愿留名的，写“爱心人士”。"))
    if value_fen is not None and not 0 <= value_fen <= MAX_VALUE_FEN:
        raise Invalid.one("value", _("金额不对，请按元填写。"))
    _check_day(on, link.requested_on)
    changes = {
        "provider": provider.strip()[:100],
        "matched_on": on,
        "quantity": quantity.strip()[:100],
        "value_fen": value_fen,
    }
    return _write(link, "match", actor, row_version, changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """It arrived: when, whether a receipt was seen, how far the need is met; minutes and item for the service record."""

    on: date
    result: str
    minutes: int
    item_code: str
    receipt_seen: bool = False


@transaction.atomic
def deliver_resource(
    link: ResourceLink, delivery: Delivery, *, actor: Actor, row_version: int
) -> ResourceLink:
    """The resource has reached the person: the one service event, with its one record.

    Raises Invalid before a provider is known, Conflict when it was delivered or ended meanwhile.
    """
    _require_open(link, actor, row_version)
    if link.matched_on is None:
        raise Invalid.one("on", _("还没有登记由谁提供。请先登记对接，再登记送达。"))
    require_choice("result", delivery.result, LinkResult.values)
    _check_day(delivery.on, link.matched_on)
    receipt = record_service(_record_of(link, delivery), actor=actor)
    changes = {
        "delivered_on": delivery.on,
        "receipt_seen": delivery.receipt_seen,
        "result": delivery.result,
        "record_number": receipt.record.number,
    }
    return _write(link, "deliver", actor, row_version, changes)


@transaction.atomic
def end_resource(
    link: ResourceLink, *, actor: Actor, row_version: int, reason: str, on: date
) -> ResourceLink:
    """It will not be delivered; the reason says whether to look elsewhere."""
    _require_open(link, actor, row_version)
    require_choice("reason", reason, LinkEnd.values)
    _check_day(on, link.requested_on)
    return _write(link, "end", actor, row_version, {"ended_on": on, "end_reason": reason})


def _require_open(link: ResourceLink, actor: Actor, row_version: int) -> None:
    actor.require_at(EDIT, unit_uid=link.unit_id, region_code=link.region_code)
    if link.row_version != row_version:
        raise ReferralChanged(link)
    if link.delivered_on is not None or link.ended_on is not None:
        raise Conflict(_("这条资源链接已经了结。请刷新页面看看。"))


def _check_day(on: date, earliest: date) -> None:
    if fault := rules.day_fault(on, earliest=earliest, today=clock.today()):
        raise Invalid.one("on", MESSAGES[fault])


def _write(
    link: ResourceLink, verb: str, actor: Actor, row_version: int, changes: Mapping[str, Any]
) -> ResourceLink:
    take_version(link, expected=row_version, changes=changes)
    # a provider's name may be a person's, so the trail says only what kind of thing happened
    note_one(
        link, f"referrals.{verb}_resource", subject_kind="resource_link", actor=actor,
        details={"row_version": link.row_version, "fields": sorted(changes)},
    )  # fmt: skip
    return link


def _record_of(link: ResourceLink, delivery: Delivery) -> NewRecord:
    """The delivery as one service event."""
    return NewRecord(
        uid=new_uid(),
        unit_uid=link.unit_id,
        method="resource_link",
        item_code=delivery.item_code,
        served_on=delivery.on,
        minutes=delivery.minutes,
        household_uid=link.household_id,
        participants={link.resident_id: "served"} if link.resident_id else {},
        head_counts={} if link.resident_id else {"unknown": 1},
        worker_uids=(link.worker_id,),
    )
