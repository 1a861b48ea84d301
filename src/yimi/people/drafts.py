"""What callers hand to the actions: plain values, and the checking of one row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yimi.core.codes.citizen_id import CitizenId, IdRefused, parse_citizen_id
from yimi.core.codes.phones import PhoneRefused, parse_phone
from yimi.core.codes.tables import ETHNIC_GROUPS, RELATIONS, SEXES, label
from yimi.core.codes.text import clean_line, squeeze_number
from yimi.core.errors import Invalid
from yimi.people.errors import ID_MESSAGES, NAME_MESSAGES, PHONE_MESSAGES
from yimi.people.models import BirthPrecision, Household, IdKind, StatusSource
from yimi.people.rules.identity import Difference, differences
from yimi.people.rules.names import read_name
from yimi.stations.models import ServiceUnit

Messages = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class HouseholdDraft:
    """A household to be opened. ``region_code`` is the village (12 digits); no ``opened_on`` means today."""

    unit: ServiceUnit
    region_code: str
    address: str = ""
    opened_on: date | None = None
    uid: UUID | None = None
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class ResidentDraft:
    """A person to be added: to ``household``, or without one to ``unit`` and ``region_code``.

    Numbers may be given as typed. With an ID number, an empty sex or birth date is taken from it. ``agreed_by``: the
    guardian who agreed to optional data when a child under 14 was added; without one that consent is pending.
    """

    name: str
    household: Household | None = None
    relation: str = ""
    sex: str = ""
    birth_on: date | None = None
    birth_precision: str = BirthPrecision.DAY
    id_kind: str = ""
    id_number: str = ""
    phone: str = ""
    phone_label: str = ""
    ethnic_code: str = ""
    hukou_region_code: str = ""
    living_region_code: str = ""
    language: str = ""
    died_on: date | None = None
    joined_on: date | None = None
    agreed_by: str = ""
    unit: ServiceUnit | None = None
    region_code: str = ""
    uid: UUID | None = None
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class StatusDraft:
    """An answer about a resident. No ``starts_on`` means since ``verified_on``; ``ends_on`` is the last day."""

    resident_uid: UUID
    kind: str
    value: bool = True
    starts_on: date | None = None
    ends_on: date | None = None
    level: str = ""
    variety: str = ""
    source: str = StatusSource.VISIT
    document: str = ""
    verified_on: date | None = None


def clean_resident(draft: ResidentDraft, *, today: date) -> ResidentDraft:
    """The draft as it will be stored; raises :class:`Invalid` with every faulty field at once. Costs no query."""
    wrong: Messages = {}
    name, problem = read_name(draft.name)
    if problem:
        wrong["name"] = [NAME_MESSAGES[problem]]
    kind, number, parsed = _clean_id(draft, today, wrong)
    sex = draft.sex or (parsed.sex if parsed else "0")
    birth_on = draft.birth_on or (parsed.birth_on if parsed else None)
    precision = draft.birth_precision if draft.birth_on else BirthPrecision.DAY
    if parsed and not wrong.get("id_number"):
        _compare(parsed, sex, birth_on, precision, wrong)
    _check_codes(draft, sex, wrong)
    _check_dates(draft, birth_on, today, wrong)
    phone = _clean_phone(draft.phone, wrong)
    agreed_by, problem = read_name(draft.agreed_by) if draft.agreed_by.strip() else ("", None)
    if problem:
        wrong["agreed_by"] = [NAME_MESSAGES[problem]]
    if wrong:
        raise Invalid(wrong)
    return replace(
        draft,
        name=name,
        sex=sex,
        birth_on=birth_on,
        birth_precision=precision if birth_on else BirthPrecision.UNKNOWN,
        id_kind=kind,
        id_number=number,
        phone=phone,
        phone_label=clean_line(draft.phone_label)[:30],
        agreed_by=agreed_by,
    )


def _clean_id(
    draft: ResidentDraft, today: date, wrong: Messages
) -> tuple[str, str, CitizenId | None]:
    number = squeeze_number(draft.id_number)
    if not number:
        return IdKind.NONE, "", None
    if draft.id_kind in (IdKind.PASSPORT, IdKind.OTHER):
        if not number.isascii() or not number.isalnum() or not 4 <= len(number) <= 30:
            wrong["id_number"] = [_("证件号应是 4 到 30 位字母或数字，请对照证件检查。")]
        return draft.id_kind, number.upper(), None
    try:
        parsed = parse_citizen_id(number, today=today)
    except IdRefused as refused:
        wrong["id_number"] = [ID_MESSAGES[refused.problem]]
        return IdKind.CITIZEN, number, None
    kind = IdKind.HMT_RESIDENCE if parsed.is_hmt else IdKind.CITIZEN
    return kind, parsed.number, parsed


def _compare(
    parsed: CitizenId, sex: str, birth_on: date | None, precision: str, wrong: Messages
) -> None:
    found = differences(parsed, sex=sex, birth_on=birth_on, birth_precision=precision)
    if Difference.SEX in found:
        wrong["sex"] = [
            format_lazy(
                _("身份证号表示“{number}”，这里填的是“{typed}”，请核对。"),
                number=label(SEXES, parsed.sex),
                typed=label(SEXES, sex),
            )
        ]
    if Difference.BIRTH in found and birth_on:
        wrong["birth_on"] = [
            format_lazy(
                _("身份证号里的出生日期是 {number}，这里填的是 {typed}，请核对。"),
                number=parsed.birth_on.isoformat(),
                typed=birth_on.isoformat(),
            )
        ]


def _check_codes(draft: ResidentDraft, sex: str, wrong: Messages) -> None:
    if sex not in SEXES:
        wrong["sex"] = [_("性别请选择列出的一项。")]
    if draft.ethnic_code and draft.ethnic_code not in ETHNIC_GROUPS:
        wrong["ethnic_code"] = [_("民族请选择列出的一项。")]
    if draft.household is not None and draft.relation not in RELATIONS:
        wrong["relation"] = [_("请选择与户主的关系。")]
    for field in ("hukou_region_code", "living_region_code"):
        code = getattr(draft, field)
        if code and not (len(code) == 12 and code.isascii() and code.isdigit()):
            wrong[field] = [_("请从列表中选择地点。")]
    if draft.household is None and (draft.unit is None or len(draft.region_code) != 12):
        wrong["region_code"] = [_("请选择村（社区）。")]


def _check_dates(draft: ResidentDraft, birth_on: date | None, today: date, wrong: Messages) -> None:
    if birth_on and birth_on > today:
        wrong["birth_on"] = [_("出生日期还没有到，请检查。")]
    if birth_on and birth_on.year < today.year - 130:
        wrong["birth_on"] = [_("出生日期太早了，请检查年份。")]
    if draft.birth_on and draft.birth_precision not in BirthPrecision.values:
        wrong["birth_precision"] = [_("请说明出生日期准确到哪一步。")]
    if draft.died_on and (draft.died_on > today or (birth_on and draft.died_on < birth_on)):
        wrong["died_on"] = [_("去世日期不能早于出生日期，也不能晚于今天。")]
    if draft.joined_on and draft.joined_on > today:
        wrong["joined_on"] = [_("入户日期还没有到，请检查。")]


def _clean_phone(text: str, wrong: Messages) -> str:
    if not text.strip():
        return ""
    try:
        return parse_phone(text)
    except PhoneRefused as refused:
        wrong["phone"] = [PHONE_MESSAGES[refused.problem]]
        return ""
