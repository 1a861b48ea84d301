"""What figures may know of reports: which one is owed, when it came in, when it was accepted, how often it went back."""

from __future__ import annotations

from collections.abc import Iterable

from yimi.insight.facts.published.made import Need, Published
from yimi.insight.facts.registering import Publication
from yimi.insight.facts.sources import Given, Source
from yimi.reports.layout import Level
from yimi.reports.models import Report, ReportStep
from yimi.reports.reading import shipped
from yimi.reports.spans import MONTHS


def asked_packs() -> Iterable[tuple[str, str, int, int]]:
    """Every report that stations or counties owe: key, level, months, days until it is due."""
    return [
        (pack.key, pack.level.value, MONTHS[pack.frequency], pack.deadline_day)
        for pack in shipped().values()
        if pack.asked and pack.level in {Level.STATION, Level.COUNTY}
    ]


OWED = ("report",)

PUBLICATION = Publication(
    tables=(
        Source("report_file", Report, ("uid", "pack", "level", "subject_key", "unit_id", "region_code", "starts_on", "months", "state", "recorded_at")),
        Source("report_step", ReportStep, ("uid", "report_id", "kind", "at")),
        Given("report_pack", (("pack", "VARCHAR"), ("level", "VARCHAR"), ("months", "INTEGER"), ("deadline_day", "INTEGER")), asked_packs),
    ),
    facts=(
        # which reports are owed follows from when a county began: small, and published whole
        Published(
            "report",
            (Need("report_file"), Need("report_step"), Need("report_pack"), Need("unit")),
            on="due_on",
            is_small=True,
            history="report",
            package=__package__,
        ),
    ),
    changes={
        "reports.start_report": OWED,
        "reports.submit_report": OWED,
        "reports.return_report": OWED,
        "reports.accept_report": OWED,
        "reports.lock_report": OWED,
        "stations.open_units": OWED,
        "stations.correct_unit": OWED,
        "stations.close_unit": OWED,
        "stations.reopen_unit": OWED,
    },
    irrelevant=frozenset(
        {
            "reports.report_value", "reports.withdraw_value", "reports.remind", "reports.set_target",
            "reports.correct_report", "reports.accept_correction",
        }
    ),
)  # fmt: skip
