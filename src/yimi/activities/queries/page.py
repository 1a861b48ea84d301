"""An activity's page: its plan, its budget, its sheet, and what was held."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from yimi.activities.models import Activity, BudgetLine, Partner
from yimi.activities.queries.held import standing_record
from yimi.activities.queries.sheet import Tally, tally
from yimi.activities.rules import budget_total
from yimi.services.models import Attachment, HeadCount, ServiceRecord
from yimi.services.models.record import Presence
from yimi.services.queries.photos import photos_of


@dataclass(frozen=True, slots=True)
class ActivityView:
    """Everything an activity's page shows; ``record`` is None until it was held, and again when that was voided."""

    activity: Activity
    partners: list[Partner]
    budget: list[BudgetLine]
    tally: Tally
    record: ServiceRecord | None
    heads: list[HeadCount]
    present: dict[UUID, str]
    workers: list[str]
    photos: list[Attachment]

    @property
    def totals(self) -> tuple[int, int]:
        """Planned and spent, in fen."""
        return budget_total(self.budget)  # type: ignore[arg-type]

    @property
    def partner_names(self) -> list[str]:
        """Who holds it with us."""
        return [one.name for one in self.partners]

    @property
    def heads_in_words(self) -> str:
        """成年人 12 人、60 岁以上 26 人."""
        return "、".join(f"{one.get_band_display()} {one.count}" for one in self.heads)


def activity_view(activity: Activity) -> ActivityView:
    """Eight queries at most. The caller has fetched ``activity`` through ``access``."""
    record = standing_record(activity)
    return ActivityView(
        activity=activity,
        partners=list(activity.partners.current().order_by("recorded_at", "uid")),
        budget=list(activity.budget.current().order_by("no")),
        tally=tally(activity),
        record=record,
        heads=list(record.head_counts.order_by("id")) if record else [],
        present=_present(record) if record else {},
        workers=_workers(record) if record else [],
        photos=list(photos_of(record)) if record else [],
    )


def _present(record: ServiceRecord) -> dict[UUID, str]:
    rows = record.participants.filter(presence=Presence.SERVED).order_by("id")
    return dict(rows.values_list("resident", "resident__name"))


def _workers(record: ServiceRecord) -> list[str]:
    rows = record.workers.order_by("-is_lead", "id")
    return list(rows.values_list("worker__name", flat=True))
