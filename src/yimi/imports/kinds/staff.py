"""Staff on file, for lists about them: who a row means, which station it names, what a certificate cell says."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.utils.translation import override

from yimi.core.actor import Actor
from yimi.core.codes.citizen_id import CitizenId
from yimi.imports.cells import Parser
from yimi.imports.faults import CellRefused, Problem
from yimi.stations.models import ServiceUnit
from yimi.workforce.access import EDIT, units_with
from yimi.workforce.actions.staff_file import id_digest
from yimi.workforce.models import (
    Certificate,
    CertificateLevel,
    Education,
    EmploymentMode,
    Placement,
    PostKind,
    Worker,
)

#: What staff lists write for the national certificate's levels, beside the official names.
_LEVELS = {
    "助理": "assistant", "初级": "assistant", "助理社工师": "assistant", "初级社工师": "assistant", "助理社会工作者": "assistant",
    "中级": "intermediate", "社工师": "intermediate", "中级社工师": "intermediate", "中级社会工作师": "intermediate",
    "高级": "senior", "高级社工师": "senior",
}  # fmt: skip
_EDUCATION = {
    "初中": "junior_high", "小学": "junior_high", "高中": "senior_high", "中专": "senior_high", "职高": "senior_high",
    "专科": "college", "大学专科": "college", "大学": "bachelor", "大学本科": "bachelor", "研究生": "master",
    "硕士": "master", "硕士研究生": "master", "博士": "master",
}  # fmt: skip
_MODES = {
    "直聘": "direct", "合同制": "direct", "购买": "purchased", "政府购买": "purchased", "派遣": "dispatched",
    "公益岗": "public_welfare_post", "公益性": "public_welfare_post", "在编": "government_staff",
}  # fmt: skip
_POSTS = {"事务": "affairs", "民政事务岗": "affairs", "服务": "service", "社工岗": "service", "专业岗": "service"}  # fmt: skip


def words_of(choices: type, others: dict[str, str]) -> Parser:
    """Reads a cell by a choice's Chinese label or the words that offices use."""
    with override("zh-hans"):
        words = {
            str(member.label): str(member.value)
            for member in choices  # type: ignore[attr-defined]
            if member.value
        } | others

    def parse(text: str) -> str:
        try:
            return words[text.replace(" ", "")]
        except KeyError:
            raise CellRefused(Problem.UNKNOWN_CHOICE) from None

    return parse


def staff_parsers() -> dict[str, Parser]:
    """The columns that read the workforce room's own words; labels are looked up in Chinese, like the paper."""
    return {
        "level": words_of(CertificateLevel, _LEVELS),
        "education": words_of(Education, _EDUCATION),
        "employment_mode": words_of(EmploymentMode, _MODES),
        "post_kind": words_of(PostKind, _POSTS),
        "is_head": yes_or_no,
    }


def yes_or_no(text: str) -> bool:
    """是 or 否, or the word itself (站长).

    >>> yes_or_no("是"), yes_or_no("否")
    (True, False)
    """
    if text in {"是", "√", "站长", "1", "y"}:
        return True
    if text in {"否", "×", "0", "n"}:
        return False
    raise CellRefused(Problem.UNKNOWN_CHOICE)


class Stations:
    """The stations that this person registers staff for, by name and number. One query."""

    def __init__(self, actor: Actor) -> None:
        self.by_word: dict[str, ServiceUnit] = {}
        for unit in units_with(actor, EDIT):
            self.by_word.setdefault(unit.name, unit)
            self.by_word[unit.number] = unit

    def parse(self, text: str) -> ServiceUnit:
        """The station of this name; raises :class:`CellRefused`."""
        unit = self.by_word.get(text)
        if unit is None:
            raise CellRefused(Problem.UNKNOWN_STATION)
        return unit


class Staff:
    """Workers who have a post at a station, or whose file its county keeps, under their names and ID numbers."""

    def __init__(self, unit: ServiceUnit) -> None:
        self.region_code = unit.region_code
        posts = Placement.objects.current()
        here = posts.filter(unit=unit).values("worker_id")
        kept = Worker.objects.filter(region_code__startswith=unit.region_code[:6])
        rows = (kept | Worker.objects.filter(pk__in=here)).distinct()
        self.workers: dict[UUID, Worker] = {row.pk: row for row in rows.select_related("key")}
        #: (worker, station) of every post that anyone of them ever had.
        self.posts = set(posts.filter(worker__in=rows).values_list("worker_id", "unit_id"))
        self._by_name: dict[str, list[Worker]] = defaultdict(list)
        self._by_digest: dict[str, Worker] = {}
        for worker in self.workers.values():
            self._by_name[worker.name].append(worker)
            if worker.id_digest:
                self._by_digest[worker.id_digest] = worker

    def with_id(self, number: CitizenId) -> Worker | None:
        """The worker with this ID number on file."""
        return self._by_digest.get(id_digest(number.number, self.region_code))

    def like(self, name: str, birth_on: date | None) -> list[Worker]:
        """Workers of this name whose birth date does not contradict."""
        return [
            worker
            for worker in self._by_name.get(name, ())
            if birth_on is None or worker.birth_on in {None, birth_on}
        ]

    def same(self, name: str, birth_on: date | None, unit_uid: UUID, *, has_id: bool) -> bool:
        """Somebody on file is the one told: the same name, and the same birth or station and no number against it."""
        return any(
            (birth_on is not None and worker.birth_on == birth_on)
            or (worker.pk, unit_uid) in self.posts
            for worker in self.like(name, birth_on)
            if not (has_id and worker.id_digest)
        )

    def find(self, name: str, number: CitizenId | None) -> Worker:
        """The one worker meant; raises :class:`CellRefused`. A number that contradicts the file is somebody else."""
        if number is not None and (worker := self.with_id(number)):
            return worker
        found = [
            worker
            for worker in self.like(name, number.birth_on if number else None)
            if number is None or not worker.id_digest
        ]
        if len(found) != 1:
            raise CellRefused(Problem.WORKER_SAME_NAME if found else Problem.WORKER_NOT_FOUND)
        return found[0]

    def certificates(self) -> dict[tuple[UUID, str], Certificate]:
        """(worker, level) → the certificate on file. One query."""
        held = Certificate.objects.current().filter(worker__in=self.workers)
        return {(row.worker_id, row.level): row for row in held}


def told_again(row: Certificate, issued_on: date, number: str) -> bool:
    """A list says of a certificate what is on file; a number that was never noted is no contradiction."""
    return row.issued_on == issued_on and (not number or not row.number or number == row.number)
