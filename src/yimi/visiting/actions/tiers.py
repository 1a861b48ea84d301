"""Local tiers, and putting households into them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.codes.text import clean_line
from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.core.scoping import region_range
from yimi.core.superseding import replace_fact, supersede
from yimi.people.models import Household
from yimi.regions.rules import prefix_of
from yimi.services.actions import keep_intervals, settle_due
from yimi.services.models import VisitDue
from yimi.visiting.actions.due import CHUNK, REASON_LENGTH, DueDraft, due_settings, require_open
from yimi.visiting.models import HouseholdTier, VisitTier
from yimi.visiting.models.tiers import OPEN
from yimi.visiting.permissions import SET_TIERS
from yimi.visiting.queries.tiers import tiers_for
from yimi.visiting.rules import due_after_tier


@dataclass(frozen=True, slots=True, kw_only=True)
class TierDraft:
    """A tier as a division wants it."""

    region_code: str
    code: str
    name: str
    interval_days: int
    source: str
    meaning: str = ""


@transaction.atomic
def set_tier(draft: TierDraft, *, actor: Actor) -> VisitTier:
    """From today on the tier holds in the division; the one before stays on file. Its households' intervals follow.

    Due dates that stand are not moved. Raises Forbidden outside the actor's divisions, Invalid.
    """
    actor.require_at(SET_TIERS, region_code=draft.region_code)
    _check_tier(draft)
    today = clock.today()
    for earlier in VisitTier.objects.filter(OPEN, region_code=draft.region_code, code=draft.code):
        if earlier.starts_on < today:
            replace_fact(earlier, actor=actor, ends_on=today - timedelta(days=1))
        else:
            supersede(earlier)  # set today already: it never held for a whole day
    tier = VisitTier.objects.create(
        uid=new_uid(),
        region_code=draft.region_code,
        code=draft.code,
        name=clean_line(draft.name),
        interval_days=draft.interval_days,
        meaning=clean_line(draft.meaning)[:200],
        source=clean_line(draft.source)[:200],
        starts_on=today,
        recorded_by=actor.uid,
        recorded_at=clock.now(),
    )
    followed = _follow(tier)
    record_event(
        actor,
        "visiting.tier_set",
        subject_kind="visit_tier",
        subject_uid=tier.pk,
        region_code=tier.region_code,
        details={"code": tier.code, "interval_days": tier.interval_days, "households": followed},
    )
    return tier


def _check_tier(draft: TierDraft) -> None:
    faults = {}
    if not 1 <= draft.interval_days <= 366:
        faults["interval_days"] = [_("间隔要在 1 到 366 天之间。")]
    if not clean_line(draft.name) or len(draft.name) > 20:
        faults["name"] = [_("请填名称，最多 20 个字。")]
    if not clean_line(draft.source):
        faults["source"] = [_("请写明依据的文件和文号。")]
    if faults:
        raise Invalid(faults)


def _follow(tier: VisitTier) -> int:
    """Give the tier's households its interval, unless a nearer division says otherwise. Returns how many."""
    rows = HouseholdTier.objects.filter(
        OPEN,
        region_range("household__region_code", prefix_of(tier.region_code)),
        tier_code=tier.code,
    ).values_list("household_id", "household__region_code")
    places = dict(rows)
    tiers = tiers_for(places.values())
    keep_intervals({uid: tiers[code][tier.code].interval_days for uid, code in places.items()})
    return len(places)


@dataclass(frozen=True, slots=True)
class AssignmentDraft:
    """A household about to be put into a tier; no ``tier_code``: out of any."""

    household: Household
    tier_code: str
    reason: str


def assign_tier(draft: AssignmentDraft, *, actor: Actor) -> HouseholdTier | None:
    """Put one household into a tier: a batch of one. None when it was taken out of its tier."""
    return assign_tiers([draft], actor=actor)[0]


@transaction.atomic
def assign_tiers(batch: Sequence[AssignmentDraft], *, actor: Actor) -> list[HouseholdTier | None]:
    """Put households into tiers from today on, each with a reason; a visit that a tier wants earlier becomes due earlier.

    Raises Forbidden outside the actor's stations, Invalid. A household already there stays as it is.
    """
    for draft in batch:
        require_open(draft.household, actor)
    tiers = tiers_for({draft.household.region_code for draft in batch})
    held = _held(batch)
    changed = [draft for draft in batch if _code(held.get(draft.household.pk)) != draft.tier_code]
    rows = {draft.household.pk: _assignment(draft, tiers, actor) for draft in changed}
    for draft in changed:
        _end(held.get(draft.household.pk), actor)
    insert_all(HouseholdTier, [row for row in rows.values() if row is not None])
    _let_follow(changed, tiers, actor)
    _tell(changed, actor)
    kept = {draft.household.pk: held.get(draft.household.pk) for draft in batch} | rows
    return [kept[draft.household.pk] for draft in batch]


def _held(batch: Sequence[AssignmentDraft]) -> dict[UUID, HouseholdTier]:
    rows = HouseholdTier.objects.filter(OPEN, household__in=[one.household.pk for one in batch])
    return {row.household_id: row for row in rows}


def _code(row: HouseholdTier | None) -> str:
    return row.tier_code if row else ""


Tiers = dict[str, dict[str, VisitTier]]


def _assignment(draft: AssignmentDraft, tiers: Tiers, actor: Actor) -> HouseholdTier | None:
    reason = clean_line(draft.reason)[:REASON_LENGTH]
    if not reason:
        raise Invalid.one("reason", _("请写明为什么定这个等级。"))
    if not draft.tier_code:
        return None
    if draft.tier_code not in tiers[draft.household.region_code]:
        raise Invalid.one("tier_code", _("本地没有这个等级，请从列表里选。"))
    return HouseholdTier(
        uid=new_uid(),
        household=draft.household,
        tier_code=draft.tier_code,
        reason=reason,
        starts_on=clock.today(),
        recorded_at=clock.now(),
        recorded_by=actor.uid,
        recorded_by_name=actor.name,
    )


def _end(row: HouseholdTier | None, actor: Actor) -> None:
    if row is None:
        return
    if row.starts_on < clock.today():
        replace_fact(row, actor=actor, ends_on=clock.today() - timedelta(days=1))
    else:
        supersede(row)


def _let_follow(batch: Sequence[AssignmentDraft], tiers: Tiers, actor: Actor) -> None:
    """The intervals, and the due dates that are later than the tier allows."""
    dues = {
        due.household_id: due
        for due in VisitDue.objects.filter(household__in=[draft.household.pk for draft in batch])
    }
    today = clock.today()
    intervals: dict[UUID, int | None] = {}
    sooner: list[DueDraft] = []
    for draft in batch:
        tier = tiers[draft.household.region_code].get(draft.tier_code)
        intervals[draft.household.pk] = tier.interval_days if tier else None
        due = dues.get(draft.household.pk)
        wanted = tier and _sooner(due, tier.interval_days, today)
        if wanted:
            sooner.append(DueDraft(draft.household, wanted, draft.reason))
    keep_intervals(intervals)
    settle_due(due_settings(sooner, actor=actor))


def _sooner(due: VisitDue | None, interval_days: int, today: date) -> date | None:
    return due_after_tier(
        due.due_on if due else None, due.last_met_on if due else None, interval_days, today=today
    )


def _tell(batch: Sequence[AssignmentDraft], actor: Actor) -> None:
    for start in range(0, len(batch), CHUNK):
        part = batch[start : start + CHUNK]
        household = part[0].household
        record_event(
            actor,
            "visiting.tier_assigned",
            subject_kind="household",
            subject_uid=household.pk,
            unit_uid=household.unit_id,
            region_code=household.region_code,
            reason=clean_line(part[0].reason)[:REASON_LENGTH] if len(part) == 1 else "",
            details={"tiers": [[str(one.household.pk), one.tier_code] for one in part]},
        )
