"""The small county in which imports are measured: one station, its people, two kinds of workbook."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from django.core.management import call_command
from django.db import connection

from yimi.access.models import RoleGrant, User
from yimi.access.queries import build_actor
from yimi.bench.importing_bare import bare, ledger_checks, register_checks
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.codes.citizen_id import check_digit
from yimi.core.ids import SYSTEM_UID
from yimi.core.models import DataKey
from yimi.core.reference_data import load_all_reference
from yimi.imports.actions import check_job, receive_file, run_job
from yimi.imports.actions.steps import take_step
from yimi.imports.kinds import KINDS
from yimi.imports.models import ImportJob, JobState
from yimi.people.actions import add_residents, open_households
from yimi.people.drafts import HouseholdDraft, ResidentDraft
from yimi.regions.models import Region
from yimi.stations.models import ServedArea, ServiceUnit
from yimi.workforce.models import Placement, Worker

TOWN = "411623001000"
VILLAGES = [f"411623001{number}" for number in range(201, 221)]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "桂英秀兰建军国强志明玉珍海燕春梅德福长贵永红小花文华"
RELATIONS = (("户主", "2"), ("子", "1"), ("儿媳", "2"), ("孙女", "2"))
LEDGER = (
    "服务日期",
    "服务方式",
    "服务项目",
    "服务对象",
    "身份证号",
    "时长（分钟）",
    "社工",
    "服务内容",
)
REGISTER = (
    "户编号", "姓名", "与户主关系", "性别", "出生日期", "身份证号", "民族", "村（社区）", "住址", "联系电话", "身份类别",
)  # fmt: skip
HOUSEHOLDS = 2_000


@dataclass
class World:
    """What is measured in."""

    unit: ServiceUnit
    user: User
    people: list[tuple[str, str]]

    @property
    def actor(self) -> Actor:
        """The worker who imports."""
        return build_actor(self.user)

    def ledger(self, rows: int) -> bytes:
        """An old ledger: visits over the last three years, one in a hundred with a fault."""
        chance = random.Random(7)
        return workbook(LEDGER, self._visits(rows, chance))

    def _visits(self, rows: int, chance: random.Random) -> Iterator[Sequence[str]]:
        today = clock.today()
        for at in range(rows):
            name, number = self.people[at % len(self.people)]
            day = today - timedelta(days=at // len(self.people) * 31 + chance.randrange(30) + 1)
            minutes = "很久" if at % 100 == 99 else str(chance.randrange(20, 90))
            yield (
                day.strftime(("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d")[at % 4]), "入户走访", "探访关爱", name, number,
                minutes, "卓玛", f"量血压，提醒按时服药，聊家常。第 {at} 次登记。",
            )  # fmt: skip

    def register(self, rows: int) -> bytes:
        """A register of residents, four to a household, one in a hundred with a fault."""
        return workbook(REGISTER, self._rows(rows))

    def _rows(self, rows: int) -> Iterator[Sequence[str]]:
        chance = random.Random(11)
        for at in range(rows):
            relation, sex = RELATIONS[at % 4]
            born = date(1930 + at % 4 * 25, 1, 1) + timedelta(days=chance.randrange(6_000))
            number = id_number(born, sex, at + 50_000)
            if at % 100 == 99:
                number = number[:-1] + ("0" if number[-1] != "0" else "1")
            yield (
                f"Z{at // 4}", name_of(chance), relation, "男女"[int(sex) - 1], born.isoformat(), number, "汉族",
                f"示例{VILLAGES[at // 4 % 20][9:]}村", f"{at % 12 + 1} 组 {at % 60 + 1} 号",
                f"100{at % 10**8:08d}", "低保" if at % 9 == 0 else "",
            )  # fmt: skip

    def receive(self, content: bytes, kind: str) -> ImportJob:
        """Upload."""
        job = receive_file(
            content, actor=self.actor, kind=KINDS[kind], unit=self.unit, file_name="bench.xlsx"
        )
        take_step(job, (JobState.UPLOADED,), JobState.CHECKING)
        return job

    def check(self, job: ImportJob) -> None:
        """What the worker does after the upload."""
        check_job(job.pk)

    def write(self, job: ImportJob) -> None:
        """What the worker does after the confirmation."""
        job.refresh_from_db()
        take_step(job, (JobState.CHECKED,), JobState.RUNNING)
        run_job(job.pk)

    def bare(self, content: bytes, kind: str, folder: Path) -> int:
        """The baseline on the same file; returns the rows it stored."""
        villages = [f"示例{code[9:]}村" for code in VILLAGES]
        checks = ledger_checks(self.people) if kind == "records" else register_checks(villages)
        return bare(content, checks, folder)


def workbook(header: Sequence[str], rows: Iterator[Sequence[str]]) -> bytes:
    """An .xlsx of text cells."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"constant_memory": True})
    page = book.add_worksheet("表")
    page.write_row(0, 0, header)
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            page.write_string(at, column, value)
    book.close()
    return content.getvalue()


def id_number(born: date, sex: str, serial: int) -> str:
    """A valid number of a place code that was never issued, unique per serial as far as the digits allow."""
    place = 990_000 + serial // 500 % 10_000
    first = f"{place}{born:%Y%m%d}{serial % 500 * 2 + int(sex) % 2:03d}"
    return first + check_digit(first)


def name_of(chance: random.Random) -> str:
    """A name of two or three characters."""
    return chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2, 2))))


def build_world() -> World:
    """Tables, reference data, one station with 2,000 households and one worker; once per run."""
    if "imports_importjob" not in connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)
        load_all_reference()
    user = User.objects.filter(username="bench").first()
    return _built(user) if user else _build()


def _built(user: User) -> World:
    grant = RoleGrant.objects.get(user=user)
    return World(ServiceUnit.objects.get(pk=grant.place_key), user, [])


def _build() -> World:
    for code, name, level in (
        (TOWN, "东城街道", 4),
        *((code, f"示例{code[9:]}村", 5) for code in VILLAGES),
    ):
        Region.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "level": level,
                "edition": "bench",
                "township_class": 0 if level == 4 else None,
            },
        )
    unit = ServiceUnit.objects.create(
        region_code=TOWN, kind="station", name="示例社工站", number="BENCH-1"
    )
    start = date(2015, 1, 1)
    ServedArea.objects.create(
        unit=unit, region_prefix=TOWN[:9], starts_on=start, recorded_by=SYSTEM_UID
    )
    key = DataKey.make()
    key.save(force_insert=True)
    worker = Worker.objects.create(name="卓玛", region_code=TOWN, key=key)
    Placement.objects.create(worker=worker, unit=unit, starts_on=start, recorded_by=SYSTEM_UID)
    user = User(username="bench", name="卓玛", worker_uid=worker.pk)
    user.save(force_insert=True)
    RoleGrant.objects.create(
        user=user,
        role="worker",
        place_kind="unit",
        place_key=str(unit.pk),
        starts_on=start,
        granted_by=SYSTEM_UID,
    )
    return World(unit, user, _people(unit, build_actor(user)))


def _people(unit: ServiceUnit, actor: Actor) -> list[tuple[str, str]]:
    chance = random.Random(3)
    opened = date(2016, 1, 1)
    households = open_households(
        [HouseholdDraft(unit, VILLAGES[n % 20], opened_on=opened) for n in range(HOUSEHOLDS)],
        actor=actor,
    )
    drafts = [
        ResidentDraft(
            name_of(chance), home, "02" if at == 0 else "20", sex="1", birth_on=(born := date(1940 + at * 20, 5, 6)),
            id_number=id_number(born, "1", n * 2 + at),
        )
        for n, home in enumerate(households)
        for at in range(2)
    ]  # fmt: skip
    for start in range(0, len(drafts), 1_000):
        add_residents(drafts[start : start + 1_000], actor=actor)
    return [(draft.name, draft.id_number) for draft in drafts]
