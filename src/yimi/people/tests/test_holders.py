"""The list of those who hold a status: names for the station and its township, nothing more, and nobody elsewhere."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from yimi.access.tests.factories import make_user
from yimi.core.errors import Forbidden
from yimi.people.models import MergeLink
from yimi.people.queries.holders import list_holders
from yimi.people.tests.conftest import COUNTY, VILLAGE
from yimi.people.tests.factories import make_household, make_resident, make_status

pytestmark = pytest.mark.django_db


def names(actor, **wanted) -> list[str]:
    return sorted(row.name for row in list_holders(actor, **wanted)[0])


@pytest.fixture
def holders(stage):
    """赵桂英 is a 低保对象, 孙丽 disabled, 李明 confirmed to be none, 钱大山 lives far away."""
    make_status(stage.head, "dibao")
    for name, kind, value in (("孙丽", "disabled", True), ("李明", "dibao", False)):
        make_status(
            make_resident(make_household(stage.station_a, region_code=VILLAGE), name), kind, value
        )
    make_status(make_resident(make_household(stage.far_station), "钱大山"), "dibao")
    return stage


def test_the_township_sees_its_own_by_name(holders, township_officer, drolma, wang, li):
    assert names(township_officer) == names(drolma) == ["孙丽", "赵桂英"]
    assert names(township_officer, kind="dibao") == ["赵桂英"]
    assert names(township_officer, village="411623001009") == []
    assert names(wang) == ["钱大山"]
    with pytest.raises(Forbidden):
        list_holders(li)


def test_the_dead_and_merged_doubles_are_not_on_it(holders, drolma):
    double = make_resident(make_household(holders.station_a), "赵桂瑛")
    make_status(double, "dibao")
    MergeLink.objects.create(
        duplicate=double, kept=holders.head, reason="同一人", merged_by=drolma.uid
    )
    holders.head.died_on = date(2026, 1, 1)
    holders.head.save(update_fields=["died_on"])
    assert names(drolma) == ["孙丽"]


def test_the_page_shows_no_file_behind_the_names(holders, client):
    client.force_login(make_user("township_officer", "411623001000", name="周岩"))
    page = client.get(reverse("people:holders"), {"kind": "dibao"}).content.decode()
    assert "赵桂英" in page
    assert str(holders.head.pk) not in page
    assert client.get(reverse("people:households")).status_code == 403
    assert client.get(reverse("portal:household", args=[holders.household.pk])).status_code in {
        403,
        404,
    }
    client.force_login(make_user("county_officer", COUNTY + "000000", name="李敏"))
    assert client.get(reverse("people:holders")).status_code == 403


def test_it_costs_the_same_for_3_and_30(holders, township_officer, django_assert_num_queries):
    for target in (3, 30):
        for _one in range(target):
            make_status(make_resident(make_household(holders.station_a)))
        with django_assert_num_queries(2):
            list_holders(township_officer)
