"""What hangs on an activity's plan: its co-organisers and its budget."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.activities.actions.checks import note, require_at_activity, require_planned
from yimi.activities.drafts import ActivityDraft, PartnerDraft
from yimi.activities.errors import MESSAGES
from yimi.activities.models import (
    Activity,
    ActivityStatus,
    BudgetLine,
    Partner,
)
from yimi.activities.permissions import EDIT, RECORD
from yimi.activities.rules import MOST_PARTNERS, Line, check_budget
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.superseding import replace_fact, supersede, take_version
from yimi.stations.actions.checks import require_text
from yimi.stations.models import Authority
from yimi.stations.writing import CHUNK

LONGEST_NAME = 80


def require_budget(lines: Sequence[Line]) -> None:
    """Raise Invalid when a line is wrong."""
    if faults := check_budget(lines):
        raise Invalid({"budget": [MESSAGES[key] for key in faults]})


def require_partners(partners: Sequence[PartnerDraft]) -> None:
    """Every authority is on file and every partner has a name; raises Invalid. At most one query."""
    wanted = {one.authority_uid for one in partners if one.authority_uid}
    known = Authority.objects.filter(pk__in=wanted).count() if wanted else 0
    if known != len(wanted):
        raise Invalid.one("partners", _("选中的单位里有系统里没有的，请重新选择。"))
    for one in partners:
        require_text("partners", one.name, longest=LONGEST_NAME)


def require_no_doubles(partners: Sequence[PartnerDraft]) -> None:
    """One activity names nobody twice; raises Invalid."""
    names = [one.name.strip() for one in partners]
    if len(set(names)) != len(names):
        raise Invalid.one("partners", _("同一个合办单位写了两次。"))
    if len(names) > MOST_PARTNERS:
        raise Invalid.one("partners", _("合办单位最多 20 个。"))


def write_parts(batch: Sequence[ActivityDraft], actor: Actor) -> None:
    """The partners and budgets of new activities: one INSERT per table."""
    Partner.objects.bulk_create(
        (_partner(draft.uid, one, actor) for draft in batch for one in draft.partners),
        batch_size=CHUNK,
    )
    BudgetLine.objects.bulk_create(
        (
            _line(draft.uid, no, line, actor)
            for draft in batch
            for no, line in enumerate(draft.budget, 1)
        ),
        batch_size=CHUNK,
    )


def _partner(activity_uid: UUID, one: PartnerDraft, actor: Actor) -> Partner:
    return Partner(
        activity_id=activity_uid,
        authority_id=one.authority_uid,
        name=one.name.strip(),
        recorded_by=actor.uid,
    )


def _line(activity_uid: UUID, no: int, line: Line, actor: Actor) -> BudgetLine:
    return BudgetLine(
        activity_id=activity_uid,
        no=no,
        purpose=line.purpose.strip(),
        budget_fen=line.budget_fen,
        actual_fen=line.actual_fen,
        recorded_by=actor.uid,
    )


@transaction.atomic
def set_partners(
    activity: Activity, partners: Sequence[PartnerDraft], *, actor: Actor, expected: int
) -> list[Partner]:
    """Who holds it with us from now on; gone ones are superseded. Raises Conflict, ActivityNotPlanned, Invalid."""
    require_at_activity(actor, EDIT, activity)
    require_planned(activity)
    require_partners(partners)
    require_no_doubles(partners)
    take_version(activity, expected=expected, changes={})
    wanted = {one.name.strip(): one for one in partners}
    for row in activity.partners.current():
        new = wanted.pop(row.name, None)
        if new is None:
            supersede(row)
        elif new.authority_uid != row.authority_id:
            replace_fact(row, actor=actor, authority_id=new.authority_uid)
    Partner.objects.bulk_create(_partner(activity.pk, one, actor) for one in wanted.values())
    note(actor, "set_partners", activity, partners=[one.name.strip() for one in partners])
    return list(activity.partners.current().order_by("recorded_at", "uid"))


@transaction.atomic
def set_budget(
    activity: Activity, lines: Sequence[Line], *, actor: Actor, expected: int
) -> list[BudgetLine]:
    """The budget as it stands from now on, planned and spent; what was spent may be entered after the event too.

    Raises Conflict, Invalid, Forbidden; ActivityNotPlanned for a cancelled one.
    """
    require_at_activity(actor, RECORD, activity)
    if activity.status == ActivityStatus.CANCELLED:
        require_planned(activity)
    require_budget(lines)
    take_version(activity, expected=expected, changes={})
    standing = {row.no: row for row in activity.budget.current()}
    wanted = dict(enumerate(lines, 1))
    for no, row in standing.items():
        line = wanted.get(no)
        if line is None:
            supersede(row)
        elif (row.purpose, row.budget_fen, row.actual_fen) != (
            line.purpose.strip(),
            line.budget_fen,
            line.actual_fen,
        ):
            replace_fact(
                row,
                actor=actor,
                purpose=line.purpose.strip(),
                budget_fen=line.budget_fen,
                actual_fen=line.actual_fen,
            )
    BudgetLine.objects.bulk_create(
        _line(activity.pk, no, line, actor) for no, line in wanted.items() if no not in standing
    )
    note(actor, "set_budget", activity, lines=len(lines))
    return list(activity.budget.current().order_by("no"))
