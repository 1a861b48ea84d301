"""Bulletins: paragraphs with every figure a link to what it counts; to copy, to take along as Word."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from yimi.core import clock
from yimi.core.actor import Actor, ScopeKind
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.forms.printing import MEDIA_TYPES
from yimi.insight.errors import NoFactsYet
from yimi.reports import access, figures
from yimi.reports.bulletins.templates import Template, shipped
from yimi.reports.bulletins.writing import Bulletin, plain, write
from yimi.reports.layout import Level
from yimi.reports.paper.bulletin import bulletin_docx
from yimi.reports.queries.subjects import counties_of, station_subject
from yimi.reports.queries.subjects import subject_of as reports_subject
from yimi.reports.spans import Span, recent
from yimi.reports.subjects import Subject

#: So many stations or counties are offered on one page.
SHOWN = 100
BACK = 3


@door(access.BULLETINS, model="bulletin", channel=Channel.LIST)
@require_GET
def bulletins(request: Request) -> HttpResponse:
    """Which bulletins can be written, about whom, for the last periods."""
    on = clock.today()
    groups = []
    for template in shipped().values():
        subjects = _subjects(request.actor, template.level)
        spans = list(recent(template.frequency, on, BACK))
        if subjects:
            groups.append((template, spans, subjects))
    return render(request, "reports/bulletins.html", {"groups": groups})


def _subjects(actor: Actor, level: Level) -> list[Subject]:
    if level == Level.COUNTY:
        # a station's people see their station's bulletin, not the county's
        if all(scope.kind == ScopeKind.UNIT for scope in actor.scopes(access.BULLETINS)):
            return []
        return counties_of(actor, access.BULLETINS)[:SHOWN]
    units = access.reporting_units(actor, access.BULLETINS)
    return [station_subject(unit) for unit in units[:SHOWN]]


@door(access.BULLETINS, model="bulletin", channel=Channel.FIGURE)
@require_GET
def bulletin(request: Request, template: str, label: str, key: str) -> HttpResponse:
    """One bulletin as written from the newest facts."""
    try:
        written = _written(request, template, label, key)
    except NoFactsYet:
        return render(request, "reports/no_facts.html")
    context = {
        "bulletin": written,
        "text": "\n".join(plain(written)),
        "template": written.template,
        "before": written.span.before().label,
        "key": key,
    }
    return render(request, "reports/bulletin.html", context)


@door(access.BULLETINS, model="bulletin", channel=Channel.EXPORT)
@require_GET
def bulletin_word(request: Request, template: str, label: str, key: str) -> HttpResponse:
    """The bulletin as Word, what its figures count on a second page."""
    try:
        written = _written(request, template, label, key)
    except NoFactsYet:
        return redirect("reports:bulletin", template, label, key)
    response = HttpResponse(bulletin_docx(written), content_type=MEDIA_TYPES["docx"])
    name = quote(f"{written.headline}.docx")
    response["Content-Disposition"] = f"attachment; filename*=utf-8''{name}"
    response["Cache-Control"] = "private, no-store"
    return response


def _written(request: Request, key: str, label: str, subject_key: str) -> Bulletin:
    template = _template(key)
    span = _span(template, label)
    subject = reports_subject(request.actor, template.level, subject_key)
    return write(template, subject, span, figures.newest())


def _template(key: str) -> Template:
    if key not in shipped():
        raise NotFound()
    return shipped()[key]


def _span(template: Template, label: str) -> Span:
    try:
        span = Span.parse(label)
    except ValueError:
        raise NotFound() from None
    if Span.of(template.frequency, span.start) != span or span.start > clock.today():
        raise NotFound()
    return span
