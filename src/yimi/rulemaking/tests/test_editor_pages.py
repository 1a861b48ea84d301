"""The editor as its people see it: parts as forms, wrong expressions with their place, clashes, words, answers."""

from __future__ import annotations

import tomllib

import pytest

from yimi.programmes.models import PackVersion
from yimi.programmes.tests.factories import make_version
from yimi.rulemaking.models import PackDraft
from yimi.rulemaking.tests.factories import COUNTY, make_draft, winter_text

pytestmark = pytest.mark.django_db
DRAFTS = "/rulemaking/"
OLD = "benefit:heating:condition:old_enough"
CONDITION = {"id": "old_enough", "text": "年满规定年龄", "clause": "第三条", "ask": ""}


@pytest.fixture
def row(people):
    return make_draft()


def part(row, key, tail=""):
    return f"{DRAFTS}{row.pk}/part/{key}/{tail}"


def stored(row):
    return tomllib.loads(PackDraft.objects.get(pk=row.pk).text)


def test_from_nothing_to_a_draft_and_from_what_is_in_force(people, sign_in):
    client = sign_in("li")
    empty = {"region_code": COUNTY, "begun_from": "", "title": "", "slug": "Bad Name"}
    assert client.post(f"{DRAFTS}new/", empty).status_code == 422
    client.post(f"{DRAFTS}new/", empty | {"title": "高温补贴", "slug": "hot-summer"})
    made = PackDraft.objects.get()
    assert (made.pack_id, made.author_name) == ("411623/hot-summer", "李文静")
    page = client.get(f"{DRAFTS}{made.pk}/").content.decode()
    assert "包里没有 [[benefit]]" in page
    version = make_version(winter_text())
    there = client.post(
        f"{DRAFTS}new/", {"region_code": COUNTY, "begun_from": f"version:{version.pk}"}, follow=True
    )
    assert "独居老人冬季取暖补贴" in there.content.decode()
    copied = PackDraft.objects.get(begun_from=version.name)
    assert stored(copied)["pack"]["version"] == 2
    taken = empty | {"title": "另一份", "slug": "warm-winter"}
    assert "已经有规则包" in client.post(f"{DRAFTS}new/", taken).content.decode()


def test_the_page_reads_the_draft_back_and_hands_it_in(people, sign_in, row):
    client = sign_in("li")
    page = client.get(f"{DRAFTS}{row.pk}/").content.decode()
    for words in ("年满规定年龄", "300 元", "示例", "系统这样理解", "同时满足"):
        assert words in page
    client.post(f"{DRAFTS}{row.pk}/propose/", {"row_version": 9})
    assert not PackVersion.objects.exists()
    client.post(f"{DRAFTS}{row.pk}/propose/", {"row_version": 1})
    assert PackVersion.objects.get().text == row.text
    again = client.post(f"{DRAFTS}{row.pk}/propose/", {"row_version": 2}, follow=True)
    assert "版本号要比已有的" in again.content.decode()
    client.post(f"{DRAFTS}{row.pk}/drop/", {"row_version": 2})
    assert client.get(f"{DRAFTS}{row.pk}/").status_code == 404


def test_a_condition_is_edited_and_the_rest_of_the_text_stays(people, sign_in, row):
    test = "aged(param('age'), :as_of)\r\nand sex = '2'"
    sent = CONDITION | {"test": test, "row_version": 1}
    assert sign_in("li").post(part(row, OLD), sent).status_code == 302
    assert stored(row)["benefit"][0]["condition"][0]["test"] == test.replace("\r", "")
    assert "# 取暖补贴本身" in PackDraft.objects.get().text


def test_a_wrong_expression_stays_in_its_field_with_its_place_until_one_insists(people, sign_in, row):  # fmt: skip
    client = sign_in("li")
    sent = CONDITION | {"test": "died_on is null\nand sexx = '2'", "row_version": 1}
    refused = client.post(part(row, OLD), sent)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "第 2 行第 5 字" in page
    assert "sexx = &#x27;2&#x27;" in page
    assert stored(row)["benefit"][0]["condition"][0]["test"].startswith("aged")
    client.post(part(row, OLD), sent | {"anyway": "1"})
    page = client.get(f"{DRAFTS}{row.pk}/").content.decode()
    assert "还有 1 处要改" in page
    assert part(row, OLD) in page


def test_a_clash_shows_both_and_saving_again_is_a_decision(people, sign_in, row):
    sent = CONDITION | {"test": "sex = '1'", "row_version": 1}
    sign_in("zhao").post(part(row, OLD), sent)
    mine = CONDITION | {"test": "sex = '2'", "row_version": 1}
    clash = sign_in("li").post(part(row, OLD), mine)
    assert clash.status_code == 409
    page = clash.content.decode()
    assert "赵敏 保存了这份草稿" in page
    assert "test = &quot;sex = &#x27;1&#x27;&quot;" in page
    assert "sex = &#x27;2&#x27;" in page
    sign_in("li").post(part(row, OLD), mine | {"row_version": 2})
    assert stored(row)["benefit"][0]["condition"][0]["test"] == "sex = '2'"
    whole = sign_in("li").post(f"{DRAFTS}{row.pk}/text/", {"text": winter_text(), "row_version": 1})
    assert whole.status_code == 409
    assert "李文静 保存了这份草稿" in whole.content.decode()


def test_a_part_taken_out_meanwhile_is_put_in_again_knowingly(people, sign_in, row):
    sign_in("zhao").post(part(row, OLD, "remove/"), {"row_version": 1})
    assert "condition" not in stored(row)["benefit"][0]
    mine = CONDITION | {"test": "sex = '2'", "row_version": 1}
    assert sign_in("li").post(part(row, OLD), mine).status_code == 409
    sign_in("li").post(part(row, OLD), mine | {"row_version": 2})
    assert stored(row)["benefit"][0]["condition"][0]["id"] == "old_enough"


def test_every_kind_of_part_is_added_as_its_form_says(people, sign_in, row):
    client, version = sign_in("li"), 1

    def add(kind, under="", **sent):
        nonlocal version
        address = f"{DRAFTS}{row.pk}/add/{kind}/" + (f"?under={under}" if under else "")
        assert client.get(address).status_code == 200
        answer = client.post(address, sent | {"row_version": version})
        assert answer.status_code == 302, answer.content.decode()
        version += 1

    add("choice", id="alone", question="同村算不算独居？", answer="算", why="原文没有写")
    add("parameter", id="months", title="居住月数", value_kind="int", unset="on")
    add("parameter.value", "parameter:amount_fen", region="411623001000", source="通知", amount="360.5", **{"from": "2023-12-01"})  # fmt: skip
    add("parameter.value", "parameter:months", region="national", source="废止", repealed="on", **{"from": "2024-01-01"})  # fmt: skip
    add("condition", **CONDITION | {"id": "woman", "test": "sex = '2'"})
    add(
        "benefit", id="coal", title="燃煤补贴", title_en="Coal", clause="第五条", subject="resident", needs=["alive", "woman"],
        amount_fen="param('amount_fen')", frequency="every_months", every="12", evidence="身份证\n户口簿", claims_outlast="on",
        claim_until="add_months(:as_of, 3)",
    )  # fmt: skip
    add("benefit.condition", "benefit:coal", **CONDITION | {"test": "status('elder_alone')"})
    add("benefit.relation", "benefit:coal", relation="choose_higher", others=["heating"], clause="第六条", text="就高")  # fmt: skip
    client.post(part(row, "codes"), {"entries": "dibao = 低保\nwubao = 五保", "row_version": version})  # fmt: skip
    head = {
        "title": "新名称", "title_en": "New", "issuers": "甲局\n乙局", "source": "新办法", "in_force_from": "2024-01-01", "version": 2,
    }  # fmt: skip
    client.post(part(row, "pack"), head | {"row_version": version + 1})
    content = stored(row)
    assert [one["amount"] for one in content["parameter"][1]["value"]] == [30000, 36050]
    assert content["parameter"][2]["value"][0]["repealed"] is True
    assert content["parameter"][2]["unset"] == "unknown"
    coal = content["benefit"][1]
    assert coal["frequency"] == {"kind": "every_months", "every": 12}
    assert (coal["evidence"], coal["needs"]) == (["身份证", "户口簿"], ["alive", "woman"])
    assert coal["relation"][0]["with"] == ["heating"]
    assert content["codes"] == {"dibao": "低保", "wubao": "五保"}
    assert content["pack"]["issuers"] == ["甲局", "乙局"]
    page = client.get(f"{DRAFTS}{row.pk}/").content.decode()
    assert "处要改" not in page
    for key in ("benefit:coal", "benefit:coal:relation:0", "parameter:amount_fen:value:1", "choice:alone"):  # fmt: skip
        opened = client.get(part(row, key))
        assert opened.status_code == 200
    assert 'value="360.5' in client.get(part(row, "parameter:amount_fen:value:1")).content.decode()


def test_what_is_no_part_is_not_found(people, sign_in, row):
    client = sign_in("li")
    for key in ("benefit:none", "x:y", "benefit:none:condition:a", "a:b:c"):
        assert client.get(part(row, key)).status_code == 404
    assert client.post(part(row, "pack", "remove/"), {"row_version": 1}).status_code == 404
    assert client.get(f"{DRAFTS}{row.pk}/add/benefit.condition/").status_code == 404
    assert client.get(f"{DRAFTS}{row.pk}/add/nonsense/").status_code == 404


def test_the_whole_text_is_edited_and_what_is_no_toml_is_refused(people, sign_in, row):
    client = sign_in("li")
    wrong = client.post(f"{DRAFTS}{row.pk}/text/", {"text": "[pack]\nid = \n", "row_version": 1})
    assert wrong.status_code == 422
    assert "第 2 行第 6 字" in wrong.content.decode()
    text = winter_text(title="改过的名称")
    client.post(f"{DRAFTS}{row.pk}/text/", {"text": text.replace("\n", "\r\n"), "row_version": 1})
    row.refresh_from_db()
    assert (row.text, row.title) == (text, "改过的名称")


def test_words_come_from_the_dictionary_the_codes_and_the_draft(people, sign_in, row):
    words = sign_in("li").get(f"{DRAFTS}{row.pk}/words/", {"kind": "benefit.condition", "part": OLD}).json()  # fmt: skip
    found = {word["insert"]: word for word in words}
    assert found["status('dibao')"]["label"] == "低保对象"
    assert found["sex = '2'"]["label"] == "女"
    assert found["param('age')"]["label"] == "起始年龄"
    assert found["(died_on is null or died_on > :as_of)"]["label"] == "健在"
    assert {word["kind"] for word in words} >= {"column", "code", "function", "keyword", "child", "condition"}  # fmt: skip
    workers = sign_in("li").get(f"{DRAFTS}{row.pk}/words/", {"subject": "worker"}).json()
    assert "certified" in {word["insert"] for word in workers}


def test_an_expression_is_answered_in_words_with_its_count_or_its_fault(people, facts, sign_in, row):  # fmt: skip
    address = f"{DRAFTS}{row.pk}/check/?kind=benefit.condition&part={OLD}&field=test"
    right = sign_in("li").post(address, {"expression": "sex = '2'"}).content.decode()
    assert "性别是女" in right
    assert "人符合" in right
    wrong = sign_in("li").post(address, {"expression": "sexx = '2'"}).content.decode()
    assert 'data-expression-go="1:1"' in wrong
    assert "您是不是想写“sex”" in wrong
    money = f"{DRAFTS}{row.pk}/check/?kind=benefit&part=benefit:heating&field=amount_fen"
    assert "整个表达式" in sign_in("li").post(money, {"expression": "sex = '2'"}).content.decode()
    assert sign_in("li").post(f"{DRAFTS}{row.pk}/check/?kind=pack&field=test").status_code == 404
    told = sign_in("li").get(f"{DRAFTS}{row.pk}/reach/").content.decode()
    assert "取暖补贴" in told
    assert "约" in told


@pytest.mark.parametrize("path", ["", "text/", "words/", "reach/", f"part/{OLD}/"])
def test_a_strangers_draft_is_not_there(people, sign_in, row, path):
    assert sign_in("wang").get(f"{DRAFTS}{row.pk}/{path}").status_code == 404
    assert sign_in("drolma").get(f"{DRAFTS}{row.pk}/{path}").status_code == 403


def test_a_list_costs_the_same_with_three_drafts_and_thirty(people, sign_in, django_assert_num_queries):  # fmt: skip
    client = sign_in("li")
    for number in range(3):
        make_draft(winter_text(title=f"第{number}份"))
    client.get(DRAFTS)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(DRAFTS)
    for _number in range(27):
        make_draft()
    with django_assert_num_queries(len(few)):
        assert client.get(DRAFTS).content.decode().count('class="row"') == 30


def test_the_editor_reads_in_english(people, sign_in, row):
    english = {"accept-language": "en"}
    page = sign_in("li").get(f"{DRAFTS}{row.pk}/", headers=english).content.decode()
    assert "Hand in for a colleague to check" in page
    page = sign_in("li").get(part(row, "benefit:heating"), headers=english).content.decode()
    assert "How often" in page
