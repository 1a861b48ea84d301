"""A station that serves two villages, a user for each of three people, and workbooks made on the spot."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from yimi.access.models import RoleGrant, User
from yimi.access.queries import build_actor
from yimi.core.actor import Actor
from yimi.core.codes.citizen_id import check_digit
from yimi.core.ids import SYSTEM_UID
from yimi.imports.actions import check_job, confirm, receive_file, run_job, start_check
from yimi.imports.kinds import KINDS
from yimi.imports.models import ImportJob, RowFault
from yimi.regions.tests.factories import make_region
from yimi.stations.models import ServiceUnit
from yimi.stations.tests.factories import DONGCHENG, HONGHUAJI, make_unit
from yimi.workforce.models import Worker
from yimi.workforce.tests.factories import make_placement, make_worker

HEADER = [
    "户编号",
    "姓名",
    "与户主关系",
    "性别",
    "出生日期",
    "身份证号",
    "民族",
    "村（社区）",
    "住址",
    "联系电话",
    "身份类别",
]
LEDGER = [
    "服务日期",
    "服务方式",
    "服务项目",
    "服务对象",
    "时长（分钟）",
    "人数",
    "社工",
    "服务内容",
]


def demo_id(serial: int, birth: str = "19440506", sex: str = "2") -> str:
    """A valid number that was never issued; ``serial`` up to 99 per birthday and sex."""
    order = serial * 10 + (1 if sex == "1" else 2)
    first = f"990101{birth}{order % 1000:03d}"
    return first + check_digit(first)


def family(key: str = "1", village: str = "邓东村", serial: int = 1) -> list[list[Any]]:
    """Two rows: an old woman and her son."""
    return [
        [key, "赵桂英", "户主", "女", "1944-05-06", demo_id(serial), "汉族", village, "三组 18 号", "10000005567", "低保"],
        [key, "赵建军", "子", "男", "1972-03-01", demo_id(serial, "19720301", "1"), "汉", village, "", "", ""],
    ]  # fmt: skip


def workbook(
    rows: Sequence[Sequence[Any]],
    *,
    sheet: str = "花名册",
    merges: Sequence[tuple[int, int, int, int]] = (),
) -> bytes:
    """The rows as an .xlsx; numbers stay numbers, dates dates. ``merges``: first row, first column, last row, last column."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet(sheet)
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(at, column, value)
            else:
                page.write(at, column, value)
    for span in merges:
        page.merge_range(*span, rows[span[0]][span[1]])
    book.close()
    return content.getvalue()


def make_user(username: str, role: str, kind: str, key: str, worker: Worker | None = None) -> User:
    """An account with one role at one place."""
    user = User(username=username, name=username, worker_uid=worker.pk if worker else None)
    user.set_unusable_password()
    user.save(force_insert=True)
    RoleGrant.objects.create(
        user=user,
        role=role,
        place_kind=kind,
        place_key=key,
        starts_on=date(2020, 1, 1),
        granted_by=SYSTEM_UID,
    )
    return user


@dataclass
class World:
    """What the tests of this room stand on."""

    unit: ServiceUnit
    elsewhere: ServiceUnit
    worker: Worker
    users: dict[str, User]

    @property
    def drolma(self) -> Actor:
        return build_actor(self.users["卓玛"])

    @property
    def li(self) -> Actor:
        return build_actor(self.users["李主任"])

    @property
    def wang(self) -> Actor:
        return build_actor(self.users["王强"])

    def receive(
        self, content: bytes, kind: str = "households", name: str = "花名册.xlsx"
    ) -> ImportJob:
        return receive_file(
            content, actor=self.drolma, kind=KINDS[kind], unit=self.unit, file_name=name
        )

    def check(
        self, content: bytes, kind: str = "households", name: str = "花名册.xlsx"
    ) -> ImportJob:
        """Upload and check."""
        job = self.receive(content, kind, name)
        start_check(job, actor=self.drolma)
        if job.state == "checking":
            check_job(job.pk)
        return ImportJob.objects.select_related("unit", "key").get(pk=job.pk)

    def run(self, content: bytes, kind: str = "households", name: str = "花名册.xlsx") -> ImportJob:
        """Upload, check, confirm and write."""
        job = self.check(content, kind, name)
        confirm(job, actor=self.drolma)
        run_job(job.pk)
        return ImportJob.objects.select_related("unit", "key").get(pk=job.pk)

    def faults(self, job: ImportJob) -> list[tuple[int, str, str]]:
        """(row, field, problem) of the job."""
        return list(
            RowFault.objects.filter(job=job)
            .order_by("row", "id")
            .values_list("row", "field", "problem")
        )


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path):
    """Each test keeps its sealed files apart."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def world(db: None) -> World:
    """Drolma works at 东城街道's station, Li is officer of its county, Wang works in 西华县."""
    make_region(DONGCHENG, "东城街道")
    make_region("411623001201", "邓东村委会")
    make_region("411623001202", "邓西村委会")
    make_region("411622101201", "红花集村委会")
    make_region("411623101201", "黄寨村委会")
    unit, elsewhere = make_unit(DONGCHENG), make_unit(HONGHUAJI)
    worker, other = make_worker("卓玛"), make_worker("王强")
    make_placement(worker, unit, starts_on=date(1990, 1, 1))
    make_placement(other, elsewhere, starts_on=date(1990, 1, 1))
    users = {
        "卓玛": make_user("卓玛", "worker", "unit", str(unit.pk), worker),
        "李主任": make_user("李主任", "county_officer", "region", "411623"),
        "王强": make_user("王强", "worker", "unit", str(elsewhere.pk), other),
    }
    return World(unit, elsewhere, worker, users)
