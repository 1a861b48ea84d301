"""Who sees which worker, and what the pages give them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yimi.access.tests.factories import make_actor
from yimi.audit.models import AuditEvent
from yimi.core.errors import Forbidden, NotFound
from yimi.core.ids import new_uid
from yimi.stations.tests.factories import DONGCHENG
from yimi.workforce import access
from yimi.workforce.actions import correct_worker, end_placement
from yimi.workforce.models import Worker
from yimi.workforce.tests.factories import make_certificate, make_placement, make_worker

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"workforce:{name}", args=args)


@pytest.mark.parametrize(
    "who, names",
    [
        ("drolma", {"卓玛"}),
        ("head", {"卓玛"}),
        ("town", {"卓玛"}),
        ("li", {"卓玛", "扎西"}),
        ("wang", {"赵敏"}),
    ],
)
def test_workers_are_seen_along_their_path(people, who, names):
    actor = getattr(people, who)
    assert {worker.name for worker in access.visible_workers(actor)} == names
    for worker in Worker.objects.all():
        if worker.name in names:
            assert access.get_worker_for_view(actor, worker.uid) == worker
        else:
            with pytest.raises(NotFound):
                access.get_worker_for_view(actor, worker.uid)


def test_someone_with_the_right_everywhere_sees_everyone(people):
    actor = make_actor("province_officer")
    assert access.visible_workers(actor).count() == 3
    assert access.get_worker_for_view(actor, people.staff.zhao.uid)


def test_those_without_the_right_are_told_so_and_see_nobody(people):
    with pytest.raises(Forbidden):
        access.visible_workers(people.audit)
    with pytest.raises(NotFound):
        access.get_worker_for_view(people.audit, people.staff.drolma.uid)


def test_a_colleague_may_look_and_not_change(people):
    with pytest.raises(Forbidden):
        access.get_worker_for_edit(people.drolma, people.staff.drolma.uid)
    with pytest.raises(NotFound):
        access.get_worker_for_edit(people.wang, people.staff.drolma.uid)
    row = people.staff.drolma.placements.get()
    with pytest.raises(Forbidden):
        access.get_placement_for_edit(people.drolma, row.uid)
    with pytest.raises(NotFound):
        access.get_placement_for_edit(people.wang, row.uid)
    certificate = make_certificate(people.staff.drolma)
    with pytest.raises(Forbidden):
        access.get_certificate_for_edit(people.town, certificate.uid)
    with pytest.raises(NotFound):
        access.get_certificate_for_edit(people.wang, certificate.uid)


def test_a_former_station_sees_the_name_and_changes_nothing(people):
    end_placement(people.staff.drolma.placements.get(), actor=people.head, ends_on=date(2025, 1, 1))
    make_placement(people.staff.drolma, people.b, starts_on=date(2025, 1, 2))
    assert access.get_worker_for_view(people.head, people.staff.drolma.uid)
    with pytest.raises(Forbidden):
        access.get_worker_for_edit(people.head, people.staff.drolma.uid)
    with pytest.raises(Forbidden):
        access.get_worker_for_edit(people.head, people.staff.drolma.uid, access.REVEAL)


def test_the_list_costs_the_same_for_3_and_30(client, people):
    client.force_login(people.users.li)
    client.get(url("workers"))
    costs = []
    for more in (1, 27):
        for _ in range(more):
            worker = make_worker("某某")
            make_placement(worker, people.a)
            make_certificate(worker)
        with CaptureQueriesContext(connection) as spent:
            client.get(url("workers"))
        costs.append(len(spent))
    assert costs[0] == costs[1]


def test_the_list_searches_and_filters(client, people):
    client.force_login(people.users.li)
    make_certificate(people.staff.tashi)
    make_worker("旧人", left_on=date(2024, 1, 1))

    def names(**query):
        return {worker.name for worker in client.get(url("workers"), query).context["page"].rows}

    assert names() == {"卓玛", "扎西"}
    assert names(q="卓") == {"卓玛"}
    assert names(unit=str(people.b.uid)) == {"扎西"}
    assert names(certified="yes") == {"扎西"}
    assert names(certified="no") == {"卓玛"}
    assert names(state="left") == {"旧人"}
    assert names(unit="x", q="\0") == {"卓玛", "扎西"}
    assert client.get(url("workers"), {"before": "卓玛~nonsense"}).status_code == 200


def test_pages_answer_strangers_404_and_colleagues_403(client, people):
    drolma = people.staff.drolma
    pages = [
        url(name, drolma.uid)
        for name in ("edit_worker", "leave", "new_certificate", "new_placement")
    ]
    for who, seen, changed in (
        ("li", 200, 200),
        ("head", 200, 200),
        ("drolma", 200, 403),
        ("wang", 404, 404),
    ):
        client.force_login(getattr(people.users, who))
        assert client.get(url("worker", drolma.uid)).status_code == seen, who
        assert {client.get(page).status_code for page in pages} == {changed}, who
    assert client.get(url("worker", new_uid())).status_code == 404


def test_a_head_registers_certifies_and_ends(client, people):
    client.force_login(people.users.head)
    assert client.get(url("new_worker")).status_code == 200
    sent = {
        "name": "格桑", "unit": people.a.uid, "post_kind": "affairs", "full_time": "on", "starts_on": "2026-01-05",
        "sex": "0", "employment_mode": "direct", "phone": "10000001234", "id_number": "123",
    }  # fmt: skip
    wrong = client.post(url("new_worker"), sent)
    assert wrong.status_code == 422
    assert "18 位" in wrong.content.decode()
    made = client.post(url("new_worker"), sent | {"id_number": ""})
    worker = Worker.objects.get(name="格桑")
    assert made.url == url("worker", worker.uid)
    assert worker.region_code == "411623000000"
    page = client.get(made.url).content.decode()
    assert "10000001234" not in page
    sent = {
        "level": "assistant",
        "issued_on": "2022-10-01",
        "number": "T 1",
        "registered_on": "2023-01-01",
    }
    assert client.post(url("new_certificate", worker.uid), sent).status_code == 302
    certificate = worker.certificates.get()
    for name in ("renew", "void"):
        assert client.get(url(name, certificate.uid)).status_code == 200
    assert (
        client.post(url("renew", certificate.uid), {"registered_on": "2026-01-01"}).status_code
        == 302
    )
    row = worker.placements.get()
    for name in ("edit_placement", "end_placement"):
        assert client.get(url(name, row.uid)).status_code == 200
    sent = {"post_kind": "service", "starts_on": "2026-01-06", "full_time": "on"}
    assert client.post(url("edit_placement", row.uid), sent).status_code == 302
    row = worker.placements.get(superseded_at=None)
    assert client.post(url("end_placement", row.uid), {"ends_on": "2026-02-01"}).status_code == 302
    assert client.get(made.url).status_code == 200


def test_revealing_is_a_post_that_leaves_a_trace(client, people):
    worker = people.staff.drolma
    correct_worker(worker, actor=people.li, expected=1, changes={"phone": "10000001234"})
    client.force_login(people.users.head)
    address = url("reveal", worker.uid, "phone")
    assert client.get(address).status_code == 405
    answer = client.post(address)
    assert "10000001234" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert AuditEvent.objects.filter(action="workforce.reveal_value").count() == 1
    assert client.post(url("reveal", worker.uid, "name")).status_code == 404
    for who, status in (("drolma", 403), ("wang", 404)):
        client.force_login(getattr(people.users, who))
        assert client.post(address).status_code == status


def test_leaving_and_coming_back(client, people):
    client.force_login(people.users.li)
    worker = people.staff.drolma
    sent = {"left_on": "2025-06-30", "row_version": "1"}
    assert client.post(url("leave", worker.uid), sent).status_code == 302
    assert client.post(url("leave", worker.uid), sent).status_code == 409
    sent = {
        "name": "卓玛",
        "sex": "2",
        "employment_mode": "purchased",
        "left_on": "",
        "row_version": "2",
    }
    assert client.post(url("edit_worker", worker.uid), sent).status_code == 302
    worker.refresh_from_db()
    assert worker.left_on is None
    sent = {"unit": people.b.uid, "post_kind": "service", "starts_on": "2025-08-01"}
    assert client.post(url("new_placement", worker.uid), sent).status_code == 302


def test_a_place_of_the_town_officer_is_a_prefix(people):
    assert make_actor("township_officer", DONGCHENG).scopes(access.VIEW)[0].key == "411623001"
