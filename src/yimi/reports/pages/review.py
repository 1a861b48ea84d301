"""The county's side: return, accept, lock one; the matrix of all; accept many; remind those who are late; set targets."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.formats import day_text
from yimi.core.language import in_english
from yimi.core.requests import Request
from yimi.reports import access
from yimi.reports.actions import (
    accept_correction,
    accept_reports,
    lock_report,
    remind,
    return_report,
    set_target,
)
from yimi.reports.actions.life import Seen
from yimi.reports.forms import ReasonForm, StepForm, TargetForm
from yimi.reports.layout import Level
from yimi.reports.models import Report, State
from yimi.reports.queries.late import by_subject, late_reports
from yimi.reports.queries.matrix import matrix_of
from yimi.reports.queries.subjects import pack_of, subject_of
from yimi.reports.reading import of_level
from yimi.stations.pages.frame import form_page

#: At most so many reports are accepted with one click.
MOST = 300


def _back(report: Report) -> HttpResponse:
    return redirect("reports:report", report.pack, report.span.label, report.subject_key)


@door(access.REVIEW_DOOR, model="report", channel=Channel.WRITE)
def give_back(request: Request, uid: UUID) -> HttpResponse:
    """Return a report with a reason."""
    found = access.get_report_to_review(request.actor, uid)
    form = ReasonForm(request.POST or None, initial={"row_version": found.row_version})
    if request.method == "POST":
        done = form.carry_out(
            lambda values: return_report(
                found, actor=request.actor, expected=form.expected, reason=values["reason"]
            )
        )
        if done is not None:
            messages.success(request, _("已退回，填报人会在首页看到原因。"))
            return _back(found)
    return form_page(
        request, form, title=_("退回 %(number)s") % {"number": found.number}, save=_("退回"),
        back=reverse("reports:report", args=[found.pack, found.span.label, found.subject_key]),
        note=_("请写清楚要核对或补充什么。退回以后，填报人可以补记录、登记上报数，再上报一次。"),
    )  # fmt: skip


@door(access.REVIEW_DOOR, model="report", channel=Channel.WRITE)
@require_POST
def accept(request: Request, uid: UUID) -> HttpResponse:
    """Accept one report."""
    found = access.get_report_to_review(request.actor, uid)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise NotFound()
    accept_reports([Seen(found, form.expected)], actor=request.actor)
    if found.shown_state == State.LOCKED:
        messages.success(request, _("已接收。锁定日已过，现在起只能做更正报告。"))
    else:
        day = day_text(found.locks_on, get_language() or "", today=clock.today(), weekday=False)
        messages.success(request, _("已接收。%(day)s以后自动锁定。") % {"day": day})
    return _back(found)


@door(access.REVIEW_DOOR, model="report", channel=Channel.WRITE)
@require_POST
def lock(request: Request, uid: UUID) -> HttpResponse:
    """Lock one report before its day."""
    found = access.get_report_to_review(request.actor, uid)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise NotFound()
    lock_report(found, actor=request.actor, expected=form.expected)
    messages.success(request, _("已锁定。以后只能做更正报告。"))
    return _back(found)


@door(access.REVIEW_DOOR, model="report_correction", channel=Channel.WRITE)
@require_POST
def note_correction(request: Request, uid: UUID) -> HttpResponse:
    """Take note of a correction."""
    found = access.get_correction_to_review(request.actor, uid)
    accept_correction(found, actor=request.actor, expected=found.row_version)
    messages.success(request, _("已知悉这份更正。"))
    return _back(found.report)


@door(access.VIEW, model="report", channel=Channel.FIGURE)
@require_GET
def county(request: Request, key: str) -> HttpResponse:
    """Stations by months with their states; what waits to be accepted; who is late. A fixed number of queries."""
    subject = subject_of(request.actor, Level.COUNTY, key)
    packs = [*of_level(Level.STATION), *of_level(Level.TOWN)]
    pack = pack_of(request.GET.get("pack", packs[0].key))
    if pack.level == Level.COUNTY:
        raise NotFound()
    on = clock.today()
    matrix = matrix_of(request.actor, pack, subject.key, on=on)
    reviews = request.actor.may_at(access.REVIEW_STATION, region_code=subject.region_code)
    late = late_reports(request.actor, access.REVIEW_STATION, on=on) if reviews else []
    context = {
        "subject": subject,
        "packs": packs,
        "pack": pack,
        "matrix": matrix,
        "waiting": matrix.waiting,
        "late": by_subject(one for one in late if one.subject.region_code.startswith(key)),
        "reviews": reviews,
        "in_time": matrix.in_time,
        "roll_ups": of_level(Level.COUNTY),
        "month": matrix.spans[0],
    }
    return render(request, "reports/county.html", context)


@door(access.REVIEW_STATION, model="report", channel=Channel.WRITE)
@require_POST
def accept_many(request: Request) -> HttpResponse:
    """Accept the reports that were ticked, all or none: each with the version that was on the screen."""
    parts = [token.partition(":") for token in request.POST.getlist("report")[:MOST]]
    try:
        uids = {UUID(uid): int(version) for uid, _colon, version in parts}
    except ValueError:
        raise NotFound() from None
    found = list(access.visible_reports(request.actor).filter(pk__in=uids).select_related("unit"))
    if len(found) != len(uids):
        raise NotFound()
    accept_reports([Seen(one, uids[one.pk]) for one in found], actor=request.actor)
    messages.success(request, _("已接收 %(count)d 份。") % {"count": len(found)})
    return _to_county(request)


@door(access.REVIEW_STATION, model="report_reminder", channel=Channel.WRITE)
@require_POST
def remind_late(request: Request) -> HttpResponse:
    """Remind all who are late, or the station whose button it was; nobody twice a day."""
    late = late_reports(request.actor, access.REVIEW_STATION, on=clock.today())
    key = request.POST.get("late", "")
    county = request.POST.get("county", "")
    chosen = [
        one
        for one in late
        if (not key or one.subject.key == key) and one.subject.region_code.startswith(county[:6])
    ]
    count = remind(chosen, actor=request.actor)
    if count:
        messages.success(
            request, _("已提醒 %(count)d 份，站长打开首页就会看到。") % {"count": count}
        )
    else:
        messages.info(request, _("今天都提醒过了，不再重复。"))
    return _to_county(request)


def _to_county(request: Request) -> HttpResponse:
    county = request.POST.get("county", "")[:6]
    if len(county) == 6 and county.isdigit():
        return redirect("reports:county", county)
    return redirect("reports:reports")


@door(access.REVIEW_STATION, model="report_target", channel=Channel.WRITE)
def target(request: Request, key: str) -> HttpResponse:
    """A year's target of a station."""
    subject = subject_of(request.actor, Level.STATION, key)
    request.actor.require_at(
        access.REVIEW_STATION, unit_uid=subject.unit_uid, region_code=subject.region_code
    )
    pack = of_level(Level.STATION)[0]
    choices = [
        (one.key, f"{one.title_en if in_english() else one.title}（{one.unit}）")
        for one in pack.indicators.values()
        if one.unit not in {"分钟", "分", "%"}
    ]
    form = TargetForm(
        request.POST or None, indicators=choices, initial={"year": clock.today().year}
    )
    if request.method == "POST":
        done = form.carry_out(
            lambda values: set_target(subject, actor=request.actor, pack=pack, **values)
        )
        if done is not None:
            messages.success(request, _("目标已定下，会出现在报表的“年度目标”一栏。"))
            return redirect("reports:county", subject.region_code[:6])
    return form_page(
        request, form, title=_("%(name)s的年度目标") % {"name": subject.name}, save=_("保存"),
        back=reverse("reports:county", args=[subject.region_code[:6]]),
        note=_("再定一次，新的代替旧的，旧的留底。"),
    )  # fmt: skip
