"""A county's own indicator through the pages: written, looked at, let in by another, used, given up."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from yimi.access.tests.factories import make_actor
from yimi.audit.models import AuditEvent
from yimi.explore import previewing
from yimi.insight.actions import add_indicator, withdraw
from yimi.insight.models import IndicatorVersion, VersionState
from yimi.insight.tests.indicators import ELDERS, let_in, published

HERE = "/explore/"
LIST = "/explore/indicators/"
TYPED = {name: ELDERS[name] for name in ("title", "title_en", "definition", "definition_en", "source", "measure", "value", "unit", "filter", "cuts")} | {"time": "on:served_on"}  # fmt: skip
NEW = f"{LIST}new/?at=411623&fact=service_contact"


@pytest.fixture
def world(world, monkeypatch):
    monkeypatch.setattr(previewing, "open_snapshot", world.facts.at)
    world.people.zhao = make_actor("county_officer", "411623000000")
    return world


@pytest.fixture
def elders(world):
    return published(ELDERS, by=world.people.li, and_by=world.people.zhao)


def text_of(response):
    return response.content.decode()


def test_a_county_defines_an_indicator_and_uses_it(world):
    li, zhao = world.client(world.people.li), world.client(world.people.zhao)
    assert "fact=service_contact" in text_of(li.get(f"{LIST}new/?at=411623"))
    assert li.get(NEW).status_code == 200
    looked = li.post(NEW, TYPED | {"preview": ""})
    assert looked.status_code == 200
    assert "按下级地区" in text_of(looked)
    assert not IndicatorVersion.objects.exists()
    assert AuditEvent.objects.get(action="insight.preview_indicator").details["text"]
    made = li.post(NEW, TYPED, follow=True)
    version = IndicatorVersion.objects.get()
    assert "并非" not in text_of(made)
    assert "服务方式是入户走访" in text_of(made)
    step = reverse("explore:step_indicator", args=[version.pk, "propose"])
    assert li.post(step, {"row_version": 1}).status_code == 302
    decide = reverse("explore:decide_indicator", args=[version.pk])
    assert "核对" in text_of(zhao.get(LIST))
    assert li.post(decide, {"publish": "yes", "row_version": 2}).status_code == 403
    assert "按下级地区" in text_of(zhao.get(decide))
    assert zhao.post(decide, {"publish": "no", "row_version": 2}).status_code == 422
    assert zhao.post(decide, {"publish": "yes", "row_version": 2}).status_code == 302
    table = {"i": "L411623_01", "at": "411623", "rows": "town", "t": "2026", "cut": "domain"}
    page = text_of(li.get(HERE, table))
    assert "411623/L411623_01@1" in page
    opened = re.search(rf'href="({reverse("explore:rows")}[^"]*)"', page)
    assert li.get(opened[1].replace("&amp;", "&")).status_code == 200
    assert li.post(reverse("explore:save_view"), table | {"name": "老年妇女"}).status_code == 302
    drolma = world.client(world.people.drolma)
    assert drolma.get(f"{HERE}?i=L411623_01").status_code == 200
    assert 'href="/explore/?i=L411623_01"' in text_of(drolma.get(LIST))
    assert 'href="/explore/?i=L411623_01&amp;at=411623"' in text_of(li.get(LIST))
    for page in (HERE, reverse("insight:dictionary")):
        assert "上门见到的老年妇女人次" in text_of(drolma.get(page))


def test_the_second_sheet_says_what_was_counted_in_the_readers_language(world, elders):
    li = world.client(world.people.li)
    ask = {"i": "L411623_01,P02_persons", "at": "411623", "rows": "town", "t": "2026"}
    li.post(reverse("access:language"), {"language": "en", "next": HERE})
    with translation.override("en"):  # an export leaves its language to the thread that writes it
        content = b"".join(li.get(reverse("explore:export"), ask))
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    told = [cell for row in book.get_sheet_by_index(1).to_python() for cell in row]
    assert {"Older women met at home", ELDERS["definition_en"], "411623/L411623_01@1"} <= set(told)
    assert "Each resident once; counted anew for another period or place" in told


def test_one_given_up_is_not_offered_and_still_read(world, elders):
    li = world.client(world.people.li)
    ask = {"i": "L411623_01", "at": "411623", "rows": "town", "t": "2026"}
    before = re.findall(r'<td class="num"[^>]*>.*?</td>', text_of(li.get(HERE, ask)), re.S)
    withdraw(elders, actor=world.people.zhao, expected=3, reason="并入全国口径")
    assert 'value="L411623_01"' not in text_of(li.get(HERE))
    page = text_of(li.get(HERE, ask))
    assert re.findall(r'<td class="num"[^>]*>.*?</td>', page, re.S) == before
    assert "停用" in page


def test_what_is_refused_stands_at_its_field(world):
    li = world.client(world.people.li)
    for changes, said in (
        ({"filter": "outcom = 'met'"}, "您是不是想写“outcome”"),
        ({"filter": "resident_uid = 'p1'"}, "指的是某一个"),
        ({"unit": "户次"}, "单位是“人次”"),
        ({"title": "服务人次"}, "已经有一个叫"),
    ):
        for button in ("save", "preview"):
            page = li.post(NEW, TYPED | changes | {button: ""})
            assert page.status_code == 422
            assert said in text_of(page)
    ratio = f"{LIST}new/?at=411623&fact=ratio"
    words = {
        name: TYPED[name] for name in ("title", "title_en", "definition", "definition_en", "source")
    }
    page = li.post(ratio, words | {"of_top": "P02_persons", "of_bottom": "P04_households"})
    assert "不成比例" in text_of(page)


def test_two_colleagues_on_one_draft_see_both(world):
    li, zhao = world.client(world.people.li), world.client(world.people.zhao)
    version = add_indicator("411623", ELDERS, actor=world.people.li)
    edit = reverse("explore:edit_indicator", args=[version.pk])
    assert "上门见到的老年妇女人次" in text_of(li.get(edit))
    zhao.post(edit, TYPED | {"title": "赵写的", "row_version": 1})
    page = li.post(edit, TYPED | {"title": "李写的", "row_version": 1})
    assert page.status_code == 409
    assert {"赵写的", "李写的"} <= set(re.findall("赵写的|李写的", text_of(page)))
    assert li.post(edit, TYPED | {"title": "李写的", "row_version": 2}).status_code == 302


def test_the_field_offers_words_and_reads_the_filter_back(world):
    li = world.client(world.people.li)
    asked = {"fact": "service_contact", "at": "411623"}
    words = json.loads(li.get(reverse("explore:indicator_words"), asked).content)
    offered = {one["insert"]: one["label"] for one in words}
    assert offered["method = 'home_visit'"] == "服务方式 是“入户走访”"
    assert {"is_first_row", "unit.kind = 'station'", "any(|)", "age_on(|)"} <= set(offered)
    assert not [insert for insert in offered if insert.startswith(("birth", "region_code"))]
    check = reverse("explore:indicator_check")
    read = li.post(check, asked | {"expression": "outcome = 'met'"})
    assert "是否见到是见到" in text_of(read)
    wrong = text_of(li.post(check, asked | {"expression": "outcome = 'met'\n and sx = '2'"}))
    assert 'data-expression-go="2:6"' in wrong
    assert "第 2 行第 6 字" in wrong
    assert li.post(check, asked | {"fact": "worker'--"}).status_code == 422
    assert world.client(world.people.drolma).post(check, asked).status_code == 403


def test_a_place_names_an_indicator(world):
    li = world.client(world.people.li)
    name = f"{LIST}name/?at=411623&key=P01_person_times"
    assert li.get(name).status_code == 200
    words = {"title": "服务总人次", "title_en": "All contacts", "local_code": "SS01"}
    li.post(name, words)
    let_in(IndicatorVersion.objects.get(), by=world.people.li, and_by=world.people.zhao)
    page = text_of(li.get(LIST))
    assert "服务总人次" in page
    assert "全国叫“服务人次”" in page
    assert "服务总人次" in text_of(world.client(world.people.drolma).get(HERE))


def test_nobody_writes_for_another_place(world):
    wang, drolma = world.client(world.people.wang), world.client(world.people.drolma)
    assert wang.get(NEW).status_code == 403
    assert drolma.get(NEW).status_code == 403
    assert world.client(world.people.li).get(f"{LIST}new/?at=4116&fact=ratio").status_code == 403
    version = add_indicator("411623", ELDERS, actor=world.people.li)
    for name in ("indicator", "edit_indicator", "decide_indicator"):
        assert wang.get(reverse(f"explore:{name}", args=[version.pk])).status_code == 404
    assert drolma.get(reverse("explore:indicator", args=[version.pk])).status_code == 404


def test_steps_of_those_who_write(world):
    li = world.client(world.people.li)
    version = add_indicator("411623", ELDERS, actor=world.people.li)

    def take(name, row_version):
        return li.post(
            reverse("explore:step_indicator", args=[version.pk, name]), {"row_version": row_version}
        )

    assert take("nothing", 1).status_code == 404
    assert take("propose", "x").status_code == 409
    assert take("propose", 1).status_code == 302
    assert "您提出的" in text_of(li.get(reverse("explore:indicator", args=[version.pk])))
    assert take("take-back", 2).status_code == 302
    assert take("drop", 3).status_code == 302
    version.refresh_from_db()
    assert version.state == VersionState.DROPPED


def test_the_list_costs_the_same_with_one_indicator_and_ten(
    world, elders, django_assert_max_num_queries
):
    li = world.client(world.people.li)
    li.get(LIST)
    with django_assert_max_num_queries(14) as few:
        li.get(LIST)
    for number in range(5):
        entry = ELDERS | {"title": f"第 {number} 个"}
        published(entry, by=world.people.li, and_by=world.people.zhao)
        add_indicator("411623", ELDERS | {"title": f"草 {number}"}, actor=world.people.li)
    with django_assert_max_num_queries(14) as many:
        li.get(LIST)
    assert len(few) == len(many)
