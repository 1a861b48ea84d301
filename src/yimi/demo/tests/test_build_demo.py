"""Building: through the rooms' own actions, in stages, once."""

from __future__ import annotations

import json
import stat
from datetime import timedelta

import pytest

from yimi.access.models import RoleGrant, User
from yimi.access.queries.actors import build_actor
from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.demo import build as building
from yimi.demo import county, stamps, users, volume
from yimi.demo.build import OtherDemoStands, RealDataStands
from yimi.demo.reset import NotADemo, reset_demo
from yimi.demo.sizes import Volume
from yimi.demo.tests.worlds import TODAY, make_divisions
from yimi.people.models import Household, Phone, Resident, StatusKind
from yimi.people.tests.factories import make_household
from yimi.regions.models import Region
from yimi.regions.tests.factories import make_region
from yimi.services.models import RecordWorker, ServiceItem, ServiceRecord, VisitDue
from yimi.stations.models import ServiceUnit
from yimi.stations.tests.factories import make_unit
from yimi.workforce.models import Placement

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(monkeypatch, settings, tmp_path):
    """Forty households in all of 商水县, eight in 西华县, and a hundred days of records."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(county, "YEAR", timedelta(days=100))
    monkeypatch.setitem(county.places()["county"], "households", 40)
    monkeypatch.setitem(county.places()["neighbour"], "households", 8)
    make_divisions()


def build(**kwargs):
    told = []
    is_new = building.build(on=TODAY, tell=lambda stage, counts: told.append(stage), **kwargs)
    return is_new, told


def counted():
    models = (ServiceUnit, User, RoleGrant, Household, Resident, ServiceRecord, VisitDue, Placement)
    return {model.__name__: model.objects.count() for model in models} | {
        "events": AuditEvent.objects.count()
    }


def test_the_demo_stands_and_a_second_build_changes_nothing(small):
    is_new, stages = build()
    assert is_new
    assert len(stages) == len(set(stages))
    first = counted()
    assert first["Household"] == 48
    assert first["ServiceRecord"] > 200
    assert first["ServiceUnit"] == 3 + 1 + 2 + 4
    assert build() == (False, [])
    assert counted() == first


def test_a_build_killed_half_way_is_completed(small, monkeypatch):
    whole = building._write_station

    def killed(county, plan, **kwargs):
        if plan.town.name == "邓城镇":
            whole(county, plan, **kwargs)
            raise KeyboardInterrupt
        return whole(county, plan, **kwargs)

    monkeypatch.setattr(building, "_write_station", killed)
    with pytest.raises(KeyboardInterrupt):
        build()
    assert "商水县邓城镇社工站" not in stamps.stages_built()
    half = ServiceRecord.objects.count()
    monkeypatch.setattr(building, "_write_station", whole)
    is_new, stages = build()
    assert is_new
    assert "商水县东城街道社工站" not in stages
    assert ServiceRecord.objects.count() > half
    assert Household.objects.count() == 48


def test_the_same_seed_makes_the_same_content(small):
    build()
    wanted = building.demo_county(stamps.begun())
    for plan in wanted.stations:
        planned = {home.uid: home for home in county.homes_of(wanted, plan)}
        written = Household.objects.filter(unit=plan.uid)
        assert {row.uid for row in written} == set(planned)
        names = {person.uid: person.name for home in planned.values() for person in home.members}
        assert dict(Resident.objects.filter(unit=plan.uid).values_list("uid", "name")) == names


def test_everybody_is_marked_as_an_example_with_impossible_numbers(small):
    build()
    assert not Household.objects.filter(is_demo=False).exists()
    assert not Resident.objects.filter(is_demo=False).exists()
    for resident in Resident.objects.select_related("key"):
        number = resident.key.open(resident.id_sealed, field="id", row=resident.uid)
        assert number == "" or number.startswith("99")
    for phone in Phone.objects.select_related("resident__key"):
        number = phone.resident.key.open(phone.number_sealed, field="phone", row=phone.resident_id)
        assert number.startswith("100")


def test_records_were_entered_in_their_time_by_those_who_worked_there(small):
    build()
    users_by_uid = {user.uid: user for user in User.objects.all()}
    for record in ServiceRecord.objects.select_related("unit"):
        writer = users_by_uid[record.recorded_by]
        assert writer.worker_uid is not None
        assert 0 <= (clock.local_date(record.recorded_at) - record.served_on).days <= 45
    assert RecordWorker.objects.filter(is_lead=True).count() == ServiceRecord.objects.count()
    assert (
        0 < ServiceRecord.objects.filter(is_late=True).count() < ServiceRecord.objects.count() / 10
    )


def test_every_sign_in_works_and_holds_its_role_and_nobody_else_can_read_the_file(small):
    build()
    lines = users.read_lines()
    assert len({line["password"] for line in lines}) == len(lines) == 16
    assert stat.S_IMODE(users.file_path().stat().st_mode) == 0o600
    for line in lines:
        user = User.objects.get(username=line["username"])
        assert user.check_password(line["password"])
        assert not user.must_change_password
        assert build_actor(user, TODAY).grants
    others = User.objects.exclude(username__in=[line["username"] for line in lines])
    assert others
    assert not any(user.has_usable_password() for user in others)


def test_a_lost_sign_in_file_comes_back_with_new_passwords(small):
    build()
    before = users.file_path().read_text()
    users.file_path().unlink()
    building.ensure_sign_ins()
    after = json.loads(users.file_path().read_text())
    assert users.file_path().read_text() != before
    assert User.objects.get(username="county").check_password(
        next(line["password"] for line in after if line["username"] == "county")
    )


def test_the_demo_keeps_out_of_real_work(small):
    make_household(make_unit("411623002000"))
    with pytest.raises(RealDataStands):
        build()
    with pytest.raises(NotADemo):
        reset_demo()
    assert Household.objects.count() == 1


def test_another_seed_over_a_standing_demo_is_refused(small):
    build()
    with pytest.raises(OtherDemoStands):
        build(seed=5)


def test_a_reset_leaves_the_divisions_and_the_catalogue_and_nothing_else(small):
    build()
    reset_demo()
    assert Region.objects.filter(code="411623002000").exists()
    assert ServiceItem.objects.exists()
    assert StatusKind.objects.exists()
    assert not User.objects.exists()
    assert not AuditEvent.objects.exists()
    assert not users.file_path().exists()
    assert build()[0]


def test_a_reset_is_refused_once_real_work_was_added(small):
    build()
    make_household(ServiceUnit.objects.first())
    with pytest.raises(NotADemo):
        reset_demo()
    assert Household.objects.count() == 49


def test_a_larger_demo_adds_the_counties_around_with_records_entered_by_month(small, monkeypatch):
    monkeypatch.setitem(volume.VOLUMES, "city", Volume("4116", 1, 3, 1.5))
    make_region("411681102", "贾岭镇")
    make_region("411681102201", "王楼村民委员会")
    told = []
    assert volume.build_volume(
        seed=1, size="city", hands=1, tell=lambda stage, counts: told.append(stage)
    )
    around = ServiceUnit.objects.get(region_code="411681102000")
    records = ServiceRecord.objects.filter(unit=around)
    assert Household.objects.filter(unit=around).count() == 3
    assert records
    assert sum(record.is_late for record in records) <= len(records) / 5
    assert not volume.build_volume(seed=1, size="city", hands=1, tell=lambda stage, counts: None)


def test_villages_are_called_as_people_call_them(small):
    towns = building.towns_of("411623")
    assert [town.name for town in towns] == ["东城街道", "邓城镇", "舒庄乡"]
    assert [name for _code, name in towns[0].villages] == ["东关社区", "东刘楼村"]
