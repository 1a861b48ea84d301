"""Two pairing agreements between 东莞 and 铜仁: one that met its rule, one that did not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yimi.access.queries.actors import system_actor
from yimi.core.actor import Actor
from yimi.stations.actions import OperatorDraft, register_operator
from yimi.stations.models import Operator
from yimi.supervision.actions import (
    PairingDraft,
    add_local_worker,
    add_pairing_supervisor,
    agree_pairing,
    end_pairing_fact,
    record_visit,
)
from yimi.workforce.actions import WorkerDraft, register_workers
from yimi.workforce.models import Worker

DONGGUAN, WANSHAN = "441900000000", "520603000000"
#: A lead town, a town that assists, and the resettlement site.
LEAD, ASSISTING, SITE = "441900003000", "441900101000", "520603001007"
OTHER_LEAD = "441900006000"
DOCUMENT = "《东莞市结对帮扶铜仁市社会工作服务方案》"
FIRST, LAST = date(2021, 6, 1), date(2021, 12, 31)
#: Twice each and thirty days each: what the document asks for, to the day.
STAYS = (
    (0, date(2021, 6, 7), date(2021, 6, 21)), (0, date(2021, 9, 1), date(2021, 9, 15)),
    (1, date(2021, 7, 1), date(2021, 7, 20)), (1, date(2021, 10, 11), date(2021, 10, 20)),
)  # fmt: skip


def write_pairings() -> dict[str, int]:
    """Agreements, who was sent, who was hired, who was on site when."""
    actor = system_actor("示例数据", "supervision", "workforce", "stations")
    agency = register_operator(
        OperatorDraft(name="东莞示例社会工作服务中心", region_code=DONGGUAN), actor=actor
    )
    names = ((DONGGUAN, "郭伟"), (DONGGUAN, "陈婷"), (WANSHAN, "杨兰"))
    workers = register_workers(
        [WorkerDraft(name=name, region_code=code) for code, name in names], actor=actor
    )
    _agree(LEAD, assisting=(ASSISTING,), agency=agency, workers=workers, stays=STAYS, actor=actor)
    _agree(OTHER_LEAD, assisting=(), agency=agency, workers=workers, stays=STAYS[:1], actor=actor)
    return {}


def _agree(
    lead: str, *, assisting: tuple[str, ...], agency: Operator, workers: Sequence[Worker],
    stays: Sequence[tuple[int, date, date]], actor: Actor,
) -> None:  # fmt: skip
    draft = PairingDraft(
        name="东城街道结对帮扶城南驿社区" if lead == LEAD else "莞城街道结对帮扶城南驿社区",
        document=DOCUMENT, lead_region_code=lead, site_region_code=SITE, starts_on=FIRST, ends_on=LAST,
        agency=agency, assisting=assisting, rule_note="“1 个月”按 30 天算。",
    )  # fmt: skip
    agreement = agree_pairing(draft, actor=actor)
    for worker in workers[:2]:
        add_pairing_supervisor(agreement, worker, actor=actor, starts_on=FIRST)
    hired = add_local_worker(agreement, workers[2], actor=actor, starts_on=FIRST)
    end_pairing_fact(hired, actor=actor, ends_on=date(2021, 8, 31))
    for place, first, last in stays:
        record_visit(agreement, workers[place], actor=actor, starts_on=first, ends_on=last)
