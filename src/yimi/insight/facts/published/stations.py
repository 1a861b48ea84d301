"""Units, operators, townships, workers and what others reported: small tables, published whole when one row changes."""

from __future__ import annotations

from yimi.insight.facts.published.made import Hop, Need, Published

STATIONS = (
    Published(
        "service_unit",
        (Need("unit"), Need("unit_sign"), Need("engagement")),
        is_small=True,
    ),
    Published("operator", (Need("operator"),), is_small=True),
    Published(
        "township",
        (Need("region"), Need("unit"), Need("unit_sign"), Need("placement"), Need("certificate")),
        is_small=True,
    ),
    Published("worker", (Need("worker"),), is_small=True),
    Published(
        "certificate",
        (Need("certificate"), Need("worker")),
        on="issued_on",
        is_small=True,
    ),
    Published("employment", (Need("placement"), Need("worker"), Need("unit")), is_small=True),
    Published(
        "supervision_session",
        (Need("supervision", "uid"), Need("supervisee", "session_id", "SELECT uid FROM supervision")),
        (
            (Hop("supervision", "uid", "uid"),),
            # a corrected session keeps its file and gets a new row
            (Hop("supervision", "file_uid", "uid"),),
            (Hop("supervision", "uid", "file_uid"), Hop("supervision", "file_uid", "uid")),
        ),
        on="held_on",
    ),
    Published("reported_figure", (Need("figure"), Need("figure_source")), is_small=True),
)  # fmt: skip
