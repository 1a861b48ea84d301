"""Who is to be visited: a station's households that are due by a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from yimi.core.actor import Actor
from yimi.core.scoping import scope_condition
from yimi.people.models import Membership
from yimi.people.models.links import HEAD, OPEN
from yimi.services.models import VisitDue
from yimi.services.permissions import RECORD_SERVICE


@dataclass(frozen=True, slots=True)
class DueVisit:
    """One household that is due, as a row of today's list."""

    household_uid: UUID
    household_number: str
    region_code: str
    head_name: str
    head_born_on: date | None
    due_on: date
    last_met_on: date | None


def visits_due(actor: Actor, *, by: date, limit: int = 200) -> tuple[list[DueVisit], int]:
    """Households due by ``by``, the longest overdue first within each village; and how many there are in all.

    Three queries, whatever the number of households.
    """
    due = VisitDue.objects.filter(
        scope_condition(
            actor,
            RECORD_SERVICE,
            unit="household__unit_id",
            region="household__region_code",
        ),
        due_on__lte=by,
        household__closed_on=None,
    )
    rows: Any = list(
        due.order_by("due_on", "household_id").values(
            "household_id",
            "due_on",
            "last_met_on",
            number=F("household__number"),
            region=F("household__region_code"),
        )[:limit]
    )
    heads: dict[Any, Any] = {
        row["household_id"]: row
        for row in Membership.objects.filter(
            OPEN, Q(relation=HEAD), household__in=[row["household_id"] for row in rows]
        ).values("household_id", name=F("resident__name"), born_on=F("resident__birth_on"))
    }
    total = len(rows) if len(rows) < limit else due.count()
    visits = [
        DueVisit(
            household_uid=row["household_id"],
            household_number=row["number"],
            region_code=row["region"],
            head_name=heads.get(row["household_id"], {}).get("name", ""),
            head_born_on=heads.get(row["household_id"], {}).get("born_on"),
            due_on=row["due_on"],
            last_met_on=row["last_met_on"],
        )
        for row in rows
    ]
    visits.sort(key=lambda visit: (visit.region_code, visit.due_on))
    return visits, total
