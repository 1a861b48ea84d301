"""The pages: public facts for everyone, lists for those who work here, forms for those who keep the register."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yimi.core.ids import new_uid
from yimi.stations.models import ServiceUnit
from yimi.stations.tests.factories import (
    DONGCHENG,
    make_authority,
    make_engagement,
    make_operator,
    make_unit,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"stations:{name}", args=args)


def test_the_public_page_needs_no_sign_in(client, people):
    ServiceUnit.objects.filter(pk=people.unit.pk).update(phone="0394-5441234")
    page = client.get(url("public", people.unit.number))
    text = page.content.decode()
    assert page.status_code == 200
    assert "东城街道社工站" in text
    assert "tel:0394-5441234" in text
    assert client.get(url("public", "411623-999")).status_code == 404


def test_lists_need_a_sign_in_and_a_role(client, people):
    assert client.get(url("units")).status_code == 302
    client.force_login(people.users.nobody)
    assert client.get(url("units")).status_code == 403
    assert client.get(url("unit", people.unit.uid)).status_code in {403, 404}


def test_the_list_searches_filters_and_sorts(client, people):
    client.force_login(people.users.drolma)
    make_unit("411623101000", name="黄寨镇社工站")
    make_unit("411622104000", name="邻县社工站")
    make_unit(DONGCHENG, name="旧站", closed_on="2024-01-01")

    def names(**query):
        return [unit.name for unit in client.get(url("units"), query).context["page"].rows]

    assert names() == ["东城街道社工站", "黄寨镇社工站"]
    assert names(q="黄寨", sort="name") == ["黄寨镇社工站"]
    assert names(place="411623101") == ["黄寨镇社工站"]
    assert names(state="closed") == ["旧站"]
    assert len(names(state="all")) == 3
    assert names(kind="guidance_centre") == []
    assert names(kind="nonsense", q="\0") == ["东城街道社工站", "黄寨镇社工站"]


@pytest.mark.parametrize("cursor", ["~", "x", "a~b\0", "'; drop~1", "~" * 500])
def test_a_cursor_that_makes_no_sense_is_harmless(client, people, cursor):
    client.force_login(people.users.li)
    for name in ("units", "operators", "authorities"):
        assert client.get(url(name), {"before": cursor}).status_code == 200
        assert client.get(url(name), {"after": cursor, "q": cursor}).status_code == 200


def test_paging_walks_through_every_unit_once(client, people):
    for number in range(60):
        make_unit(DONGCHENG, name=f"社工点{number:02d}", kind="service_point")
    client.force_login(people.users.li)
    first = client.get(url("units")).context["page"]
    second = client.get(url("units"), {"before": first.older}).context["page"]
    assert len({unit.pk for unit in [*first.rows, *second.rows]}) == 61
    back = client.get(url("units"), {"after": second.newer}).context["page"]
    assert back.rows == first.rows
    assert not second.older


def test_the_list_costs_the_same_for_3_and_30(client, people):
    client.force_login(people.users.li)
    client.get(url("units"))
    costs = []
    for more in (2, 27):
        for _ in range(more):
            make_engagement(make_unit(DONGCHENG), make_operator())
        with CaptureQueriesContext(connection) as spent:
            client.get(url("units"))
        costs.append(len(spent))
    assert costs[0] == costs[1]


def test_everyone_with_a_role_sees_a_unit_and_the_right_people_may_change_it(client, people):
    make_engagement(people.unit, make_operator())
    edit = url("edit_unit", people.unit.uid)
    for name, status in {"drolma": 403, "wang": 403, "head": 200, "li": 200}.items():
        client.force_login(getattr(people.users, name))
        assert client.get(url("unit", people.unit.uid)).status_code == 200, name
        assert client.get(edit).status_code == status, name
    assert client.get(url("unit", new_uid())).status_code == 404


@pytest.mark.parametrize(
    "name", ["rename", "close", "hours", "new_name", "new_area", "engage", "lead"]
)
def test_every_form_opens_for_the_officer_and_not_for_a_worker(client, people, name):
    client.force_login(people.users.li)
    assert client.get(url(name, people.unit.uid)).status_code == 200
    assert client.post(url(name, people.unit.uid), {"from_on": "x"}).status_code == 422
    for other in (people.users.drolma, people.users.wang):
        client.force_login(other)
        assert client.get(url(name, people.unit.uid)).status_code == 403


def test_an_officer_registers_a_station_by_the_name_of_its_town(client, people):
    client.force_login(people.users.li)
    assert client.get(url("new_unit")).status_code == 200
    sent = {
        "name": "黄寨镇社工站",
        "kind": "station",
        "region_code": "黄寨",
        "opened_on": "2026-01-01",
    }
    answer = client.post(url("new_unit"), sent)
    unit = ServiceUnit.objects.get(name="黄寨镇社工站")
    assert answer.url == url("unit", unit.uid)
    assert unit.region_code == "411623101000"
    again = client.post(url("new_unit"), sent)
    assert again.status_code == 422
    assert "已经有一个" in again.content.decode()
    assert client.post(url("new_unit"), sent | {"region_code": "没有这里"}).status_code == 422


def test_an_edit_over_someone_elses_is_answered_with_a_clash(client, people):
    client.force_login(people.users.head)
    sent = {"phone": "0394-5441234", "row_version": "1"}
    assert client.post(url("edit_unit", people.unit.uid), sent).status_code == 302
    assert client.post(url("edit_unit", people.unit.uid), sent | {"phone": "1"}).status_code == 409


def test_a_head_sets_the_week(client, people):
    client.force_login(people.users.head)
    sent = {"from_on": "2026-01-01", "am_opens_1": "09:00", "am_closes_1": "12:00"}
    assert client.post(url("hours", people.unit.uid), sent).status_code == 302
    assert people.unit.opening_hours.get().weekday == 1
    half = client.post(url("hours", people.unit.uid), sent | {"am_opens_2": "09:00"})
    assert half.status_code == 422
    assert "09:00" in client.get(url("hours", people.unit.uid)).content.decode()


def test_operators_and_authorities_have_their_pages(client, people):
    client.force_login(people.users.li)
    sent = {"name": "阳光社工", "kind": "social_service", "uscc": "123", "region_code": "411623"}
    wrong = client.post(url("new_operator"), sent)
    assert wrong.status_code == 422
    assert "18 位" in wrong.content.decode()
    made = client.post(url("new_operator"), sent | {"uscc": ""})
    assert client.get(made.url).status_code == 200
    assert "阳光社工" in client.get(url("operators"), {"q": "阳光"}).content.decode()
    sent = {"name": "商水县残联", "line": "disabled_federation", "region_code": "411623"}
    assert client.post(url("new_authority"), sent).status_code == 302
    assert "商水县残联" in client.get(url("authorities")).content.decode()


def test_tying_and_untying_a_unit(client, people):
    client.force_login(people.users.li)
    operator, authority = make_operator(), make_authority()
    sent = {"operator": operator.uid, "starts_on": "2026-01-01"}
    assert client.post(url("engage", people.unit.uid), sent).status_code == 302
    assert client.post(url("engage", people.unit.uid), sent).status_code == 422
    row = people.unit.engagements.get()
    end = url("end_engaging", people.unit.uid, row.uid)
    assert client.get(end).status_code == 200
    assert client.post(end, {"ends_on": "2026-02-01"}).status_code == 302
    assert client.post(end, {"ends_on": "2026-02-01"}).status_code == 404
    sent = {"authority": authority.uid, "starts_on": "2026-01-01"}
    assert client.post(url("lead", people.unit.uid), sent).status_code == 302
    sent = {
        "kind": "sign",
        "text": "“双语”社工站",
        "language": "zh-hans",
        "starts_on": "2026-01-01",
    }
    assert client.post(url("new_name", people.unit.uid), sent).status_code == 302
    assert "“双语”社工站" in client.get(url("public", people.unit.number)).content.decode()
    found = client.get(url("units"), {"q": "双语"}).content.decode()
    assert "东城街道社工站" in found


def test_the_pages_speak_english_too(client, people):
    client.force_login(people.users.li)
    client.cookies["django_language"] = "en"
    for address in (url("units"), url("unit", people.unit.uid), url("public", people.unit.number)):
        assert client.get(address).status_code == 200
