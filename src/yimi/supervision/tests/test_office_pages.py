"""Offices and heads: who supervises whom, and agreements between places, by pages."""

from __future__ import annotations

import pytest
from django.urls import reverse

from yimi.access.tests.factories import make_user
from yimi.regions.tests.factories import make_region
from yimi.supervision.models import (
    PairingAgreement,
)
from yimi.supervision.tests.factories import (
    LEAD,
    SITE,
)
from yimi.workforce.models import SupervisorAssignment
from yimi.workforce.tests.factories import make_certificate, make_worker

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"supervision:{name}", args=args)


def text(response):
    return response.content.decode()


def test_heads_and_counties_assign_supervisors_from_here_and_elsewhere(client, people):
    client.force_login(people.users.head_b)
    page = text(client.get(url("assignments")))
    assert "暂无督导" in page
    far = make_worker("林珊", region_code="440300000000")
    make_certificate(far, number="GD2019-0001")
    assert client.get(url("assign"), {"unit": str(people.b.pk)}).status_code == 200
    form = {
        "unit": str(people.b.pk),
        "outside_name": "林珊",
        "outside_number": "GD2019-9999",
        "starts_on": "2026-01-01",
    }
    refused = client.post(url("assign"), form)
    assert refused.status_code == 422
    assert "对得上" in text(refused)
    assert client.post(url("assign"), form | {"outside_number": "GD2019-0001"}).status_code == 302
    made = SupervisorAssignment.objects.get(unit=people.b)
    assert made.supervisor == far
    page = text(client.get(url("assignments")))
    assert "林珊" in page
    assert "暂无督导" not in page
    assert client.post(url("assign"), {"starts_on": "2026-01-01"}).status_code == 422
    assert client.post(url("assign"), form | {"unit": str(people.a.pk)}).status_code == 422
    assert client.post(url("end_assignment", made.pk), {"ends_on": "2026-06-30"}).status_code == 302
    client.force_login(people.users.wang)
    assert (
        client.get(
            url("end_assignment", SupervisorAssignment.objects.current().get(unit=people.b).pk)
        ).status_code
        == 404
    )
    client.force_login(people.users.tashi)
    assert client.get(url("assignments")).status_code == 403


def test_an_agreement_by_pages_is_a_check_list(client, people):
    for code, name in ((LEAD, "东城街道"), (SITE, "城南驿社区"), ("441900101000", "石碣镇")):
        make_region(code, name)
    client.force_login(make_user("city_officer", "441900000000"))
    assert client.get(url("new_pairing")).status_code == 200
    new = {
        "name": "东城街道结对帮扶城南驿社区", "document": "东莞市结对帮扶铜仁市社会工作服务方案", "region_code": LEAD, "site": SITE,
        "assisting": "石碣镇", "starts_on": "2021-06-01", "ends_on": "2021-12-31", "supervisors_required": "2",
        "onsite_visits_min": "2", "onsite_days_min": "30", "counts_per": "site", "local_workers_required": "1",
        "local_worker_months": "3", "rule_note": "“1 个月”按 30 天算", "agency": "",
    }  # fmt: skip
    made = client.post(url("new_pairing"), new)
    agreement = PairingAgreement.objects.get()
    assert made.url == url("pairing", agreement.pk)
    page = text(client.get(made.url))
    for words in ("机构派出 2 名督导", "没有达到", "石碣镇", "城南驿社区"):
        assert words in page
    assert client.get(url("add_fact", agreement.pk, "supervisor")).status_code == 200
    named = {"worker": str(people.staff.guo.pk), "starts_on": "2021-06-01", "ends_on": ""}
    assert client.post(url("add_fact", agreement.pk, "supervisor"), named).status_code == 302
    visit = {"worker": str(people.staff.guo.pk), "starts_on": "2021-06-07", "ends_on": "2021-06-21"}
    assert client.post(url("add_fact", agreement.pk, "visit"), visit).status_code == 302
    page = text(client.get(made.url))
    assert "郭伟实地总时长不少于 30 天" in page
    assert "已有 15 天" in page
    row = agreement.visits.get()
    assert client.get(url("end_fact", "visit", row.pk)).status_code == 200
    assert (
        client.post(url("end_fact", "visit", row.pk), {"ends_on": "2021-06-22"}).status_code == 302
    )
    assert client.get(url("add_fact", agreement.pk, "nonsense")).status_code == 404
    assert client.get(url("end_fact", "nonsense", row.pk)).status_code == 404
    edit = {
        name: value
        for name, value in new.items()
        if name not in {"region_code", "site", "assisting"}
    }
    assert (
        client.post(url("edit_pairing", agreement.pk), edit | {"row_version": "1"}).status_code
        == 302
    )
    assert (
        client.post(url("edit_pairing", agreement.pk), edit | {"row_version": "1"}).status_code
        == 409
    )
