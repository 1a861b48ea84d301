"""Who may reach a report of harm: whoever sent it, and the few who are named for its place. Nobody else, at any level.

To everyone else, colleagues of the same station and officers above included, a report does not exist.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from yimi.core import clock
from yimi.core.actor import Actor, Scope, ScopeKind
from yimi.core.errors import Forbidden, NotFound
from yimi.core.scoping import region_range, scope_condition
from yimi.protection.models import HarmReport, ProtectionLimit, ProtectionReader
from yimi.protection.permissions import FOLLOW_REPORTS, NAME_READERS, REPORT_HARM, SET_LIMIT
from yimi.regions.rules import pad_code, prefix_of
from yimi.stations.models import ServiceUnit


def visible_reports(actor: Actor) -> QuerySet[HarmReport]:
    """The actor's own reports and those of places they are named for. Two queries with the list itself."""
    actor.require(FOLLOW_REPORTS)
    own = HarmReport.objects.filter(Q(recorded_by=actor.uid) | _as_reader(actor))
    return own.select_related("unit").order_by("-recorded_at", "-uid")


def get_report_for_view(actor: Actor, uid: UUID | str) -> HarmReport:
    """One report; :class:`NotFound` for everyone who is neither its reporter nor named for its place."""
    report = visible_reports(actor).select_related("unit", "key").filter(pk=uid).first()
    if report is None:
        raise NotFound
    return report


def get_report_for_edit(actor: Actor, uid: UUID | str) -> HarmReport:
    """One report to which the actor may add a step: the same people; what stands is changed by nobody."""
    return get_report_for_view(actor, uid)


def _as_reader(actor: Actor) -> Q:
    """Reports of the places the actor is named for, as long as their post still reaches there."""
    named = Q(pk__in=())
    rows = ProtectionReader.objects.in_force(clock.today()).filter(user_uid=actor.uid)
    for unit_uid, code in rows.values_list("unit_id", "region_code"):
        named |= Q(unit=unit_uid) if unit_uid else region_range("region_code", prefix_of(code))
    return named & scope_condition(actor, FOLLOW_REPORTS, unit="unit_id", region="region_code")


def visible_readers(actor: Actor) -> QuerySet[ProtectionReader]:
    """The readers named for places where the actor names them, former ones included."""
    by_unit = scope_condition(actor, NAME_READERS, unit="unit_id", region="unit__region_code")
    by_place = scope_condition(actor, NAME_READERS, region="region_code")
    found = ProtectionReader.objects.filter(Q(by_unit, unit__isnull=False) | Q(by_place, unit=None))
    return found.select_related("unit").order_by("revoked_at", "-starts_on", "-uid")


def get_reader_for_edit(actor: Actor, uid: UUID | str) -> ProtectionReader:
    """One name on the list, for whoever may take it off."""
    reader = visible_readers(actor).filter(pk=uid).first()
    if reader is None:
        raise NotFound
    return reader


def visible_limits(actor: Actor) -> QuerySet[ProtectionLimit]:
    """The limits in force that the actor's division has set, and those of divisions below it."""
    here = scope_condition(actor, SET_LIMIT, region="region_code")
    return ProtectionLimit.objects.on(clock.today()).filter(here).order_by("region_code")


def units_to_name_for(actor: Actor) -> QuerySet[ServiceUnit]:
    """Open units for whose reports the actor names readers."""
    here = scope_condition(actor, NAME_READERS, unit="uid", region="region_code")
    units = ServiceUnit.objects.open_on(clock.today()).filter(here)
    return units.order_by("region_code", "number")


def divisions_of(actor: Actor, permission: str) -> list[str]:
    """The divisions, as 12-digit codes, that the actor's own scopes name for a permission; no query."""
    scopes = [scope for scope in actor.scopes(permission) if scope.kind == ScopeKind.REGION]
    return list(dict.fromkeys(pad_code(scope.key) for scope in scopes))


def units_to_report_from(actor: Actor) -> list[ServiceUnit]:
    """The actor's own units, by number; most people have one. At most one query."""
    keys = [scope.key for scope in _unit_scopes(actor)]
    if not keys:
        return []
    units = ServiceUnit.objects.filter(pk__in=keys, closed_on=None)
    return list(units.order_by("number"))


def require_place(actor: Actor, *, unit: ServiceUnit | None, region_code: str) -> None:
    """Raise :class:`Forbidden` unless the actor reports from this unit or division."""
    actor.require(REPORT_HARM)
    own_unit = unit is not None and actor.may_at(
        REPORT_HARM, unit_uid=unit.pk, region_code=unit.region_code
    )
    in_place = region_code and actor.may_at(REPORT_HARM, region_code=region_code)
    everywhere = any(scope.kind == ScopeKind.EVERYWHERE for scope in actor.scopes(REPORT_HARM))
    if not (own_unit or in_place or everywhere):
        raise Forbidden(permission=REPORT_HARM)


def _unit_scopes(actor: Actor) -> list[Scope]:
    return [scope for scope in actor.scopes(REPORT_HARM) if scope.kind == ScopeKind.UNIT]
