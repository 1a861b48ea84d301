"""The lists: what is open, overdue, came in, is closed; with names and bodies, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from yimi.core.actor import Actor
from yimi.people.models import Household, Membership
from yimi.people.models.links import HEAD, OPEN
from yimi.referrals.access import incoming_referrals, visible_referrals, visible_resources
from yimi.referrals.models import ForSomeone, Referral, ReferralState, ResourceLink
from yimi.referrals.permissions import ANSWER
from yimi.referrals.queries.contents import Body, body_of, is_shared
from yimi.referrals.rules import CLOSED

#: What waits for a word: past ``due_on`` it is overdue.
WAITING = (ReferralState.SENT, ReferralState.TO_FOLLOW_UP)
WITH_PEOPLE = ("unit", "resident", "household", "key")


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """One line of a list."""

    referral: Referral
    name: str
    body: Body
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """What stands beside the tabs."""

    open: int
    overdue: int
    incoming: int


def overdue(rows: QuerySet[Referral], on: date) -> QuerySet[Referral]:
    """Those for which a word is past due on ``on``."""
    return rows.filter(state__in=WAITING, due_on__lt=on)


def open_rows(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Those whose loop is not closed."""
    return rows.exclude(state__in=CLOSED)


def counts(actor: Actor, on: date) -> Counts:
    """Three counts; none for what came in when the actor receives nothing."""
    own = visible_referrals(actor)
    came = incoming_referrals(actor).filter(state=ReferralState.SENT) if actor.may(ANSWER) else None
    return Counts(
        open_rows(own).count(), overdue(own, on).count(), came.count() if came is not None else 0
    )


def chosen(actor: Actor, view: str, on: date) -> QuerySet[Referral]:
    """The rows of one tab."""
    if view == "incoming":
        rows = incoming_referrals(actor)
    else:
        own = visible_referrals(actor)
        rows = {
            "overdue": overdue(own, on),
            "closed": own.filter(state__in=CLOSED),
        }.get(view, open_rows(own))
    return rows.select_related(*WITH_PEOPLE, "receiver__unit", "receiver__authority", "consent")


def referral_rows(
    rows: Sequence[Referral], on: date, *, is_incoming: bool = False
) -> list[ReferralRow]:
    """The rows as they are shown; what came in without a name to share shows none. One query for households."""
    names = names_of(rows)
    return [
        ReferralRow(
            row,
            "" if is_incoming and not is_shared(row, "basic") else names[row.uid],
            body_of(row.receiver, row),
            row.state in WAITING and row.due_on is not None and row.due_on < on,
        )
        for row in rows
    ]


def names_of(rows: Iterable[ForSomeone]) -> dict[UUID, str]:
    """Row → the person's name, else the name of the household's head. One query when a household stands alone."""
    rows = list(rows)
    heads = heads_of({row.household_id for row in rows if row.resident is None})
    return {
        row.uid: row.resident.name if row.resident else heads.get(row.household_id, "")
        for row in rows
    }


def heads_of(households: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Household → its head's name."""
    wanted = [uid for uid in households if uid]
    if not wanted:
        return {}
    found = Membership.objects.filter(OPEN, household__in=wanted, relation=HEAD)
    return dict(found.values_list("household_id", "resident__name"))


def referrals_of(actor: Actor, household: Household) -> list[Referral]:
    """A household's referrals, the newest first; for its page and its file. One query."""
    rows = visible_referrals(actor).filter(_of(household)).select_related("resident")
    return list(rows.order_by("-recorded_at", "-uid"))


def resources_of(actor: Actor, household: Household) -> list[ResourceLink]:
    """A household's resource links, the newest first. One query."""
    rows = visible_resources(actor).filter(_of(household)).select_related("resident")
    return list(rows.order_by("-requested_on", "-uid"))


def _of(household: Household) -> Q:
    """Of the household itself, or of somebody who lives there now."""
    members = Membership.objects.filter(OPEN, household=household).values("resident_id")
    return Q(household=household) | Q(household=None, resident__in=members)


def referrals_of_case(actor: Actor, case_uid: UUID) -> list[Referral]:
    """A case's referrals, the oldest first, as its file prints them. One query."""
    rows = visible_referrals(actor).filter(case_uid=case_uid)
    return list(
        rows.select_related(*WITH_PEOPLE, "receiver__unit", "receiver__authority", "consent")
        .order_by("recorded_at", "uid")
    )  # fmt: skip


def resources_of_case(actor: Actor, case_uid: UUID) -> list[ResourceLink]:
    """A case's resource links, the oldest first. One query."""
    rows = visible_resources(actor).filter(case_uid=case_uid).select_related(*WITH_PEOPLE)
    return list(rows.order_by("requested_on", "uid"))
