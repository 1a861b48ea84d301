"""Staff lists and lists of certificates: in once, with their post; what is on file stays as it is."""

from __future__ import annotations

from datetime import date

import pytest

from yimi.access.queries import build_actor
from yimi.core.errors import Forbidden
from yimi.imports.actions import check_job, confirm, receive_file, run_job
from yimi.imports.actions.checking import prepare_check
from yimi.imports.kinds import KINDS
from yimi.imports.models import ImportJob
from yimi.imports.tests.conftest import demo_id, make_user, workbook
from yimi.stations.tests.factories import make_operator, make_unit
from yimi.workforce.models import Certificate, Placement, Worker

HEADER = ["姓名", "性别", "身份证号", "联系电话", "学历", "用工方式", "承接机构", "到岗时间", "岗位", "证书等级", "取证时间"]  # fmt: skip
ROWS = [
    ["李晓梅", "女", demo_id(1, "19920307"), "10000005567", "本科", "购买服务", "阳光社工服务中心", "2024-03-01", "服务岗", "中级社会工作师", "2022-10-16"],
    ["孙志强", "男", demo_id(2, "19880520", "1"), "", "大专", "直聘", "", "2025-05-06", "事务岗", "", ""],
]  # fmt: skip
CERTIFICATES = ["姓名", "身份证号码", "级别", "发证日期", "管理号"]


@pytest.fixture
def staffed(world):
    """陈站长 heads the station, 李主任 is the county's officer; 阳光社工服务中心 is a registered operator."""
    world.users["陈站长"] = make_user("陈站长", "station_head", "unit", str(world.unit.pk))
    make_operator(name="阳光社工服务中心")
    return world


def bring(world, header, rows, kind="workers", user="陈站长", write=True):
    actor = build_actor(world.users[user])
    content = workbook([header, *rows], sheet="人员")
    job = receive_file(
        content, actor=actor, kind=KINDS[kind], unit=world.unit, file_name="名单.xlsx"
    )
    prepare_check(job, actor=actor)
    check_job(job.pk)
    job = ImportJob.objects.select_related("unit", "key").get(pk=job.pk)
    if write:
        confirm(job, actor=actor)
        run_job(job.pk)
        job.refresh_from_db()
    return job


def test_workers_come_in_with_post_employer_and_certificate(staffed):
    job = bring(staffed, HEADER, ROWS)
    assert (job.state, job.counts["written"]) == ("done", 2)
    li = Worker.objects.select_related("employer").get(name="李晓梅")
    assert (li.employer.name, li.education, li.birth_on) == (
        "阳光社工服务中心", "bachelor", date(1992, 3, 7),
    )  # fmt: skip
    assert li.key.open(li.phone_sealed, field="phone", row=li.pk) == "10000005567"
    assert Certificate.objects.get(worker=li).level == "intermediate"
    post = Placement.objects.get(worker__name="孙志强")
    assert (post.unit, post.post_kind, post.starts_on) == (
        staffed.unit, "affairs", date(2025, 5, 6),
    )  # fmt: skip


def test_the_same_list_again_changes_nothing(staffed):
    bring(staffed, HEADER, ROWS)
    again = bring(staffed, HEADER, ROWS, write=False)
    assert (again.counts["fresh"], again.counts["unchanged"]) == (0, 2)
    bare = bring(staffed, ["姓名", "联系电话"], [["孙志强", ""], ["卓玛", ""]], write=False)
    assert (bare.counts["fresh"], bare.counts["unchanged"]) == (0, 2), "known by name and station"


def test_faulty_rows_come_back_and_the_others_go_in(staffed):
    rows = [
        *ROWS,
        ["周全", "男", "990101199203071228", "", "", "", "", "", "", "", ""],
        ["吴静", "", "", "", "", "", "", "", "", "中级", ""],
        ["郑好", "", "", "", "博士后", "", "", "", "", "", ""],
        ["王芳", "", "", "", "", "", "", "2099-01-01", "", "", ""],
    ]
    job = bring(staffed, HEADER, rows)
    assert job.counts["written"] == 2
    assert [fault[1:] for fault in staffed.faults(job)] == [
        ("id_number", "id_checksum"),
        ("issued_on", "certificate_incomplete"),
        ("education", "unknown_choice"),
        ("joined_on", "date_in_future"),
    ]


def test_a_county_brings_the_staff_of_its_stations_in_one_list(staffed):
    other = make_unit("411623101000", name="黄寨镇社工站")
    rows = [["李晓梅", "黄寨镇社工站"], ["孙志强", ""], ["赵一", "红花集镇社工站"]]
    job = bring(staffed, ["姓名", "站点"], rows, user="李主任")
    assert Placement.objects.get(worker__name="李晓梅").unit == other
    assert Placement.objects.get(worker__name="孙志强").unit == staffed.unit
    assert staffed.faults(job) == [(4, "station", "unknown_station")]


def test_a_plain_worker_and_the_other_countys_officer_may_not(staffed):
    staffed.users["王主任"] = make_user("王主任", "county_officer", "region", "411622")
    for who in ("卓玛", "王主任"):
        with pytest.raises(Forbidden):
            bring(staffed, HEADER, ROWS, user=who)


def test_certificates_find_their_worker_and_come_in_once(staffed):
    bring(staffed, HEADER, ROWS)
    rows = [
        ["孙志强", demo_id(2, "19880520", "1"), "助理社会工作师", "2023-10-15", "20231015001"],
        ["李晓梅", "", "社会工作师", "2022-10-16", ""],
        ["李晓梅", "", "社会工作师", "2021-10-17", ""],
        ["查无此人", "", "社会工作师", "2021-10-17", ""],
    ]
    job = bring(staffed, CERTIFICATES, rows, kind="certificates")
    assert (job.counts["written"], job.counts["unchanged"]) == (1, 1)
    assert [fault[2] for fault in staffed.faults(job)] == [
        "certificate_differs", "worker_not_found",
    ]  # fmt: skip
    again = bring(staffed, CERTIFICATES, rows[:2], kind="certificates", write=False)
    assert (again.counts["fresh"], again.counts["unchanged"]) == (0, 2)


@pytest.mark.parametrize("kind", ["workers", "certificates", "status_list"])
def test_the_template_can_be_filled_in_and_its_example_is_skipped(staffed, kind):
    from yimi.imports.headers import find_header
    from yimi.imports.reading import survey
    from yimi.imports.template_file import template_workbook

    content = template_workbook(KINDS[kind], staffed.unit)
    header = find_header(survey(content), KINDS[kind].names())
    assert set(header.fields) >= {column.field for column in KINDS[kind].columns}
