"""The list of forms, trying one out, blank copies; questions that a place adds."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from yimi.access.tests.factories import make_user
from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Forbidden, Invalid
from yimi.forms.actions import NewLocalField, add_local_field, end_local_field
from yimi.forms.definitions import definition
from yimi.forms.errors import FieldHasEnded
from yimi.forms.models import LocalField
from yimi.forms.printing import fonts
from yimi.forms.tests.conftest import World
from yimi.forms.tests.factories import make_local_field

COUNTY, OTHER = "411623000000", "411622000000"


def client_of(role: str, place: Any) -> Client:
    client = Client()
    client.force_login(make_user(role, place, region_code=COUNTY))
    return client


@pytest.fixture
def drolma(world: World) -> Client:
    return client_of("worker", world.unit)


@pytest.fixture
def li(world: World) -> Client:
    return client_of("county_officer", COUNTY)


@pytest.fixture
def wang(world: World) -> Client:
    return client_of("county_officer", OTHER)


def new_field(**changes: Any) -> NewLocalField:
    fields: dict[str, Any] = {
        "region_code": COUNTY,
        "form_code": "F-01",
        "label": "是否脱贫户",
        "kind": "yes_no",
        "starts_on": clock.today(),
    }
    return NewLocalField(**(fields | changes))


def test_the_list_offers_every_form_and_its_blank_copies(drolma: Client) -> None:
    page = drolma.get(reverse("forms:list")).content.decode()
    assert page.count("空白表，Word") == 23
    assert "本地栏目" not in page


def test_a_blank_copy_carries_the_questions_of_the_place(world: World, drolma: Client) -> None:
    make_local_field(label="是否脱贫户")
    answer = drolma.get(reverse("forms:blank", args=["F-01", "docx"]))
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    paper = Document(io.BytesIO(answer.content))
    assert "是否脱贫户" in "".join(node.text or "" for node in paper.element.body.iter())


def test_a_pdf_without_a_font_is_refused_in_words(
    drolma: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "families", frozenset)
    answer = drolma.get(reverse("forms:blank", args=["F-01", "pdf"]))
    assert answer.status_code == 503
    assert "fonts-noto-cjk" in answer.content.decode()


@pytest.mark.parametrize("args", [["F-99", "docx"], ["F-01", "exe"]])
def test_what_does_not_exist_is_not_found(drolma: Client, args: list[str]) -> None:
    assert drolma.get(reverse("forms:blank", args=args)).status_code == 404


def test_trying_a_form_out_saves_nothing_and_warns(drolma: Client) -> None:
    address = reverse("forms:preview", args=["F-05"])
    assert drolma.get(address).status_code == 200
    tried = drolma.post(address, {"a-aim": "了解近况"})
    assert tried.status_code == 200
    assert "没有保存" in tried.content.decode()
    assert "服务过程" in tried.content.decode()
    wrong = drolma.post(address, {"a-next_on": "明天"})
    assert wrong.status_code == 422
    assert 'value="明天"' in wrong.content.decode()
    more = drolma.post(address, {"add_row": "goal_progress", "a-goal_progress-rows": "2"})
    assert more.status_code == 200
    assert 'name="a-goal_progress-2-goal"' in more.content.decode()


def test_an_officer_adds_a_question_and_ends_it(world: World, li: Client) -> None:
    today = clock.today().isoformat()
    added = li.post(
        reverse("forms:new_local_field") + "?form=F-01",
        {
            "label": "厕所类型", "kind": "choice", "options": "旱厕\n水冲厕\n", "help": "看现场",
            "section": "person", "region_code": COUNTY, "starts_on": today, "is_required": "on",
        },
    )  # fmt: skip
    assert added.status_code == 302, added.content.decode()
    row = LocalField.objects.get()
    field = definition("F-01", region_code=world.unit.region_code).field(row.key)
    assert field is not None
    assert (field.label, field.help, field.required) == ("厕所类型", "看现场", True)
    assert field.choices == [("1", "旱厕"), ("2", "水冲厕")]
    assert "厕所类型" in li.get(reverse("forms:local_fields")).content.decode()
    assert "厕所类型" in li.get(reverse("forms:preview", args=["F-01"])).content.decode()
    ended = li.post(reverse("forms:end_local_field", args=[row.pk]), {"ends_on": today})
    assert ended.status_code == 302
    tomorrow = clock.today() + timedelta(days=1)
    later = definition("F-01", region_code=world.unit.region_code, on=tomorrow)
    assert later.field(row.key) is None
    assert AuditEvent.objects.filter(action__startswith="forms.local_field").count() == 2


def test_a_stranger_does_not_find_it_and_a_worker_may_not(
    world: World, wang: Client, drolma: Client
) -> None:
    row = make_local_field()
    address = reverse("forms:end_local_field", args=[row.pk])
    assert wang.post(address, {"ends_on": "2026-01-01"}).status_code == 404
    assert drolma.post(address, {"ends_on": "2026-01-01"}).status_code == 403
    assert row.label not in wang.get(reverse("forms:local_fields")).content.decode()
    with pytest.raises(Forbidden):
        add_local_field(new_field(), actor=world.wang)
    with pytest.raises(Forbidden):
        end_local_field(row, actor=world.wang, ends_on=clock.today())
    row.refresh_from_db()
    assert row.superseded_at is None


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"label": "  "}, "label"),
        ({"label": "求助的问题"}, "label"),
        ({"kind": "table"}, "kind"),
        ({"kind": "choice", "options": ("一个",)}, "options"),
        ({"kind": "choice", "options": ("甲", "甲")}, "options"),
        ({"kind": "choice", "options": ("甲", "乙" * 41)}, "options"),
        ({"options": ("甲", "乙")}, "options"),
        ({"section": "nowhere"}, "section"),
        ({"help": "长" * 201}, "help"),
        ({"ends_on": clock.today() - timedelta(days=9)}, "ends_on"),
        ({"region_code": "411623999999"}, "region_code"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    world: World, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        add_local_field(new_field(**changes), actor=world.li)
    assert list(refusal.value.fields) == [field]


def test_an_ended_question_does_not_end_twice(world: World) -> None:
    row = add_local_field(new_field(), actor=world.li)
    with pytest.raises(Invalid):
        end_local_field(row, actor=world.li, ends_on=row.starts_on - timedelta(days=1))
    ended = end_local_field(row, actor=world.li, ends_on=clock.today())
    with pytest.raises(FieldHasEnded):
        end_local_field(ended, actor=world.li, ends_on=clock.today())
    with pytest.raises(FieldHasEnded):
        end_local_field(row, actor=world.li, ends_on=clock.today())


def test_the_list_costs_the_same_with_3_rows_and_30(
    li: Client, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    address = reverse("forms:local_fields")
    for _n in range(3):
        make_local_field()
    li.get(address)  # the first request also reads what the session keeps
    # 6: session, user, grants, the fields, their places, the menu
    with django_assert_max_num_queries(7) as three:
        li.get(address)
    for _n in range(27):
        make_local_field()
    with django_assert_num_queries(len(three)):
        li.get(address)


def test_an_officer_sees_a_form_as_a_township_below_has_it(
    world: World, li: Client, drolma: Client
) -> None:
    make_local_field(region_code="411623101000", label="黄寨才问")
    address = reverse("forms:preview", args=["F-01"]) + "?place=411623101000"
    assert "黄寨才问" in li.get(address).content.decode()
    for client, place in (
        (drolma, "411623101000"),
        (li, "520603001000"),
        (li, "x"),
        (li, "４" * 12),
    ):
        page = client.get(reverse("forms:preview", args=["F-01"]), {"place": place})
        assert page.status_code == 200
        assert "黄寨才问" not in page.content.decode()
