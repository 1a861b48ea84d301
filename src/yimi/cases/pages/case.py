"""A case's page: where it stands, what to do first, what is amiss, and everything in its file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from yimi.cases import wording
from yimi.cases.access import Part, get_case_for_view, part_in
from yimi.cases.actions.paperwork import CASE_FORMS
from yimi.cases.actions.viewing import note_case_read
from yimi.cases.choices import Stage
from yimi.cases.models import Case
from yimi.cases.permissions import VIEW
from yimi.cases.queries.facts import facts_of
from yimi.cases.queries.file import case_file
from yimi.cases.queries.levels import levels_of
from yimi.cases.queries.links import links_of
from yimi.cases.queries.pictures import picture_of
from yimi.cases.queries.team import chain_of, team_of
from yimi.cases.rules.stages import WAY, Facts, warnings
from yimi.cases.rules.tasks import next_task
from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.forms.definitions import shipped

#: Form → the page on which it is filled in.
FORM_PAGES = {
    "F-01": "cases:intake_form",
    "F-02": "cases:agreement_form",
    "F-03": "cases:assessment",
    "F-04": "cases:plan",
    "F-08": "cases:evaluate",
}


@door(VIEW, model="case", channel=Channel.PAGE)
@require_GET
def case(request: Request, uid: UUID) -> HttpResponse:
    """The file for those who work on the case or supervise it; stage, dates and owner for the station's head."""
    found = get_case_for_view(request.actor, uid)
    part = part_in(request.actor, found)
    context: dict[str, Any] = {
        "case": found,
        "part": part,
        "rail": _rail(found),
        "team": team_of(found),
        "episodes": chain_of(found),
        "level": next(
            (one for one in levels_of(found.unit.region_code) if one.code == found.level), None
        ),
        "today": clock.today(),
    }
    if part.may_read_notes:
        note_case_read(found, actor=request.actor)
        context |= _file_context(found, part)
        context["links"] = links_of(found, request.actor)
    return render(request, "cases/case.html", context)


def _file_context(found: Case, part: Part) -> dict[str, Any]:
    facts, today = facts_of(found), clock.today()
    amiss = warnings(found.stage, facts, on=today) if found.is_open else []
    file = case_file(found)
    picture, _version = picture_of(found)
    return {
        "file": file,
        "amiss": [(wording.WARNINGS[gate], gate in wording.GRAVE) for gate in amiss],
        "task": _task(found, facts) if part.works else None,
        "forms": _forms(found, set(file.forms)),
        "has_picture": not picture.is_empty,
        "may_work": part.works and found.is_open,
    }


def _rail(found: Case) -> list[tuple[Any, str]]:
    """The six stages with what the page paints: done, current, or to come."""
    names: dict[str, Any] = dict(Stage.choices)
    here = WAY.index(found.stage) if found.stage in WAY else len(WAY)
    if found.stage == Stage.DECLINED:
        here = 0
    return [
        (names[stage], "done" if at < here else "now" if at == here else "")
        for at, stage in enumerate(WAY)
    ]


def _task(found: Case, facts: Facts) -> tuple[Any, str, str] | None:
    """What to do first, where, and its key."""
    task = next_task(facts, on=clock.today())
    if task not in wording.TASKS:
        return None
    label, name = wording.TASKS[task]
    url = reverse(name, args=[found.pk])
    if task.startswith("go_"):
        url += f"?to={task.removeprefix('go_')}"
    return label, url, task


def _forms(found: Case, filled: set[str]) -> list[tuple[str, str, str, bool]]:
    """Code, title, page and whether it was filled in, in the order of the file."""
    english = (get_language() or "").startswith("en")
    return [
        (
            code,
            shipped(code).en if english else shipped(code).zh,
            reverse(FORM_PAGES[code], args=[found.pk]),
            code in filled,
        )
        for code in CASE_FORMS
    ]
