"""A page costs the same number of queries with 3 rows and with 30."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yimi.access.models import User
from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.insight.facts.feed import publish_all
from yimi.insight.facts.snapshot import forget_snapshots
from yimi.people.models import Household, Resident
from yimi.people.tests.factories import make_household, make_resident
from yimi.regions.tests.factories import make_region
from yimi.services.actions import record_services
from yimi.services.models import ServiceRecord
from yimi.services.reference import load_reference
from yimi.services.rules import NewRecord
from yimi.services.tests.factories import make_record
from yimi.stations.models import ServiceUnit
from yimi.stations.tests.factories import make_unit
from yimi.workforce.models import Worker
from yimi.workforce.tests.factories import make_placement, make_worker

pytestmark = pytest.mark.django_db
FEW, MANY = 3, 30
#: As many as a county has in a month; written without their audit events, a page does not look at them.
LOTS = 3_000
#: The session, the user with its grants, the worker's placement in the shell's head: on every page of someone signed in.
SHELL = 4


@dataclass
class Station:
    """A station that fills up, and the person looking at it."""

    unit: ServiceUnit
    worker: Worker
    drolma: User
    mei: User
    li: User

    def household(self) -> tuple[Household, Resident]:
        household = make_household(self.unit)
        return household, make_resident(household, relation="02", birth_on=date(1944, 5, 6))

    def visit(self, household: Household, people: list[Resident], **facts: Any) -> ServiceRecord:
        """A visit of yesterday, due again today."""
        new = NewRecord(
            uid=new_uid(),
            unit_uid=self.unit.pk,
            method="home_visit",
            item_code="EL2",
            served_on=clock.today() - timedelta(days=1),
            minutes=30,
            note="血压 130/80",
            household_uid=household.pk,
            participants={person.pk: "served" for person in people},
            worker_uids=(self.worker.pk,),
            next_due_on=clock.today(),
            **facts,
        )
        return record_services([new], actor=build_actor(self.drolma))[0].record

    def visits(self, number: int) -> None:
        for _one in range(number):
            household, head = self.household()
            self.visit(household, [head], further_items=("SA2",), changes=("health",))


@pytest.fixture
def station(settings: Any, tmp_path: Path) -> Station:
    settings.VAR_DIR = tmp_path
    forget_snapshots()
    load_reference()
    make_region("411623002000", "东城街道")
    unit = make_unit("411623002000")
    worker = make_worker("卓玛")
    make_placement(worker, unit, starts_on=date(2020, 1, 1))
    return Station(
        unit,
        worker,
        make_user("worker", unit, name="卓玛", worker_uid=worker.pk),
        make_user("station_head", unit, name="梅站长"),
        make_user("county_officer", "411623000000", name="李文静"),
    )


def copy_of(record: ServiceRecord, **changes: Any) -> ServiceRecord:
    """Another record like it, not yet saved."""
    fields = {field.attname: getattr(record, field.attname) for field in record._meta.fields}
    uid = new_uid()
    return ServiceRecord(**(fields | {"uid": uid, "digest": uid.hex * 2} | changes))


Cost = Callable[[User, str], int]


@pytest.fixture
def cost(client: Client) -> Cost:
    """Queries of a page for a person, the first visit of the session aside."""

    def counted(person: User, path: str) -> int:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(path).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    return counted


def test_today_costs_a_worker_the_same_for_3_and_30_visits(station: Station, cost: Cost) -> None:
    station.visits(FEW)
    few = cost(station.drolma, "/")
    station.visits(MANY - FEW)
    # due visits, their heads, villages, statuses of the heads, my records this month, own units; cases, alarms, policy leads
    assert cost(station.drolma, "/") == few <= SHELL + 13


def test_today_costs_a_head_the_same_for_3_and_30_visits(station: Station, cost: Cost) -> None:
    station.visits(FEW)
    few = cost(station.mei, "/")
    station.visits(MANY - FEW)
    # a worker's, and the station's state (staff, late records, last service, weeks, visits, households)
    assert cost(station.mei, "/") == few <= SHELL + 24


def test_an_area_costs_the_same_for_3_and_30_stations(station: Station, cost: Cost) -> None:
    station.visits(FEW)
    for _one in range(FEW - 1):
        make_unit("411623002000")
    few = cost(station.li, "/areas/411623/")
    for _one in range(MANY - FEW):
        make_unit("411623002000")
    # the place, the units, their state (8), coverage (2), alarms
    assert cost(station.li, "/areas/411623/") == few <= SHELL + 17


def test_homes_cost_the_same_for_3_and_3000_records(station: Station, cost: Cost) -> None:
    station.visits(FEW)
    pages = [
        (station.drolma, "/"), (station.mei, "/"), (station.li, "/areas/411623/"),
        (station.li, "/areas/411623002/"), (station.li, "/figures/persons/?place=411623"),
    ]  # fmt: skip
    publish_all()
    few = [cost(*page) for page in pages]
    one = make_record(station.unit)
    more = [
        copy_of(
            one, number=f"411623-L{number:06d}", served_on=one.served_on - timedelta(number % 60)
        )
        for number in range(LOTS)
    ]
    ServiceRecord.objects.bulk_create(more, batch_size=500)
    publish_all()
    assert [cost(*page) for page in pages] == few


def test_a_figure_costs_the_same_for_3_and_30_stations(station: Station, cost: Cost) -> None:
    path = "/figures/persons/?place=411623"
    station.visits(FEW)
    publish_all()
    few = cost(station.li, path)
    for _one in range(MANY - FEW):
        make_unit("411623002000")
    # the place, the units and the indicators of its own; the figures are the facts'
    assert cost(station.li, path) == few <= SHELL + 3


def test_masked_rows_cost_the_same_for_3_and_30_records(station: Station, cost: Cost) -> None:
    path = f"/figures/person_times/?unit={station.unit.pk}"
    station.visits(FEW)
    few = cost(station.li, path)
    station.visits(MANY - FEW)
    # the unit, named people, head-counts
    assert cost(station.li, path) == few <= SHELL + 3


def test_a_household_costs_the_same_for_3_and_20_members_and_records(
    station: Station, cost: Cost
) -> None:
    household, head = station.household()
    path = f"/households/{household.pk}/"

    def grow(number: int) -> None:
        for _one in range(number):
            make_resident(household, relation="20", birth_on=date(1990, 1, 1))
            station.visit(household, [head])

    grow(FEW)
    few = cost(station.drolma, path)
    grow(17)
    # the file of the people (household, members, contacts, statuses, consents, guardians, openings), the timeline (2), the
    # place, the due date, the trail's two inserts inside a savepoint
    assert cost(station.drolma, path) == few <= SHELL + 26


def test_the_register_costs_the_same_for_3_and_30_records(station: Station, cost: Cost) -> None:
    station.visits(FEW)
    few = cost(station.drolma, "/records/")
    station.visits(MANY - FEW)
    # domains and workers of the filter, which records, these records, their workers, the heads of their households
    assert cost(station.drolma, "/records/") == few <= SHELL + 7


def test_a_record_costs_the_same_for_3_and_30_participants(station: Station, cost: Cost) -> None:
    household, _head = station.household()
    few, many = (
        station.visit(household, [make_resident(household) for _one in range(number)])
        for number in (FEW, MANY)
    )
    # the record, its workers, people, head-counts, tags, further items, co-organisers, photos, earlier and later version
    before = cost(station.drolma, f"/records/{few.pk}/")
    assert cost(station.drolma, f"/records/{many.pk}/") == before <= SHELL + 11


def test_the_form_costs_the_same_for_3_and_30_members_and_records(
    station: Station, cost: Cost
) -> None:
    household, head = station.household()
    path = f"/record/?household={household.pk}"
    for _one in range(FEW):
        station.visit(household, [head])
    few = cost(station.drolma, path)
    for _one in range(MANY - FEW):
        make_resident(household, relation="20", birth_on=date(1990, 1, 1))
        station.visit(household, [head])
    # household, own units, catalogue (2), usual items (2), members, colleagues, due date, the latest records (2)
    assert cost(station.drolma, path) == few <= SHELL + 12
