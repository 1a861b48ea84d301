"""A period's figures, counted straight from the records; each says what it counts and opens towards its records.

人次, 户次, 户, 人 are different units and are never added to one another; 户 and 人 are distinct counts and are never
added over periods or places: an area's own row is counted anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from yimi.core.actor import Actor
from yimi.core.scoping import scope_condition
from yimi.services.models import Participant, ServiceRecord
from yimi.services.models.record import Method, Outcome, Presence
from yimi.services.permissions import VIEW_FIGURES, VIEW_RECORD
from yimi.stations.models import ServiceUnit, UnitKind

#: Units smaller than a township.
BELOW_TOWNSHIP = (UnitKind.COMMUNITY_ROOM, UnitKind.SERVICE_POINT)
MET = Q(outcome=Outcome.MET)
MET_AT_HOME = MET & Q(method=Method.HOME_VISIT)
ASKED = Q(method__in=[Method.CONSULTATION, Method.PHONE, Method.ONLINE])


@dataclass(frozen=True, slots=True)
class Figure:
    """What one figure counts: label, unit, a sentence of definition (compendium P1–P13), its records, its measure.

    ``measure``: ``records`` | ``person_times`` | ``households`` (distinct) | ``persons`` (distinct, named).
    """

    label: Any
    unit: Any
    definition: Any
    condition: Q
    measure: str = "records"

    @property
    def is_distinct(self) -> bool:
        """Distinct counts may not be added over periods or places."""
        return self.measure in {"households", "persons"}


FIGURES: Mapping[str, Figure] = {
    "person_times": Figure(
        _("服务人次"), _("人次"),
        _("每次服务在场的每一个人算 1 人次；同一人两次服务算 2 人次。谈及的人和未遇不算。"), MET, "person_times",
    ),
    "persons": Figure(
        _("服务人数"), _("人"),
        _("这段时间服务过的具名居民，同一人只算一次；不具名的人不算。不能跨月、跨站相加。"), MET, "persons",
    ),
    "visit_times": Figure(
        _("入户走访"), _("户次"), _("见到人的入户走访；一户走两次算 2 户次。未遇另计。"), MET_AT_HOME,
    ),
    "visited_households": Figure(
        _("走访户数"), _("户"),
        _("这段时间入户见到人的户，同一户只算一次。不能跨月、跨站相加。"), MET_AT_HOME, "households",
    ),
    "missed_visits": Figure(
        _("未遇"), _("次"), _("入户没有见到人的次数，不算入户走访。"), Q(outcome=Outcome.NOT_MET),
    ),
    "consultations": Figure(
        _("咨询"), _("人次"), _("来访、电话、线上咨询的人次。"), MET & ASKED, "person_times",
    ),
    "events": Figure(_("活动"), _("场"), _("已举办的活动，每场算 1。"), Q(method=Method.ACTIVITY)),
    "handlings": Figure(
        _("事务办理"), _("件"), _("代民政等部门受理、办理的事务，与专业服务分开计。"), Q(method=Method.HANDLING),
    ),
    "late": Figure(
        _("补录"), _("条"), _("服务之后超过规定天数才记的记录。"), Q(is_late=True),
    ),
}  # fmt: skip

_MEASURES: Mapping[str, Any] = {
    "records": lambda condition: Count("pk", filter=condition),
    "person_times": lambda condition: Sum("person_times", filter=condition, default=0),
    "households": lambda condition: Count("household", filter=condition, distinct=True),
}
#: A figure that is called like its column comes last: Django would read the column's name in the others as this figure.
AGGREGATES = {"records": Count("pk")} | {
    key: _MEASURES[FIGURES[key].measure](FIGURES[key].condition)
    for key in sorted(FIGURES, key=lambda key: key == FIGURES[key].measure)
    if FIGURES[key].measure in _MEASURES
}


def figure_records(
    actor: Actor, *, first: date, last: date, unit_uids: list[UUID] | None = None
) -> QuerySet[ServiceRecord]:
    """Current records whose figures the actor may see, served from ``first`` to ``last``, both included."""
    records = ServiceRecord.objects.current().filter(
        scope_condition(actor, VIEW_FIGURES, unit="unit_id", region="unit_region_code"),
        served_on__gte=first,
        served_on__lte=last,
    )
    return records if unit_uids is None else records.filter(unit__in=unit_uids)


def figure_units(actor: Actor, prefix: str = "") -> QuerySet[ServiceUnit]:
    """The units, closed ones too, whose figures the actor may see; ``prefix`` narrows to a division.

    Offices see no figures of single units below the township: there a small number is a person.
    """
    condition = scope_condition(actor, VIEW_FIGURES, unit="uid", region="region_code")
    shown = ~Q(kind__in=BELOW_TOWNSHIP)
    if actor.may(VIEW_RECORD):
        shown |= scope_condition(actor, VIEW_RECORD, unit="uid", region="region_code")
    return ServiceUnit.objects.within(prefix).filter(condition, shown)


def unit_figures(
    actor: Actor, *, first: date, last: date, unit_uids: list[UUID] | None = None
) -> dict[UUID, dict[str, int]]:
    """unit → figure key → value, for the period; a unit without records is missing. Two queries."""
    records = figure_records(actor, first=first, last=last, unit_uids=unit_uids).order_by()
    rows: Any = list(records.values("unit").annotate(**AGGREGATES))
    persons = (
        _served(records)
        .values_list("record__unit")
        .annotate(n=Count("resident", distinct=True))
        .order_by()
    )
    named = dict(persons)
    return {
        row["unit"]: {key: row[key] for key in AGGREGATES} | {"persons": named.get(row["unit"], 0)}
        for row in rows
    }


def total_figures(
    actor: Actor, *, first: date, last: date, unit_uids: list[UUID] | None = None
) -> dict[str, int]:
    """The whole area's figures, distinct counts counted anew. Two queries."""
    records = figure_records(actor, first=first, last=last, unit_uids=unit_uids).order_by()
    persons = _served(records).aggregate(n=Count("resident", distinct=True))["n"]
    return records.aggregate(**AGGREGATES) | {"persons": persons}


def _served(records: QuerySet[ServiceRecord]) -> QuerySet[Participant]:
    return Participant.objects.filter(record__in=records.values("pk"), presence=Presence.SERVED)


def last_service(
    actor: Actor, *, before: date, unit_uids: list[UUID] | None = None
) -> dict[UUID, date]:
    """The last day on which each unit served anybody, up to ``before``. One query, one look into an index per unit."""
    condition = scope_condition(actor, VIEW_FIGURES, unit="uid", region="region_code")
    latest = (
        ServiceRecord.objects.current()
        .filter(MET, unit=OuterRef("uid"), served_on__lte=before)
        .order_by("-served_on", "-uid")
        .values("served_on")[:1]
    )
    units = ServiceUnit.objects.filter(condition)
    if unit_uids is not None:
        units = units.filter(pk__in=unit_uids)
    found: Any = units.annotate(last=Subquery(latest))
    return dict(found.exclude(last=None).values_list("uid", "last"))
