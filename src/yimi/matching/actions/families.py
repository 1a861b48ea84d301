"""One family, or some hundred: decided from their files as they are now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import islice
from uuid import UUID

from yimi.core import clock
from yimi.matching.actions.settling import settle_leads
from yimi.matching.alone import alone
from yimi.matching.deciding import Home, Verdicts, decide_person
from yimi.matching.family import among, families_of
from yimi.matching.models import Lead
from yimi.matching.packs_in_force import PacksInForce, packs_in_force
from yimi.people.models import Household, Membership

#: People decided on at a time: one short transaction each, so that recording never waits long.
AT_A_TIME = 200


def recompute_household(household: Household) -> Counter[str]:
    """Decide on everybody who lives in a household. A fixed number of queries."""
    rows = Membership.objects.current().filter(household=household)
    return recompute_people(set(rows.values_list("resident_id", flat=True)))


def recompute_people(residents: Collection[UUID]) -> Counter[str]:
    """Decide on these people and write what changed."""
    packs = packs_in_force(clock.today())
    counts: Counter[str] = Counter()
    waiting = iter(sorted(residents))
    while part := list(islice(waiting, AT_A_TIME)):
        with alone():
            counts += _recompute(part, packs)
        counts["people"] += len(part)
    return counts


def _recompute(residents: Collection[UUID], packs: PacksInForce) -> Counter[str]:
    families, today = families_of(residents), clock.today()
    verdicts: dict[UUID, Verdicts] = {uid: Verdicts() for uid in residents}
    homes: dict[UUID, Home] = {}
    for uid, row in families.rows.items():
        here = packs.at(row["region_code"])
        verdicts[uid] = decide_person(here, families.world, row, today)
        homes[uid] = Home(row["unit_uid"], row["region_code"], row["household_uid"])
    held: Iterable[Lead] = among(Lead.objects.all(), "resident", verdicts)
    return settle_leads(verdicts, homes, list(held))
