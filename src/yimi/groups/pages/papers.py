"""The group's paper forms: plan (F-10), each session (F-11), summary (F-12); and all of them as one file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.formats import number
from yimi.core.requests import Request
from yimi.forms.filling import Followed, Paper, fill_in, hand_out, printed
from yimi.forms.printing import MEDIA_TYPES, PrintedForm
from yimi.forms.printing.layout import PAPER_LANGUAGE
from yimi.forms.queries import Subject
from yimi.groups import access
from yimi.groups.actions.checks import note
from yimi.groups.models import GroupSession, SocialGroup
from yimi.groups.pages.sessions import SESSION_FORM, SUBJECT
from yimi.groups.permissions import EDIT, READ_FORMS, RECORD
from yimi.groups.queries.held import Held
from yimi.groups.queries.page import GroupView, group_view

PLAN, SUMMARY = "F-10", "F-12"


@door(EDIT, model="social_group", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def plan_form(request: Request, uid: UUID) -> HttpResponse:
    """The plan in words (F-10); title, kind, members and table are put in from the group."""
    group = access.get_group_for_edit(request.actor, uid)
    return fill_in(request, plan_paper(group_view(group)))


@door(EDIT, model="social_group", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def summary_form(request: Request, uid: UUID) -> HttpResponse:
    """The summary (F-12); attendance, satisfaction and cost are put in from what was counted."""
    group = access.get_group_for_edit(request.actor, uid)
    return fill_in(request, summary_paper(group_view(group)))


@door(RECORD, model="group_session", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def session_form(request: Request, uid: UUID) -> HttpResponse:
    """What happened in a session (F-11); number, theme, phase and who came are put in."""
    session = access.get_session_for_edit(request.actor, uid)
    view = group_view(session.group)
    held = next((one for one in view.held if one.session.pk == session.pk), None)
    return fill_in(request, session_paper(view, session, held))


@door(READ_FORMS, model="social_group", channel=Channel.EXPORT)
@require_GET
def file(request: Request, uid: UUID, kind: str) -> HttpResponse:
    """Plan, every session and the summary as one file, Word or PDF."""
    group = access.get_group_for_forms(request.actor, uid)
    if kind not in MEDIA_TYPES:
        raise NotFound
    with override(PAPER_LANGUAGE):
        forms = _whole_file(group_view(group))
    note(request.actor, "hand_out_file", group, forms=len(forms), kind=kind)
    return hand_out(f"{group.title} {group.number}", forms, kind)


def _whole_file(view: GroupView) -> list[PrintedForm]:
    forms = [printed(plan_paper(view), _head(view))]
    forms += [_printed_session(view, one) for one in view.held]
    if view.ending is not None:
        forms.append(printed(summary_paper(view), _head(view, view.ending.ended_on.isoformat())))
    return forms


def _printed_session(view: GroupView, held: Held) -> PrintedForm:
    paper = session_paper(view, held.session, held)
    head = _head(view, held.record.served_on.isoformat())
    if held.record.starts_at:
        head["time"] = f"{held.record.starts_at:%H:%M}"
    return printed(paper, head, caption=_("第 %(no)d 节") % {"no": held.session.no})


def _head(view: GroupView, day: str = "") -> dict[str, str]:
    """The common head of the group's forms."""
    names = [one.worker.name for one in view.leaders]
    return {
        "number": view.group.number,
        "unit": view.group.unit.name,
        "client": view.group.title,
        "worker": names[0] if names else "",
        "co_worker": "、".join(names[1:]),
        "date": day or view.group.starts_on.isoformat(),
        "place": view.group.place,
    }


def plan_paper(view: GroupView) -> Paper:
    """F-10 with what is known."""
    group, leaders = view.group, "、".join(one.worker.name for one in view.leaders)
    planned = [row for row in view.rows if row.theme]
    facts = {
        "title": group.title,
        "group_kind": group.kind,
        "member_count": group.capacity,
        "session_count": len(planned),
    }
    table = [
        {"no": row.no, "theme": row.theme, "leader": leaders}
        | ({"on": row.planned_on.isoformat()} if row.planned_on else {})
        for row in planned
    ]
    why = _("节次、日期、主题和带领者跟着小组的节次表走，要改请到“排节次”；内容和物资在这里写。")
    return _paper(group, PLAN, facts, {}, follows={"sessions": Followed("no", table, why)})


def session_paper(view: GroupView, session: GroupSession, held: Held | None) -> Paper:
    """F-11 with what is known: who was expected and came, and who did not."""
    row = next((one for one in view.rows if one.no == session.no), None)
    names = {one.member.resident_id: one.member.resident.name for one in view.members}
    facts: dict[str, Any] = {"session_no": session.no, "phase": session.phase}
    if held is not None:
        at = view.held.index(held)
        facts["present"] = [names[uid] for uid in names if uid in held.present]
        facts["absent"] = [
            one.member.resident.name for one in view.members if one.marks[at] == "missed"
        ]
    return Paper(
        subject=Subject(SUBJECT, session.pk),
        code=SESSION_FORM,
        key=view.group.key,
        unit=view.group.unit,
        heading=_("%(title)s 第 %(no)d 节") % {"title": view.group.title, "no": session.no},
        back=reverse("groups:session", args=[session.pk]),
        known={"theme": row.theme} if row else {},
        facts=facts,
    )


def summary_paper(view: GroupView) -> Paper:
    """F-12 with what is known; the attendance rate from its two counts."""
    rate, came = view.came.rate, view.came
    known: dict[str, Any] = {}
    facts: dict[str, Any] = {
        "sessions_held": len(view.held),
        "members": len(view.members),
        "attendances": came.came,
        "attendance_rate": ""
        if rate is None
        else f"{came.came} / {came.expected} = {number(rate, 1)}%",
    }
    if view.ending is not None and view.ending.replies:
        known["satisfaction"] = _("收回有效答卷 %(replies)d 份，其中满意 %(satisfied)d 份。") % {
            "replies": view.ending.replies,
            "satisfied": view.ending.satisfied,
        }
    if view.ending is not None and view.ending.cost_fen is not None:
        known["costs"] = [{"item": _("合计"), "actual": view.ending.cost_fen}]
    return _paper(view.group, SUMMARY, facts, known)


def _paper(
    group: SocialGroup,
    code: str,
    facts: dict[str, Any],
    known: dict[str, Any],
    *,
    follows: dict[str, Followed] | None = None,
) -> Paper:
    return Paper(
        subject=Subject("group", group.pk),
        code=code,
        key=group.key,
        unit=group.unit,
        heading=group.title,
        back=reverse("groups:group", args=[group.pk]),
        known=known,
        facts=facts,
        follows=follows or {},
    )
