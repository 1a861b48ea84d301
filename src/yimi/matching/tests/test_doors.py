"""The pages: who sees whose names, what a worker notes, and what the county counts."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yimi.access.tests.factories import make_user
from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden
from yimi.core.permissions import Role
from yimi.matching.actions import StepDraft, note_step, recompute_household
from yimi.matching.errors import StepNotNow
from yimi.matching.models import Lead
from yimi.matching.rules import State
from yimi.matching.tests.conftest import HUKOU, County
from yimi.matching.tests.factories import make_lead
from yimi.people.models import Resident
from yimi.people.tests.factories import make_household, make_resident
from yimi.stations.tests.factories import DONGCHENG

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(county: County) -> Lead:
    recompute_household(county.household)
    return Lead.objects.get()


@pytest.fixture
def worker(client: Any, county: County) -> Any:
    client.force_login(make_user(Role.WORKER, county.unit))
    return client


def page(client: Any, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(f"matching:{name}", args=args), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_worker_reads_why_and_notes_what_came_of_it(worker: Any, county: County, lead: Lead):
    assert "赵桂英 · 高龄津贴" in page(worker, "leads")
    text = page(worker, "lead", lead.pk)
    for words in ("建议核实：高龄津贴", "年满当地规定的年龄", "户籍在本县", "示例规则", "按月"):
        assert words in text
    assert AuditEvent.objects.filter(action="matching.lead_viewed").count() == 1
    step = {"state": "informed", "happened_on": clock.today().isoformat(), "note": "女儿月底带证件来",
            "row_version": lead.row_version}  # fmt: skip
    address = reverse("matching:step", args=[lead.pk])
    assert worker.post(address, step).status_code == 302
    assert "女儿月底带证件来" in page(worker, "lead", lead.pk)
    assert "已告知" in page(worker, "leads", state="informed")
    assert worker.post(address, step | {"state": "applied"}).status_code == 409, "stale"
    fresh = step | {"row_version": lead.row_version + 1}
    refused = worker.post(address, fresh | {"state": "not_applicable", "note": ""})
    assert refused.status_code == 422
    assert "请写明哪一条不符合" in refused.content.decode()
    event = AuditEvent.objects.get(action="matching.step_noted")
    assert event.details == {"steps": [[str(lead.pk), "informed"]]}


def test_a_gap_leads_to_the_page_where_it_is_filled(worker: Any, county: County, lead: Lead):
    Resident.objects.filter(pk=county.elder.pk).update(hukou_region_code="")
    recompute_household(county.household)
    text = page(worker, "lead", lead.pk)
    assert "可以问：户口簿" in text
    assert reverse("people:member", args=[county.elder.pk]) in text
    assert "还差 1 项" in page(worker, "leads")


def test_the_township_reads_names_and_notes_nothing_and_the_county_only_counts(
    client: Any, county: County, lead: Lead
):
    draft = StepDraft(lead, State.INFORMED, clock.today(), lead.row_version, "只有本站能看")
    note_step(draft, actor=county.drolma)
    client.force_login(make_user(Role.TOWNSHIP_OFFICER, DONGCHENG))
    text = page(client, "lead", lead.pk)
    assert "赵桂英" in text
    assert "只有本站能看" not in text
    assert "登记办理" not in text
    assert client.post(reverse("matching:step", args=[lead.pk])).status_code == 403
    client.force_login(make_user(Role.COUNTY_OFFICER, "411623000000", username="liming"))
    assert client.get(reverse("matching:leads")).status_code == 403
    text = page(client, "uptake")
    assert "赵桂英" not in text
    assert "高龄津贴" in text
    assert "东城街道" in text
    assert client.get(reverse("matching:uptake"), {"place": "411622"}).status_code == 404
    # below the township offices see no counts, however they come by the address
    town = page(client, "uptake", place=lead.region_code[:9])
    assert "高龄津贴" in town
    assert lead.region_code not in town
    assert client.get(reverse("matching:uptake"), {"place": lead.region_code}).status_code == 404


def test_steps_are_refused_elsewhere_late_and_out_of_order(county: County, lead: Lead):
    draft = StepDraft(lead, State.VISITED, clock.today(), lead.row_version)
    for actor in (county.wang, county.township, county.li):
        with pytest.raises(Forbidden):
            note_step(draft, actor=actor)
    note_step(draft, actor=county.drolma)
    with pytest.raises(StepNotNow):
        note_step(draft, actor=county.drolma)
    stale = StepDraft(lead, State.INFORMED, clock.today(), lead.row_version - 1)
    with pytest.raises(Conflict):
        note_step(stale, actor=county.drolma)


def test_lists_ask_the_database_as_often_for_three_rows_as_for_thirty(worker: Any, county: County):
    def more(number: int) -> None:
        for _one in range(number):
            make_lead(county.unit)

    more(3)
    page(worker, "leads")
    asked = []
    for number in (0, 27):
        more(number)
        with CaptureQueriesContext(connection) as queries:
            assert page(worker, "leads").count("高龄津贴</b>") == 3 + number
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 14


def test_the_list_leaves_as_a_workbook_and_stands_in_the_trail(worker: Any, lead: Lead):
    answer = worker.get(reverse("matching:export"), {"outcome": "likely"})
    assert b"".join(answer.streaming_content).startswith(b"PK")
    event = AuditEvent.objects.get(action="matching.exported")
    assert event.details["rows"] == 1


def test_the_first_page_and_the_household_show_their_leads(worker: Any, county: County, lead: Lead):
    assert "赵桂英 · 高龄津贴" in worker.get("/").content.decode()
    home = worker.get(reverse("portal:household", args=[county.household.pk])).content.decode()
    assert reverse("matching:lead", args=[lead.pk]) in home
    other = make_household(county.unit)
    make_resident(other, "钱多", hukou_region_code=HUKOU)
    home = worker.get(reverse("portal:household", args=[other.pk])).content.decode()
    assert "建议核实" not in home
