"""The activity's paper forms: plan (F-16), sign-in sheet (F-17), summary (F-18); and all of them as one file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from yimi.activities import access
from yimi.activities.actions.checks import note
from yimi.activities.models import Activity
from yimi.activities.permissions import RECORD, VIEW
from yimi.activities.queries.page import ActivityView, activity_view
from yimi.activities.queries.sheet import newest_sign_ins
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.forms.definitions import definition
from yimi.forms.filling import Paper, fill_in, hand_out, printed
from yimi.forms.printing import MEDIA_TYPES, PrintedForm
from yimi.forms.printing.layout import PAPER_LANGUAGE
from yimi.forms.queries import Subject

PLAN, SHEET, SUMMARY = "F-16", "F-17", "F-18"
#: More rows than the sheet's form takes are not printed; their number is.
MOST_ROWS = 200


@door(RECORD, model="activity", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def plan_form(request: Request, uid: UUID) -> HttpResponse:
    """The plan in words (F-16); title, numbers, co-organisers and budget are put in."""
    return fill_in(request, plan_paper(_view(request, uid)))


@door(RECORD, model="activity", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def summary_form(request: Request, uid: UUID) -> HttpResponse:
    """The summary (F-18); heads, co-organisers and cost are put in from what was counted."""
    return fill_in(request, summary_paper(_view(request, uid)))


def _view(request: Request, uid: UUID) -> ActivityView:
    return activity_view(access.get_activity_for_record(request.actor, uid))


@door(VIEW, model="activity", channel=Channel.EXPORT)
@require_GET
def file(request: Request, uid: UUID, kind: str) -> HttpResponse:
    """Plan, sign-in sheet and summary as one file, Word or PDF."""
    activity = access.get_activity_for_view(request.actor, uid)
    if kind not in MEDIA_TYPES:
        raise NotFound
    with override(PAPER_LANGUAGE):
        forms = _whole_file(activity_view(activity))
    note(request.actor, "hand_out_file", activity, forms=len(forms), kind=kind)
    return hand_out(f"{activity.title} {activity.number}", forms, kind)


def _whole_file(view: ActivityView) -> list[PrintedForm]:
    forms = [printed(plan_paper(view), _head(view))]
    if view.tally.total:
        forms.append(_sheet(view))
    if view.record is not None:
        forms.append(printed(summary_paper(view), _head(view)))
    return forms


def _head(view: ActivityView) -> dict[str, str]:
    """The common head of the activity's forms."""
    activity, record = view.activity, view.record
    starts_at = record.starts_at if record else activity.starts_at
    return {
        "number": activity.number,
        "unit": activity.unit.name,
        "worker": view.workers[0] if view.workers else "",
        "co_worker": "、".join(view.workers[1:]),
        "date": (record.served_on if record else activity.planned_on).isoformat(),
        "time": f"{starts_at:%H:%M}" if starts_at else "",
        "place": activity.place,
    }


def _sheet(view: ActivityView) -> PrintedForm:
    """F-17 from the phones that signed in: what people left, nothing added."""
    rows = [one for one in newest_sign_ins(view.activity, MOST_ROWS) if one.struck_at is None]
    people = [
        {"name": one.nickname, "band": one.band, "visit": "new" if one.is_first else "repeat"}
        for one in reversed(rows)
    ]
    form = definition(SHEET, region_code=view.activity.unit.region_code)
    answers = {"title": view.activity.title, "people": people, "count": view.tally.total}
    return PrintedForm(form, _head(view), answers)


def plan_paper(view: ActivityView) -> Paper:
    """F-16 with what is known."""
    activity = view.activity
    facts: dict[str, Any] = {
        "title": activity.title,
        "expected": activity.expected,
        "co_organisers": "、".join(view.partner_names),
    }
    budget = [{"item": line.purpose, "amount": line.budget_fen} for line in view.budget]
    return _paper(activity, PLAN, facts, {"budget": budget} if budget else {})


def summary_paper(view: ActivityView) -> Paper:
    """F-18 with what is known: who held it, how many came, in which bands, what it cost."""
    facts: dict[str, Any] = {
        "title": view.activity.title,
        "co_organisers": "、".join(view.partner_names),
        "expected": view.activity.expected,
    }
    known: dict[str, Any] = {}
    if view.record is not None:
        named = _("具名 %(n)d") % {"n": len(view.present)} if view.present else ""
        facts["actual"] = view.record.person_times
        facts["bands"] = "、".join(part for part in (view.heads_in_words, named) if part)
    if view.budget:
        known["costs"] = [
            {"item": line.purpose, "planned": line.budget_fen}
            | ({} if line.actual_fen is None else {"actual": line.actual_fen})
            for line in view.budget
        ]
    return _paper(view.activity, SUMMARY, facts, known)


def _paper(activity: Activity, code: str, facts: dict[str, Any], known: dict[str, Any]) -> Paper:
    return Paper(
        subject=Subject("activity", activity.pk),
        code=code,
        key=activity.key,
        unit=activity.unit,
        heading=activity.title,
        back=reverse("activities:activity", args=[activity.pk]),
        known=known,
        facts=facts,
    )
