"""After the lock: what came in or was changed late makes a correction report with only the changed cells, level by level."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.errors import Conflict, Invalid
from yimi.core.superseding import take_version
from yimi.reports import figures
from yimi.reports.access import FILL, REVIEW
from yimi.reports.actions.life import unit_key
from yimi.reports.actions.steps import note_events
from yimi.reports.errors import NothingChanged, WrongState
from yimi.reports.figures import ZERO, Amount, Facts
from yimi.reports.layout import Level
from yimi.reports.models import Correction, CorrectionCell, Report, State
from yimi.reports.queries.cells import cells_in_force, each_titles
from yimi.reports.queries.holding import holding
from yimi.reports.queries.late_records import count_changes
from yimi.reports.queries.subjects import subject_of_report
from yimi.reports.reading import shipped


@transaction.atomic
def correct_report(
    report: Report, *, actor: Actor, expected: int, reason: str, facts: Facts | None = None
) -> Correction:
    """Compute a locked report anew and keep what differs; the station's longer reports that hold it come along.

    The county's roll-ups follow when the county takes note. Raises Forbidden, WrongState, NothingChanged, Conflict.
    """
    actor.require_at(
        FILL[Level(report.level)], unit_uid=report.unit_id, region_code=report.region_code
    )
    if not reason.strip():
        raise Invalid.one("reason", _("请写更正的原因，例如“补录了两次走访”。"))
    if report.shown_state != State.LOCKED:
        raise WrongState(state=report.shown_state.label)
    facts = facts or figures.newest()
    made = _correct(report, actor, facts, reason.strip(), expected=expected)
    if made is None:
        raise NothingChanged()
    for beside in holding(report, of_same_hands=True):
        _correct(beside, actor, facts, _because(made), expected=beside.row_version, cause=made)
    return made


@transaction.atomic
def accept_correction(
    correction: Correction, *, actor: Actor, expected: int, facts: Facts | None = None
) -> Correction:
    """The office above takes note of a correction, and its own roll-ups that were handed in are summed anew.

    That is arithmetic, not a decision: it happens in the name of whoever takes note, and the office above that one takes
    note of it in turn. Twice by the same person is once. Raises Forbidden, Conflict.
    """
    report = correction.report
    actor.require_at(
        REVIEW[Level(report.level)], unit_uid=report.unit_id, region_code=report.region_code
    )
    if correction.accepted_at is not None:
        if correction.accepted_by != actor.uid:
            raise Conflict()
        return correction
    changes = {
        "accepted_at": clock.now(),
        "accepted_by": actor.uid,
        "accepted_by_name": actor.name[:50],
    }
    take_version(correction, expected=expected, changes=changes)
    note_events(actor, "reports.accept_correction", [report], serial=correction.serial)
    _carry_up(correction, actor, facts)
    return correction


def _carry_up(cause: Correction, actor: Actor, facts: Facts | None) -> None:
    """The roll-ups above that were handed in, summed anew."""
    above = holding(cause.report, of_same_hands=False)
    if not above:
        return
    facts = facts or figures.newest()
    for one in above:
        _correct(one, actor, facts, _because(cause), expected=one.row_version, cause=cause)


def _because(cause: Correction) -> str:
    """The reason of a correction that another one brought along."""
    words = _("%(number)s 第 %(serial)d 次更正：%(reason)s")
    told = {"number": cause.report.number, "serial": cause.serial, "reason": cause.reason}
    return str(words % told)


def _correct(
    report: Report,
    actor: Actor,
    facts: Facts,
    reason: str,
    *,
    expected: int,
    cause: Correction | None = None,
) -> Correction | None:
    """The report computed anew, what differs kept; None when nothing does."""
    pack, subject = shipped()[report.pack], subject_of_report(report)
    standing = cells_in_force(report)
    now = figures.compute(pack, [subject], report.span, facts)[subject.key]
    places = figures.changed(standing, now)
    if not places:
        return None
    take_version(report, expected=expected, changes={})
    counts = count_changes(report, until=figures.reach_of(facts))
    made = Correction.objects.create(
        report=report,
        serial=(report.corrections.aggregate(last=Max("serial"))["last"] or 0) + 1,
        round=report.round,
        cause=cause,
        reason=reason[:300],
        made_by=actor.uid,
        made_by_name=actor.name[:50],
        manifest=facts.number,
        known_at=figures.reach_of(facts),
        late=counts.late,
        amended=counts.amended,
        voided=counts.voided,
    )
    titles = each_titles(pack, now)
    insert_all(
        CorrectionCell,
        [
            CorrectionCell(
                correction=made,
                row=row,
                column=column,
                title=titles.get(row, "")[:80],
                unit=pack.row(unit_key(pack, row, column)).unit,
                **_parts(standing.get((row, column), ZERO), "old_"),
                **_parts(now.get((row, column), ZERO)),
            )
            for row, column in places
        ],
    )
    note_events(actor, "reports.correct_report", [report], serial=made.serial, cells=len(places))
    return made


def _parts(amount: Amount, prefix: str = "") -> dict[str, int | None]:
    top, bottom = amount.counts or (None, None)
    return {
        f"{prefix}value": amount.value,
        f"{prefix}numerator": top,
        f"{prefix}denominator": bottom,
    }
