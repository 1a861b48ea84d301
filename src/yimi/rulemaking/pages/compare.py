"""Gain and lose: two versions over the people of a place, before anyone signs; as a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import DomainError, NotFound
from yimi.core.requests import Request
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
    Compared,
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
        """Whether one person alone wrote either: then figures are rounded for whoever does not see the records."""
        return _is_one_persons(self.old) or _is_one_persons(self.new)


def _is_one_persons(text: Text | None) -> bool:
    """Until a second person lets it in, whoever wrote a text could ask about anybody with it."""
    return text is not None and (isinstance(text, PackDraft) or text.state != PackState.PUBLISHED)


@door(COMPARE, model="pack_comparison", channel=Channel.FIGURE)
@require_GET
def page(request: Request) -> HttpResponse:
    """Who gains, who loses, what it costs; ``new`` and ``old`` are versions or drafts. Without one: to the list of packs."""
    if "new" not in request.GET:
        return redirect("programmes:packs")
    asked = asked_of(request)
    benefits = asked.found.benefits if asked.found else ()
    names = names_of(benefits)
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


def asked_of(request: Request) -> Asked:
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
    day = _day(request.GET.get("day", "")) or first_common_day(before, after, clock.today())
    found = None
    try:
        found = compare_at(
            before, after, region_code=region, day=day, backend=open_snapshot().backend,
            exact=sees_records(actor, region),
            about=_is_one_persons(old) or _is_one_persons(new),
        )  # fmt: skip
    except EngineError as error:
        why = error.message
    except DomainError as error:
        why = str(error)
    return Asked(old, new, day, region, found, why)


def _day(text: str) -> date | None:
    """The day; None for what is no day, 30 February too."""
    try:
        return parse_date(text)
    except ValueError:
        return None


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


def names_of(benefits: Iterable[BenefitRows]) -> dict[str, dict[str, Any]]:
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
