"""Every page as the people see it; lists cost the same with three rows and thirty."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from yimi.audit.models import AuditEvent
from yimi.demo.writing.incentives import OWN_PACK
from yimi.programmes.actions import reverse_claim
from yimi.programmes.models import BankAccount, Claim, Honour, ListState, PaymentList
from yimi.programmes.rules.states import State
from yimi.programmes.tests.factories import (
    CERTIFICATE,
    make_account,
    make_claim,
    make_payee,
    make_version,
)
from yimi.programmes.tests.helpers import answer, apply, fresh, pay, send, walk
from yimi.workforce.tests.factories import make_placement, make_worker

pytestmark = pytest.mark.django_db
MINE, CLAIMS, LISTS = "/programmes/mine/", "/programmes/", "/programmes/lists/"


@pytest.fixture
def sign_in(client, people):
    def signed(name):
        client.force_login(getattr(people.users, name))
        return client

    return signed


def photo():
    from io import BytesIO

    content = BytesIO()
    Image.new("RGB", (30, 30), "white").save(content, "JPEG")
    return SimpleUploadedFile("a.jpg", content.getvalue(), "image/jpeg")


def test_my_page_says_what_i_may_claim_and_by_when(people, sign_in):
    page = sign_in("drolma").get(MINE).content.decode()
    assert "考证扶持资金 · 助理社会工作师" in page
    assert "500 元" in page
    assert "2025 年 3 月 1 日" in page
    assert "还没有登记，批准以后没有账户发不出去" in page
    assert "¥500" in sign_in("drolma").get(MINE, headers={"accept-language": "en"}).content.decode()


def test_without_a_staff_file_my_page_says_what_to_do(people, sign_in):
    people.users.tashi.worker_uid = None
    people.users.tashi.save(update_fields=["worker_uid"])
    assert "还没有连上社工档案" in sign_in("tashi").get(MINE).content.decode()
    assert sign_in("tashi").get(reverse("programmes:account")).status_code == 302


def test_from_my_page_to_a_claim_with_a_photo(people, sign_in):
    client = sign_in("drolma")
    address = reverse(
        "programmes:apply", args=[people.version.pk, "certificate", people.certificate.pk]
    )
    assert "近三年没有违法" in client.get(address).content.decode()
    there = client.post(address, follow=True)
    claim = Claim.objects.get()
    assert "申请已提交" in there.content.decode()
    again = client.post(address)
    assert again.status_code in {409, 422}
    papers = reverse("programmes:hand_in", args=[claim.pk])
    client.post(papers, {"kind": "在岗证明", "file": photo()})
    paper = claim.evidence.get()
    assert client.get(reverse("programmes:my_evidence", args=[paper.pk])).content[:2] == b"\xff\xd8"
    refused = client.post(
        papers, {"kind": "在岗证明", "file": SimpleUploadedFile("a.txt", b"abc")}, follow=True
    )
    assert "文件没有收下" in refused.content.decode()
    assert AuditEvent.objects.filter(action="programmes.view_evidence").count() == 1


def test_a_colleague_and_another_county_see_nothing_of_it(people, sign_in):
    claim = apply(people)
    assert sign_in("tashi").get(reverse("programmes:my_claim", args=[claim.pk])).status_code == 404
    assert sign_in("wang").get(reverse("programmes:claim", args=[claim.pk])).status_code == 404
    assert sign_in("drolma").get(reverse("programmes:claim", args=[claim.pk])).status_code == 403


def test_town_county_and_city_take_their_steps_on_pages(people, sign_in):
    claim = apply(people)
    page = reverse("programmes:claim", args=[claim.pk])
    client = sign_in("zhou")
    for kind in ("职业资格证书", "在岗证明", "守法执业承诺书"):
        client.post(reverse("programmes:seen", args=[claim.pk]), {"kind": kind})
    steps = [("zhou", "check", "complete"), ("li", "check", "check"), ("chen", "decide", "approve")]
    for name, door, step in steps:
        client = sign_in(name)
        address = reverse(f"programmes:{door}", args=[claim.pk, step])
        assert address in client.get(page).content.decode()
        assert client.get(address).status_code == 200
        version = fresh(claim).row_version
        assert client.post(address, {"row_version": version, "note": ""}).status_code == 302
    assert fresh(claim).state == State.APPROVED


def test_a_stale_page_does_not_decide(people, sign_in):
    claim = walk(people, apply(people), until=State.CHECKED)
    address = reverse("programmes:decide", args=[claim.pk, "approve"])
    seen = fresh(claim).row_version
    assert sign_in("chen").post(address, {"row_version": seen}).status_code == 302
    assert sign_in("sun").post(address, {"row_version": seen}).status_code == 409


def test_my_account_is_saved_sealed_and_never_shown(people, sign_in):
    client = sign_in("drolma")
    data = {"bank": "荆州示例银行", "holder": "卓玛", "number": "6200 0099 0000 0000 001"}
    client.post(reverse("programmes:account"), data)
    assert BankAccount.objects.count() == 1
    for address in (MINE, reverse("programmes:account")):
        assert "6200009900000000001" not in client.get(address).content.decode()
    bad = client.post(reverse("programmes:account"), {**data, "number": "工行卡"})
    assert "账号只写数字" in bad.content.decode()


def test_a_list_from_preparing_to_reconciling_on_pages(people, sign_in):
    claim = make_claim(people.worker, people.version, state=State.APPROVED)
    make_account(claim.payee)
    client = sign_in("chen")
    data = {"benefit": f"421000000000|{CERTIFICATE}", "title": "2024 年第一批"}
    client.post(reverse("programmes:new_list"), data)
    made = PaymentList.objects.get()
    place = [made.pk]

    def step(name, route, *args, **extra):
        made.refresh_from_db()
        there = sign_in(name).post(
            reverse(f"programmes:{route}", args=[*place, *args]),
            {"row_version": made.row_version, **extra},
        )
        assert there.status_code == 302, there.content.decode()

    step("sun", "approve_list")
    step("chen", "prepare_step", "post", posted_from="2024-05-20")
    step("qian", "send_list")
    wall = (
        sign_in("chen").get(reverse("programmes:posting", args=[*place, "page"])).content.decode()
    )
    assert "卓玛" in wall
    assert "解放路站" in wall
    assert "共 1 人次，合计 500.00 元" in wall
    word = sign_in("chen").get(reverse("programmes:posting", args=[*place, "docx"]))
    assert word.content[:2] == b"PK"
    accounts = reverse("programmes:accounts", args=place)
    assert sign_in("chen").post(accounts).status_code == 403
    assert sign_in("qian").post(accounts)["Cache-Control"] == "private, no-store"
    content = answer(made, {claim.number: "成功"}) + "\nSQ999,1.00,成功,2024-06-03,".encode()
    reconcile = reverse("programmes:reconcile", args=place)
    page = sign_in("qian").post(reconcile, {"file": SimpleUploadedFile("f.csv", content)})
    assert "这张发放表里没有这个申请编号" in page.content.decode()
    made.refresh_from_db()
    assert made.state == ListState.RECONCILED
    assert "6 月 3 日发放" in sign_in("drolma").get(MINE).content.decode()
    for name in ("chen", "qian", "sun"):
        page = sign_in(name).get(reverse("programmes:list", args=place)).content.decode()
        assert "6200009900000000001" not in page


def test_the_county_keeps_facts_and_claims_for_a_worker(people, sign_in):
    client = sign_in("li")
    assert "卓玛" in client.get(reverse("programmes:workers"), {"q": "卓"}).content.decode()
    new = reverse("programmes:new_fact", args=[people.worker.pk, "honour"])
    data = {
        "kind": "other", "title": "全国优秀社工", "level": "national", "given_by": "civil_affairs",
        "to_individual": "yes", "awarded_on": "2024-05-05",
    }  # fmt: skip
    client.post(new, data)
    honour = Honour.objects.get()
    assert honour.to_individual is True
    page = client.get(reverse("programmes:worker", args=[people.worker.pk])).content.decode()
    assert "8,000 元" in page
    address = reverse(
        "programmes:apply_for", args=[people.worker.pk, people.version.pk, "honour", honour.pk]
    )
    client.post(address, {"claimed_on": "2024-06-01"})
    assert Claim.objects.get().amount_fen == 800000
    for kind, values in {
        "conduct": {"checked_on": "2024-06-01"},
        "background": {"field": "youth", "social_work_degree": "no"},
        "exam_cost": {"exam_year": 2023, "kind": "fee", "yuan": "120.50", "spent_on": "2023-05-01"},
    }.items():
        there = client.post(reverse("programmes:new_fact", args=[people.worker.pk, kind]), values)
        assert there.status_code == 302, kind
    client.post(reverse("programmes:drop_fact", args=["honour", honour.pk]), {"reason": "写错了"})
    assert not Honour.objects.current().exists()


def test_joining_two_files_on_a_page(people, sign_in):
    second = make_worker("卓玛", region_code="421003000000")
    client = sign_in("chen")
    address = reverse("programmes:join", args=[people.worker.pk])
    assert str(second.pk) in client.get(address).content.decode()
    page = client.post(address, {"other": second.pk, "reason": "核对了身份证原件"}, follow=True)
    assert "已算作同一个人" in page.content.decode()


def test_an_appeal_on_pages(people, sign_in):
    claim = walk(people, apply(people), until=State.COMPLETE)
    refuse = reverse("programmes:decide", args=[claim.pk, "refuse"])
    sign_in("chen").post(refuse, {"row_version": fresh(claim).row_version, "note": "证明不清"})
    appeal = reverse("programmes:my_step", args=[claim.pk, "appeal"])
    sign_in("drolma").post(appeal, {"text": "证明盖了章"})
    respond = reverse("programmes:answer", args=[claim.pk])
    assert "证明盖了章" in sign_in("sun").get(respond).content.decode()
    sign_in("sun").post(respond, {"upheld": "yes", "answer": "重新受理"})
    assert Claim.objects.filter(state=State.APPLIED).count() == 1


def test_a_pack_is_read_in_chinese_and_let_in_by_a_second_person(people, sign_in):
    from yimi.programmes.tests.test_packs import second_version

    page = sign_in("drolma").get(reverse("programmes:pack", args=[people.version.pk]))
    assert "金额（分）" in page.content.decode()
    made = sign_in("chen").post(reverse("programmes:new_pack"), {"text": second_version()})
    address = made["Location"]
    assert "要由另一位同事核对" in sign_in("chen").get(address).content.decode()
    decide = address + "decide/"
    mine = sign_in("chen").post(decide, {"publish": "yes", "row_version": 1})
    assert mine.status_code == 403
    assert sign_in("sun").post(decide, {"publish": "yes", "row_version": 1}).status_code == 302
    assert "第" in sign_in("sun").get(address).content.decode()
    repealed = sign_in("sun").post(
        address + "repeal/", {"row_version": 2, "repealed_on": "2024-07-01", "reason": "新办法"}
    )
    assert repealed.status_code == 302
    bad = sign_in("chen").post(reverse("programmes:new_pack"), {"text": "不是规则"})
    assert bad.status_code == 422


def grow(people, count):
    make_claim(people.other, people.version, state=State.PAID, region_code=people.unit.region_code)
    for number in range(count):
        worker = make_worker(f"社工{number}", region_code="421002000000")
        make_placement(worker, people.unit)
        make_claim(
            worker, people.version, state=State.APPROVED, region_code=people.unit.region_code
        )
        make_account(make_payee(worker))


@pytest.mark.parametrize("name, address", [("li", CLAIMS), ("chen", LISTS), ("drolma", MINE)])
def test_lists_cost_the_same_with_three_rows_and_thirty(
    people, sign_in, name, address, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    grow(people, 3)
    client = sign_in(name)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(27):
        worker = make_worker(f"更多{number}", region_code="421002000000")
        make_claim(worker, people.version, state=State.PAID, region_code=people.unit.region_code)
    for number in range(10):
        Honour.objects.create(
            worker=people.worker, title=f"荣誉{number}", level="city", awarded_on=date(2024, 1, 1),
            recorded_by=people.li.uid,
        )  # fmt: skip
    with django_assert_num_queries(len(few)):
        client.get(address)


def test_a_sent_list_costs_the_same_for_more_people(people, sign_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    grow(people, 2)
    first = send(people)
    client = sign_in("qian")
    client.get(reverse("programmes:list", args=[first.pk]))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("programmes:list", args=[first.pk]))
    for number in range(12):
        worker = make_worker(f"更多{number}", region_code="421002000000")
        make_account(make_payee(worker))
        make_claim(worker, people.version, state=State.APPROVED)
    second = send(people)
    with django_assert_num_queries(len(few)):
        client.get(reverse("programmes:list", args=[second.pk]))


def test_money_that_came_back_is_noted_on_a_page(people, sign_in):
    claim = pay(people, walk(people, apply(people)))
    reverse_claim(claim, actor=people.chen, expected=claim.row_version, reason="不符合条件")
    page = f"/programmes/claims/{claim.pk}/"
    office = sign_in("chen")
    assert "应收回" in office.get(page).content.decode()
    assert office.post(f"{page}returned/", {"returned_on": "2099-01-01"}).status_code == 422
    assert office.post(f"{page}returned/", {"returned_on": "2024-06-03"}).status_code == 302
    assert "已收回" in office.get(page).content.decode()
    assert office.get(f"{page}returned/").status_code == 404


def test_a_benefit_by_the_month_is_claimed_for_several_months_at_once(people, sign_in):
    text = (
        OWN_PACK.read_text("utf-8").replace("411623", "421002").replace("2025-01-01", "2024-01-01")
    )
    version = make_version(text)
    payee = make_payee(people.worker)
    address = f"/programmes/mine/apply/{version.pk}/allowance/{payee.pk}/"
    me = sign_in("drolma")
    shown = me.get(address).content.decode()
    assert "2024-06" in shown
    assert "2024-01" in shown
    assert "2023-12" not in shown
    assert me.post(address, {}).status_code == 422
    assert me.post(address, {"months": ["2024-06", "2024-05", "2024-04"]}).status_code == 302
    made = Claim.objects.filter(benefit="421002/worker-incentives/allowance")
    assert sorted(made.values_list("slot", flat=True)) == ["2024-04", "2024-05", "2024-06"]
    assert {claim.amount_fen for claim in made} == {20000}
