"""What a staff file must satisfy: ID number, phone, employer, terms of employment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yimi.core.crypto import digest_value
from yimi.core.errors import Invalid
from yimi.workforce.errors import ID_MESSAGES, WorkerAlreadyRegistered
from yimi.workforce.models import Education, EmploymentMode, Sex, Worker
from yimi.workforce.rules import (
    IdNumberError,
    birth_and_sex,
    check_id_number,
    is_phone,
    tidy_number,
)


def id_digest(number: str, region_code: str) -> str:
    """Look-up digest of an ID number; by province, since staff move between counties and must not be counted twice."""
    return digest_value("worker_id", number, place=region_code[:2]) if number else ""


def checked_id(text: str) -> str:
    """The ID number in normal form, "" when nothing was typed; raises Invalid."""
    if not text.strip():
        return ""
    try:
        return check_id_number(text)
    except IdNumberError as error:
        raise Invalid.one("id_number", ID_MESSAGES[error.fault]) from None


def checked_phone(text: str) -> str:
    """The phone in normal form, "" when nothing was typed; raises Invalid."""
    if not text.strip():
        return ""
    if not is_phone(text):
        raise Invalid.one("phone", _("电话应为 11 位手机号，或区号加座机号，请核对。"))
    return tidy_number(text)


def agreed(number: str, birth_on: date | None, sex: str) -> tuple[date | None, str]:
    """Birth and sex, taken from the ID number where they were left open; raises Invalid when they contradict it."""
    if sex not in Sex.values:
        raise Invalid.one("sex", _("请选择性别，不清楚可选“未知”。"))
    if not number:
        return birth_on, sex
    born, carried = birth_and_sex(number)
    if birth_on not in {None, born}:
        raise Invalid.one(
            "birth_on",
            _("出生日期和身份证号里的（%(born)s）不一致，请核对。") % {"born": born.isoformat()},
        )
    if sex in {Sex.MALE, Sex.FEMALE} and sex != carried:
        raise Invalid.one("sex", _("性别和身份证号不一致，请核对。"))
    return born, carried if sex == Sex.UNKNOWN else sex


def check_facts(facts: Mapping[str, Any]) -> None:
    """Employer, employment mode and education fit together; raises Invalid."""
    if facts["employer"] is not None and facts["employer_name"]:
        raise Invalid.one("employer_name", _("已选承接机构，就不用再填其他用人单位。"))
    if facts["employment_mode"] not in EmploymentMode.values:
        raise Invalid.one("employment_mode", _("没有这种用工方式，请从列表里选。"))
    if facts["education"] not in Education.values:
        raise Invalid.one("education", _("没有这种学历，请从列表里选。"))


def refuse_known(digests: Sequence[str], *, except_for: UUID | None = None) -> None:
    """None of these ID numbers is on file, and none stands twice; raises WorkerAlreadyRegistered. One query."""
    known = Worker.objects.filter(id_digest__in=digests)
    if except_for is not None:
        known = known.exclude(pk=except_for)
    if len(set(digests)) != len(digests) or (digests and known.exists()):
        raise WorkerAlreadyRegistered()
