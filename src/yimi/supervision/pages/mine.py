"""A supervisor's and a supervisee's own page: whom, when next, what was agreed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.supervision import access, queries


@door(access.VIEW_OWN, model="supervision_session", channel=Channel.LIST)
def mine(request: Request) -> HttpResponse:
    """My supervisees, the next dates, open agreements, past sessions. Eight queries, whatever the number of rows."""
    actor, today = request.actor, clock.today()
    found = access.own_sessions(actor).select_related("unit", "supervisor")
    page = page_of(
        found, by="held_on", key="uid", newest_first=True,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    people = queries.participants(page.rows)
    worker_uid = actor.worker_uid
    context = {
        "today": today,
        "me": worker_uid,
        "supervisees": queries.supervisees_today(worker_uid, today) if worker_uid else [],
        "supervisors": queries.supervisors_of_worker(worker_uid, today) if worker_uid else [],
        "next_sessions": queries.next_sessions(actor, today),
        "agreed": [
            (row, row.is_overdue(today))
            for row in (queries.open_actions(worker_uid) if worker_uid else [])
        ],
        "rows": [(session, people.get(session.pk, [])) for session in page.rows],
        "page": page,
        "may_hold": worker_uid is not None and actor.may(access.HOLD),
    }
    return render(request, "supervision/mine.html", context)
