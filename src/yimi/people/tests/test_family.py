"""Relatives, guardians and addresses of a person's own: noted, shown, ended, and never overwritten."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from yimi.access.tests.factories import make_user
from yimi.audit.models import AuditEvent
from yimi.core.errors import Forbidden, Invalid
from yimi.people.actions import set_guardian, set_resident_address
from yimi.people.models import FamilyRelation, Guardianship, ResidentAddress
from yimi.people.tests.conftest import VILLAGE
from yimi.people.tests.factories import make_resident

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _september():
    with time_machine.travel("2026-09-16 10:00+08:00", tick=False):
        yield


@pytest.fixture
def signed_in(client, stage):
    """Drolma, station head of station A."""
    client.force_login(make_user("station_head", stage.station_a, name="卓玛"))
    return client


def url(name: str, *args) -> str:
    return reverse(f"people:{name}", args=args)


def file_page(client, stage) -> str:
    return client.get(reverse("portal:household", args=[stage.household.pk])).content.decode()


def test_a_relative_outside_the_household_is_a_name(signed_in, stage):
    address = url("new_relative", stage.head.pk)
    assert signed_in.get(address).status_code == 200
    sent = {"name": "赵建国", "relation": "20", "situation": "working_away", "since": "2026-01-01"}
    assert signed_in.post(address, sent).status_code == 302
    page = file_page(signed_in, stage)
    assert "赵建国" in page
    assert "外出务工" in page
    relation = FamilyRelation.objects.get()
    ending = url("end_relative", relation.pk)
    assert "结束与赵建国的亲属关系" in signed_in.get(ending).content.decode()
    assert signed_in.post(ending, {"day": "2026-09-01"}).status_code == 302
    assert "赵建国" not in file_page(signed_in, stage)
    assert FamilyRelation.objects.current().get().ends_on == date(2026, 8, 31)
    assert signed_in.post(ending, {"day": "2026-09-01"}).status_code == 404, "ended before"


def test_a_relative_of_the_same_household_is_that_person(signed_in, stage):
    son = make_resident(stage.household, "赵建军", relation="20")
    address = url("new_relative", stage.head.pk)
    assert signed_in.post(address, {"relation": "20", "situation": "normal"}).status_code == 422
    sent = {"person": str(son.pk), "relation": "20", "situation": "normal"}
    assert signed_in.post(address, sent).status_code == 302
    assert FamilyRelation.objects.get().relative == son
    stranger = {**sent, "person": str(stage.head.pk)}
    assert signed_in.post(address, stranger).status_code == 422, "only housemates are on offer"


def test_a_guardian_ends_and_stays_in_the_history(signed_in, stage):
    sent = {"kind": "appointed", "name": "赵建国", "phone": "10012345567"}
    assert signed_in.post(url("new_guardian", stage.head.pk), sent).status_code == 302
    held = Guardianship.objects.get()
    page = file_page(signed_in, stage)
    assert "赵桂英的监护人" in page
    assert "5567" not in page
    shown = signed_in.post(url("reveal_resident", stage.head.pk, f"guardian_phone:{held.pk}"))
    assert "tel:10012345567" in shown.content.decode()
    Guardianship.objects.update(starts_on=date(2025, 1, 1))
    assert signed_in.get(url("end_guardian", held.pk)).status_code == 200
    assert signed_in.post(url("end_guardian", held.pk), {"day": ""}).status_code == 422
    assert signed_in.post(url("end_guardian", held.pk), {"day": "2026-09-16"}).status_code == 302
    assert "监护人" not in file_page(signed_in, stage)
    assert Guardianship.objects.current().get().ends_on == date(2026, 9, 15)


def test_an_own_address_is_sealed_shown_alone_and_ends(signed_in, stage):
    address = url("new_address", stage.head.pk)
    assert signed_in.get(address).status_code == 200
    sent = {"kind": "living", "region_code": VILLAGE, "detail": "幸福里 3 栋 201", "since": "2026-01-01"}  # fmt: skip
    assert signed_in.post(address, {"kind": "living"}).status_code == 422
    assert signed_in.post(address, sent | {"region_code": "411699001001"}).status_code == 422
    assert signed_in.post(address, sent).status_code == 302
    page = file_page(signed_in, stage)
    assert "东城社区" in page
    assert "幸福里" not in page
    shown = signed_in.post(url("reveal_resident", stage.head.pk, "address:living"))
    assert "幸福里 3 栋 201" in shown.content.decode()
    assert AuditEvent.objects.filter(
        action="people.reveal_value", details={"field": "address:living"}
    ).exists()
    assert signed_in.post(address, sent | {"detail": "新区 8 号", "since": ""}).status_code == 302
    assert ResidentAddress.objects.current().filter(ends_on=None).count() == 1
    row = ResidentAddress.objects.current().get(ends_on=None)
    assert signed_in.post(url("end_address", row.pk), {"day": "2026-09-16"}).status_code == 302
    assert not ResidentAddress.objects.current().filter(ends_on=None).exists()
    assert ResidentAddress.objects.count() > 1, "nothing is deleted"


def test_one_who_may_look_may_not_change(stage, township_officer, drolma):
    with pytest.raises(Forbidden):
        set_guardian(stage.head, actor=township_officer, kind="parent", name="赵建国")
    with pytest.raises(Invalid):
        set_resident_address(stage.head, actor=drolma, kind="holiday", detail="海边")


def test_another_countys_worker_finds_nothing(client, stage, drolma):
    held = set_guardian(stage.head, actor=drolma, kind="parent", name="赵建国")
    client.force_login(make_user("worker", stage.far_station, name="王强"))
    assert client.get(url("new_relative", stage.head.pk)).status_code == 404
    assert client.post(url("end_guardian", held.pk), {"day": "2026-09-16"}).status_code == 404


def test_the_file_costs_the_same_for_1_and_10_relatives(
    signed_in, stage, drolma, django_assert_max_num_queries
):
    for target in (1, 10):
        while FamilyRelation.objects.count() < target:
            FamilyRelation.objects.create(
                resident=stage.head, relative_name="赵某", relation="20",
                starts_on=date(2020, 1, 1), recorded_by=drolma.uid,
            )  # fmt: skip
        with django_assert_max_num_queries(32):
            file_page(signed_in, stage)
