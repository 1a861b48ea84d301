"""The page that every form has in common: what is known is put in, what is counted stands, both contents of a clash show."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from docx import Document

from yimi.access.tests.factories import make_user
from yimi.core.models import DataKey
from yimi.forms.filling import Paper, fill_in, hand_out, printed
from yimi.forms.queries import Subject, current_entry, open_answers, versions
from yimi.forms.tests.conftest import World
from yimi.stations.models import ServiceUnit

FACTS = {"session_no": 3, "present": ["赵桂英", "赵建军"]}


def paper(uid: Any, code: str = "F-05") -> Paper:
    facts = FACTS if code == "F-05" else {}
    return Paper(
        subject=Subject("case_session", uid),
        code=code,
        key=DataKey.objects.get(),
        unit=ServiceUnit.objects.order_by("pk")[0],
        heading="赵桂英个案",
        back="/forms/",
        known={"aim": "了解近况"} if code == "F-05" else {},
        facts=facts,
    )


def page(request: Any, uid: Any, code: str) -> HttpResponse:
    return fill_in(request, paper(uid, code))


urlpatterns = [path("", include("yimi.urls")), path("try/<uuid:uid>/<slug:code>/", page)]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def drolma(world: World) -> Client:
    client = Client()
    client.force_login(make_user("worker", world.unit, region_code="411623000000"))
    return client


@pytest.fixture
def address(world: World) -> str:
    return f"/try/{world.subject.uid}/F-05/"


def test_what_is_known_is_put_in_and_what_is_counted_is_shut(drolma: Client, address: str) -> None:
    shown = drolma.get(address).content.decode()
    assert "了解近况" in shown
    assert "赵桂英、赵建军" in shown
    assert "由记录算出，不用填" in shown
    assert 'data-draft="form-' in shown


def test_saving_keeps_the_facts_and_says_what_is_missing(
    world: World, drolma: Client, address: str
) -> None:
    sent = {"row_version": "0", "a-aim": "陪同复查", "a-session_no": "99", "a-present": "别人"}
    saved = drolma.post(address, sent, follow=True)
    assert "栏应填没填" in saved.content.decode()
    entry = current_entry(Subject("case_session", world.subject.uid), "F-05")
    assert open_answers(entry) == {"aim": "陪同复查", **FACTS}
    assert "陪同复查" in drolma.get(address).content.decode()


def test_who_comes_second_sees_both_and_then_decides(
    world: World, drolma: Client, address: str
) -> None:
    drolma.post(address, {"row_version": "0", "a-aim": "先存的"})
    second = drolma.post(address, {"row_version": "0", "a-aim": "后写的"})
    assert second.status_code == 422
    shown = second.content.decode()
    assert "先存的" in shown
    assert "后写的" in shown
    assert 'name="row_version" value="1"' in shown
    drolma.post(address, {"row_version": "1", "a-aim": "后写的"})
    kept = versions(Subject("case_session", world.subject.uid), "F-05")
    assert [open_answers(one)["aim"] for one in kept] == ["后写的", "先存的"]


@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 30, "１"])
def test_a_version_that_makes_no_sense_does_no_harm(
    drolma: Client, address: str, seen: str
) -> None:
    assert drolma.post(address, {"row_version": seen, "a-aim": "一"}).status_code in {302, 422}


def test_what_is_wrong_stays_on_the_page(drolma: Client, address: str) -> None:
    refused = drolma.post(address, {"row_version": "0", "a-aim": "一", "a-next_on": "明天"})
    assert refused.status_code == 422
    assert 'value="明天"' in refused.content.decode()


def test_a_strictly_confidential_form_leaves_no_draft_on_the_phone(
    world: World, drolma: Client
) -> None:
    shown = drolma.get(f"/try/{world.subject.uid}/F-13/").content.decode()
    assert "data-draft=" not in shown
    assert "data-guard" in shown


def test_it_is_printed_as_it_stands(world: World, drolma: Client, address: str) -> None:
    drolma.post(address, {"row_version": "0", "a-aim": "陪同复查"})
    form = printed(paper(world.subject.uid), {"worker": "卓玛"}, caption="第 3 次")
    answer = hand_out("赵桂英个案", [form], "docx")
    assert answer["Cache-Control"] == "private, no-store"
    document = Document(io.BytesIO(answer.content))
    text = "".join(node.text or "" for node in document.element.body.iter())
    assert "陪同复查" in text
    assert "赵桂英、赵建军" in text
