"""What stands in print: the figures of the province, and the flood team of 2021 as it was reported."""

from __future__ import annotations

from decimal import Decimal

from yimi.access.queries.actors import system_actor
from yimi.reported.actions import FigureDraft, SourceDraft, report_figures
from yimi.reported.models import Measure, Qualifier
from yimi.teams.flood2021 import ROOMS as FLOOD_ROOMS
from yimi.teams.flood2021 import write_flood_2021

PROVINCE = "410000000000"
#: What the province published of itself: key, wording, value, unit, qualifier.
FIGURES = (
    ("person_times", "全省社工站累计服务群众 345 万余人次", 3_450_000, Measure.PERSON_TIMES, Qualifier.ODD),
    ("other", "其中困难群众近 60 万人次", 600_000, Measure.PERSON_TIMES, Qualifier.NEARLY),
    ("visit_times", "入户走访 11 万人次", 110_000, Measure.PERSON_TIMES, Qualifier.EXACT),
    ("cases", "开展个案服务 3527 个", 3_527, Measure.PIECES, Qualifier.EXACT),
    ("activities", "开展社区活动 8301 场", 8_301, Measure.EVENTS, Qualifier.EXACT),
    ("beneficiaries", "社区活动参与超过 80 万人次", 800_000, Measure.PERSON_TIMES, Qualifier.MORE_THAN),
)  # fmt: skip
SOURCE = SourceDraft(
    title="河南省社会工作服务体系建设情况报道（约 2022 年）", author="河南省民政部门"
)


def write_flood_team() -> dict[str, int]:
    """The flood team of 2021, entered afterwards as it was."""
    write_flood_2021(actor=system_actor("示例数据", *FLOOD_ROOMS))
    return {"units": 1}


def write_published() -> dict[str, int]:
    """What was published of the province, word by word, beside what its records will say."""
    drafts = [
        FigureDraft(
            key=key, label=label, value=Decimal(value), measure=measure, qualifier=qualifier, source=SOURCE,
            region_code=PROVINCE,
        )
        for key, label, value, measure, qualifier in FIGURES
    ]  # fmt: skip
    report_figures(drafts, actor=system_actor("示例数据", "reported"))
    return {"figures": len(drafts)}
