"""A store written anew from the rooms alone answers for past moments as the store that followed them did."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from yimi.access.queries.actors import system_actor
from yimi.core import clock
from yimi.insight.facts.feed import follow, publish_all
from yimi.insight.facts.snapshot import open_snapshot
from yimi.insight.facts.verifying import verify
from yimi.people.actions import (
    correct_resident,
    leave_household,
    merge_residents,
    move_household,
    unmerge_residents,
)
from yimi.people.models import Household, MergeLink, Resident
from yimi.services.actions import correct_record, record_service, void_record
from yimi.services.models import ServiceRecord
from yimi.services.tests.conftest import World

pytestmark = pytest.mark.django_db
PEOPLE = "SELECT * FROM resident ORDER BY uid"
CONTACTS = (
    "SELECT * EXCLUDE (resident_uid, age_band, sex, in_hardship) FROM service_contact ORDER BY uid"
)


def known(sql: str, moment: Any) -> list[tuple[Any, ...]]:
    return open_snapshot(moment).backend.connection.cursor().execute(sql).fetchall()


def act(dice: random.Random, world: World, system: Any) -> None:
    """Something that changes what is known of a person."""
    residents = [Resident.objects.get(pk=one.pk) for one in (world.elder, world.son)]
    one = dice.choice(residents)
    whom = {each.pk: "served" for each in dice.sample(residents, dice.choice([1, 2]))}
    day = clock.today() - timedelta(days=dice.randrange(0, 70))
    standing = list(ServiceRecord.objects.current())
    choice = dice.random()
    if choice < 0.2:
        changes = dice.choice(
            [{"sex": dice.choice("12")}, {"birth_on": date(1950, 1, dice.randrange(1, 28))}, {"died_on": dice.choice([None, day])}]
        )  # fmt: skip
        correct_resident(one, actor=system, row_version=one.row_version, **changes)
    elif choice < 0.35:
        home = Household.objects.get(pk=world.household.pk)
        unit = world.neighbour if home.unit_id == world.unit.pk else world.unit
        move_household(
            home, actor=system, row_version=home.row_version, unit=unit,
            region_code=unit.region_code[:9] + "201", on=clock.today(),
        )  # fmt: skip
    elif choice < 0.42:
        leave_household(world.son, actor=system, on=clock.today())
    elif choice < 0.65 or not standing:
        record_service(world.new(participants=whom, served_on=day), actor=world.drolma)
    elif choice < 0.75:
        again = world.new(participants=whom, served_on=day)
        correct_record(dice.choice(standing).pk, again, actor=world.drolma)
    elif choice < 0.85:
        void_record(dice.choice(standing).pk, actor=world.drolma, reason="记错了")
    elif link := MergeLink.objects.filter(undone_at=None).first():
        unmerge_residents(link, actor=system, reason="不是同一个人")
    else:
        merge_residents(world.son, world.elder, actor=system, reason="同一个人")


@pytest.mark.parametrize("seed", [1, 2])
def test_from_scratch_the_past_is_what_it_was(world: World, seed: int):
    from yimi.regions.tests.factories import make_region

    for unit in (world.unit, world.neighbour):
        make_region(unit.region_code[:9] + "201", "某村")
    system = system_actor("系统", "people", "workforce", "services")
    dice = random.Random(seed)
    publish_all()
    moments = [open_snapshot().through_at]
    for _ in range(14):
        act(dice, world, system)
        follow()
        moments.append(open_snapshot().through_at)
    followed = [(known(PEOPLE, at), known(CONTACTS, at)) for at in moments]
    assert len({str(answer) for answer in followed}) > 5
    publish_all(from_scratch=True)
    for at, answer in zip(moments, followed, strict=True):
        assert (known(PEOPLE, at), known(CONTACTS, at)) == answer
    assert verify().holds
