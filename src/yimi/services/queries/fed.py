"""What one record fed: the thank-you after saving. The same figures that the reports print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yimi.core.clock import month_of
from yimi.services.models import ServiceRecord
from yimi.services.models.record import Method, Outcome


@dataclass(frozen=True, slots=True)
class Fed:
    """One figure this record is counted in: what it counts, the value now, and its unit."""

    label: Any
    value: int
    unit: str


def fed_by(record: ServiceRecord) -> list[Fed]:
    """The station's figures of the month that this record is part of. At most three queries."""
    first, after = month_of(record.served_on)
    month = ServiceRecord.objects.current().filter(
        unit=record.unit_id, served_on__gte=first, served_on__lt=after
    )
    name = {"month": record.served_on.month}
    if record.outcome == Outcome.NOT_MET:
        missed = month.filter(outcome=Outcome.NOT_MET).count()
        return [Fed(_("%(month)d 月未遇（另计，不算入户）") % name, missed, _("次"))]
    fed = []
    if record.method == Method.HOME_VISIT:
        visits = month.filter(method=Method.HOME_VISIT, outcome=Outcome.MET).count()
        fed.append(Fed(_("%(month)d 月入户走访（本站）") % name, visits, _("户次")))
    elif record.method == Method.ACTIVITY:
        events = month.filter(method=Method.ACTIVITY).count()
        fed.append(Fed(_("%(month)d 月活动（本站）") % name, events, _("场")))
    elif record.method == Method.HANDLING:
        handled = month.filter(method=Method.HANDLING).count()
        fed.append(Fed(_("%(month)d 月事务办理（本站）") % name, handled, _("件")))
    times = sum(month.values_list("person_times", flat=True))
    fed.append(Fed(_("%(month)d 月服务人次（本站）") % name, times, _("人次")))
    own = month.filter(recorded_by=record.recorded_by).count()
    fed.append(Fed(_("%(month)d 月您记的服务") % name, own, _("条")))
    return fed
