"""One report: see it, hand it in, put a figure beside a derived one, correct it after the lock, take it along."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.core.sheets import MIME
from yimi.forms.printing import MEDIA_TYPES
from yimi.reported.comparing import published_about
from yimi.reports import access
from yimi.reports.actions import (
    correct_report,
    report_value,
    start_report,
    submit_report,
    withdraw_value,
)
from yimi.reports.actions.filling import Wanted
from yimi.reports.forms import ReasonForm, StepForm, ValueForm
from yimi.reports.layout import Level
from yimi.reports.models import Report
from yimi.reports.paper import as_docx, as_pdf, as_xlsx
from yimi.reports.queries.place import Place, place_of, report_of
from yimi.reports.queries.sheet import Sheet
from yimi.reports.queries.standing import paper_of, standing_of
from yimi.stations.pages.frame import form_page

FILL = access.FILL
PAPERS: dict[str, tuple[Callable[[Sheet], bytes], str]] = {
    "xlsx": (as_xlsx, MIME),
    "docx": (as_docx, MEDIA_TYPES["docx"]),
    "pdf": (as_pdf, MEDIA_TYPES["pdf"]),
}


@door(access.VIEW, model="report", channel=Channel.PAGE)
@require_GET
def report(request: Request, pack: str, label: str, key: str) -> HttpResponse:
    """The report of a period: the figures of now until it is handed in, the frozen ones afterwards."""
    place = place_of(request.actor, pack, label, key)
    standing = standing_of(request.actor, place)
    context = {
        "standing": standing,
        "place": place,
        "sheet": standing.sheet,
        "rights": standing.rights,
        "version": place.report.row_version if place.report else 0,
        "before": _neighbour(place, 1),
        "after": _neighbour(place, -1),
        "corrections": standing.corrections,
        "published": published_about(
            request.actor,
            [row.indicator for row in place.pack.derived],
            region_code=place.subject.region_code,
            unit=place.subject.unit_uid if place.subject.level == Level.STATION else None,
        ),
    }
    return render(request, "reports/report.html", context)


def _neighbour(place: Place, steps: int) -> str:
    span = place.span.before(steps)
    return reverse("reports:report", args=[place.pack.key, span.label, place.subject.key])


@door(access.FILL_DOOR, model="report", channel=Channel.WRITE)
@require_POST
def submit(request: Request, pack: str, label: str, key: str) -> HttpResponse:
    """Sign and hand in; a report nobody began is begun by it."""
    place = place_of(request.actor, pack, label, key)
    request.actor.require_at(
        FILL[place.subject.level],
        unit_uid=place.subject.unit_uid,
        region_code=place.subject.region_code,
    )
    form = StepForm(request.POST)
    if not form.is_valid():
        raise NotFound()
    found, expected = _begun(request, place, form.expected)
    submit_report(found, actor=request.actor, expected=expected)
    messages.success(
        request, _("已上报。%(number)s，数字已按现在的记录定下来。") % {"number": found.number}
    )
    return redirect("reports:report", *place.args)


def _begun(request: Request, place: Place, expected: int) -> tuple[Report, int]:
    """The report, started now if need be: then its first version is what was on the screen."""
    if place.report is not None:
        return place.report, expected or 1
    started = start_report(Wanted(place.pack, place.subject, place.span), actor=request.actor)
    return started, 1


@door(access.FILL_DOOR, model="report", channel=Channel.WRITE)
def value(request: Request, pack: str, label: str, key: str, row: str) -> HttpResponse:
    """Put a reported figure beside a line; the derived one stays."""
    place = place_of(request.actor, pack, label, key)
    request.actor.require_at(
        FILL[place.subject.level],
        unit_uid=place.subject.unit_uid,
        region_code=place.subject.region_code,
    )
    line = _line_title(place, row)
    form = ValueForm(request.POST or None, initial=_standing_value(place, row))
    if request.method == "POST":
        done = form.carry_out(lambda _values: _report_value(request, place, row, form))
        if done is not None:
            messages.success(request, _("已登记。它和算出来的数并排显示，不会盖住。"))
            return redirect("reports:report", *place.args)
    return form_page(
        request, form, title=_("登记上报数：%(line)s") % {"line": line}, save=_("登记"),
        back=reverse("reports:report", args=place.args), template="reports/value.html",
        note=_("只登记记录里没有、别处有据可查的数，例如其他系统的台账。算出来的数不对，请去补记或更正服务记录。"),
    )  # fmt: skip


def _report_value(request: Request, place: Place, row: str, form: ValueForm) -> object:
    found, expected = _begun(request, place, form.expected)
    return report_value(found, actor=request.actor, expected=expected, row=row, **form.facts())


def _standing_value(place: Place, row: str) -> dict[str, object]:
    if place.report is None:
        return {}
    one = place.report.reported.filter(row=row, superseded_at=None).first()
    facts = {"value": one.value, "source": one.source, "note": one.note} if one else {}
    return {"row_version": place.report.row_version, **facts}


def _line_title(place: Place, row: str) -> str:
    try:
        return place.pack.row(row).title
    except KeyError:
        raise NotFound() from None


@door(access.FILL_DOOR, model="report", channel=Channel.WRITE)
@require_POST
def withdraw(request: Request, pack: str, label: str, key: str, row: str) -> HttpResponse:
    """Take a reported figure back."""
    place = place_of(request.actor, pack, label, key)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise NotFound()
    withdraw_value(report_of(place), actor=request.actor, expected=form.expected, row=row)
    messages.success(request, _("上报数已撤回。"))
    return redirect("reports:report", *place.args)


@door(access.FILL_DOOR, model="report", channel=Channel.WRITE)
def correct(request: Request, pack: str, label: str, key: str) -> HttpResponse:
    """A correction of a locked report: only what changed, and why."""
    place = place_of(request.actor, pack, label, key)
    found = access.get_report_to_fill(request.actor, report_of(place).pk)
    form = ReasonForm(request.POST or None, initial={"row_version": found.row_version})
    if request.method == "POST":
        made = form.carry_out(
            lambda values: correct_report(
                found, actor=request.actor, expected=form.expected, reason=values["reason"]
            )
        )
        if made is not None:
            messages.success(request, _("更正报告已做好，原来的数保留。"))
            return redirect("reports:report", *place.args)
    return form_page(
        request, form, title=_("更正已锁定的报表"), save=_("做更正报告"),
        back=reverse("reports:report", args=place.args),
        note=_("系统按现在的记录重新计算，只列出变了的数：原来是多少，现在是多少。原报表不改。"),
    )  # fmt: skip


@door(access.VIEW, model="report", channel=Channel.EXPORT)
@require_GET
def paper(request: Request, pack: str, label: str, key: str, kind: str) -> HttpResponse:
    """The report as Excel, Word or PDF."""
    if kind not in PAPERS:
        raise NotFound()
    place = place_of(request.actor, pack, label, key)
    sheet = paper_of(place)
    make, mime = PAPERS[kind]
    name = f"{place.subject.name}{place.span.label}{place.pack.title}.{kind}"
    response = HttpResponse(make(sheet), content_type=mime)
    response["Content-Disposition"] = f"attachment; filename*=utf-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    return response
