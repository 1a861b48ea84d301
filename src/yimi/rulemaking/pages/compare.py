"""Gain and lose: two versions over the people of a place, before anyone signs; as a page and as a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import DomainError, NotFound
from yimi.core.requests import Request
from yimi.core.sheets import Page, new_workbook
from yimi.engine.errors import EngineError
from yimi.engine.rules.definitions import RuleSet
from yimi.insight.facts.snapshot import open_snapshot
from yimi.programmes.models import PackState, PackVersion
from yimi.programmes.permissions import PROPOSE_PACKS
from yimi.programmes.versions import RULES, in_force
from yimi.rulemaking import access
from yimi.rulemaking.asking import fact_names, sees_records
from yimi.rulemaking.comparing import (
    BenefitRows,
    ChangeRow,
    Compared,
    Shown,
    compare_at,
    first_common_day,
)
from yimi.rulemaking.errors import NothingToCompare
from yimi.rulemaking.models import PackDraft
from yimi.rulemaking.permissions import COMPARE
from yimi.rulemaking.queries import place_name, status_names, town_names, versions_of
from yimi.rulemaking.reading import rules_of

NOTHING = "none"
CUTS = {"town": gettext_lazy("乡镇（街道）"), "age": gettext_lazy("年龄"), "status": gettext_lazy("身份")}  # fmt: skip
AGES = {
    "0": gettext_lazy("不满 18 岁"), "18": gettext_lazy("18—59 岁"), "60": gettext_lazy("60—79 岁"),
    "80": gettext_lazy("80 岁以上"), "": gettext_lazy("年龄不详"),
}  # fmt: skip
Text = PackVersion | PackDraft


@dataclass(frozen=True)
class Asked:
    """Two texts side by side and the answer, or why there is none."""

    old: Text | None
    new: Text
    day: date
    region_code: str
    found: Compared | None
    why: str

    @property
    def is_about(self) -> bool:
        """Whether a draft is among the two: then figures are rounded for whoever does not see the records."""
        return isinstance(self.old, PackDraft) or isinstance(self.new, PackDraft)


@door(COMPARE, model="pack_comparison", channel=Channel.FIGURE)
@require_GET
def page(request: Request) -> HttpResponse:
    """Who gains, who loses, what it costs; ``new`` and ``old`` are versions or drafts. Without one: to the list of packs."""
    if "new" not in request.GET:
        return redirect("programmes:packs")
    asked = _asked(request)
    benefits = asked.found.benefits if asked.found else ()
    names = _names(benefits)
    context = {
        "asked": asked,
        "place": place_name(asked.region_code),
        "choices": _choices(request.actor, asked),
        "changed": [_shown(one, names) for one in benefits if one.changes],
        "same": [one.title for one in benefits if not one.changes],
        "empty": list(fact_names(asked.found.empty).values()) if asked.found else [],
        "query": f"new={asked.new.pk}&old={asked.old.pk if asked.old else NOTHING}&day={asked.day}",
    }
    return render(request, "rulemaking/compare.html", context)


def _asked(request: Request) -> Asked:
    actor: Actor = request.actor
    new = access.get_text_to_compare(actor, _uid(request.GET.get("new", "")))
    named = request.GET.get("old", "")
    old: Text | None = None
    if named and named != NOTHING:
        old = access.get_text_to_compare(actor, _uid(named))
    elif not named:
        old = _before(actor, new)
    after, before, why = _rules(new), _rules(old) if old else None, ""
    if isinstance(after, str) or isinstance(before, str):
        why = after if isinstance(after, str) else str(before)
        return Asked(old, new, clock.today(), new.region_code, None, why)
    region = access.place_to_count(actor, after.pack)
    day = parse_date(request.GET.get("day", "")) or first_common_day(before, after, clock.today())
    found = None
    try:
        found = compare_at(
            before, after, region_code=region, day=day, backend=open_snapshot().backend,
            exact=sees_records(actor, region),
            about=isinstance(old, PackDraft) or isinstance(new, PackDraft),
        )  # fmt: skip
    except EngineError as error:
        why = error.message
    except DomainError as error:
        why = str(error)
    return Asked(old, new, day, region, found, why)


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None


def _before(actor: Actor, new: Text) -> PackVersion | None:
    """What is in force before ``new``: the newest published version of the same pack with a smaller number."""
    number = new.version if isinstance(new, PackVersion) else None
    for version in versions_of(actor, new.pack_id):
        earlier = number is None or version.version < number
        if version.state == PackState.PUBLISHED and earlier and version.kind == RULES:
            return version
    return None


def _rules(text: Text) -> RuleSet | str:
    """The rules of a version (its repeal included) or of a draft; a sentence where there are none."""
    try:
        if isinstance(text, PackDraft):
            return rules_of(text.text)
        if text.kind != RULES:
            raise NothingToCompare(why=_("这不是规则包。"))
        return in_force(text).rules
    except EngineError as error:
        return error.message
    except DomainError as error:
        return str(error)


def _choices(actor: Actor, asked: Asked) -> dict[str, list[tuple[str, str, bool]]]:
    """What either side can be: versions of the same pack and its drafts. Two queries."""
    texts: list[tuple[str, str]] = []
    if actor.may(PROPOSE_PACKS):
        rows = access.visible_drafts(actor).filter(pack_id=asked.new.pack_id).defer("text")
        texts += [(str(one.pk), _draft_name(one)) for one in rows]
    texts += [
        (str(one.pk), _("第 %(number)s 版（%(state)s）") % {"number": one.version, "state": one.get_state_display()})
        for one in versions_of(actor, asked.new.pack_id)
    ]  # fmt: skip
    known = {key for key, _label in texts}
    for text in (asked.new, asked.old):
        if text is not None and str(text.pk) not in known:
            texts.append((str(text.pk), text.title))
    old = str(asked.old.pk) if asked.old else NOTHING
    return {
        "new": [(key, label, key == str(asked.new.pk)) for key, label in texts],
        "old": [(key, label, key == old) for key, label in [*texts, (NOTHING, _("没有规则"))]],
    }


def _draft_name(row: PackDraft) -> str:
    """Who saved it when: a pack may have several drafts."""
    at = row.saved_at.astimezone(clock.SHANGHAI)
    return _("草稿（%(name)s %(time)s）") % {"name": row.saved_name, "time": f"{at:%m-%d %H:%M}"}


def _names(benefits: Iterable[BenefitRows]) -> dict[str, dict[str, Any]]:
    """Names of the groups of each cut. Two queries at most."""
    rows = [row for one in benefits for row in one.cuts.get("town", ())]
    return {
        "town": town_names([row.key for row in rows if row.key]) if rows else {},
        "age": dict(AGES),
        "status": {"": _("没有这些身份"), **status_names()},
    }


def _shown(one: BenefitRows, names: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "one": one,
        "cuts": [
            (CUTS[cut], [(names[cut].get(row.key, row.key or _("不详")), row) for row in rows])
            for cut, rows in one.cuts.items()
            if rows
        ],
    }


@door(COMPARE, model="pack_comparison", channel=Channel.EXPORT)
@require_GET
def export(request: Request) -> FileResponse | HttpResponse:
    """The same as a workbook; noted in the trail."""
    if "new" not in request.GET:
        return redirect("programmes:packs")
    asked = _asked(request)
    if asked.found is None:
        raise NothingToCompare(why=asked.why)
    content = BytesIO()
    with new_workbook(content) as book:
        _write(book.page(_("影响")), asked, asked.found)
    record_event(
        request.actor, "rulemaking.export_comparison", subject_kind="pack_version", subject_uid=asked.new.pk,
        region_code=asked.region_code, details={"pack": asked.new.pack_id, "old": str(asked.old.pk) if asked.old else ""},
    )  # fmt: skip
    content.seek(0)
    name = _("规则影响") + f"-{asked.new.pack_id.replace('/', '-')}-{asked.day:%Y%m%d}.xlsx"
    return FileResponse(content, as_attachment=True, filename=name)


def _write(sheet: Page, asked: Asked, found: Compared) -> None:
    """One line for each group; what is hidden is written as such, never as zero."""
    sheet.sheet.set_column(0, 2, 24)
    sheet.sheet.set_column(3, 9, 14)
    sheet.write(0, 0, asked.new.title, "title")
    sheet.write(1, 0, f"{place_name(asked.region_code)} {asked.day}")
    heads = [
        _("待遇"), _("分组"), _("组"), _("新增（人）"), _("失去（人）"), _("金额改变（人）"), _("金额增减（元）"),
        _("原来（人）"), _("以后（人）"), _("原来合计（元）"), _("以后合计（元）"),
    ]  # fmt: skip
    sheet.write_row(3, heads, "head")
    names = _names(found.benefits)
    line = 4
    for one in found.benefits:
        _write_row(sheet, line, [one.title, _("合计"), ""], one.total)
        sums = (one.people_old, one.people_new, in_yuan(one.fen_old), in_yuan(one.fen_new))
        for column, value in enumerate(sums, 7):
            _write_figure(sheet, line, column, value)
        line += 1
        for cut, rows in one.cuts.items():
            for row in rows:
                group = str(names[cut].get(row.key, row.key))
                _write_row(sheet, line, [one.title, str(CUTS[cut]), group], row)
                line += 1
    sheet.write(line + 1, 0, _("“不显示”：人数不足 5，或与不足 5 的组一起隐去，免得相减得出。"))


def _write_row(sheet: Page, line: int, names: list[str], row: ChangeRow) -> None:
    for column, name in enumerate(names):
        sheet.write(line, column, name)
    for column, value in enumerate((row.gain, row.lose, row.other_amount, in_yuan(row.fen)), 3):
        _write_figure(sheet, line, column, value)


def _write_figure(sheet: Page, line: int, column: int, value: float | None) -> None:
    if value is None:
        sheet.write(line, column, _("不显示"))
    else:
        sheet.write_value(line, column, value)


def in_yuan(fen: Shown) -> float | None:
    """Fen as a number of yuan for a workbook; hidden stays hidden."""
    return None if fen is None else fen / 100
