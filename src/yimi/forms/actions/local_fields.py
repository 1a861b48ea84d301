"""Adding a question to a form at a place, wording it better, and ending it. What was answered stays with its entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Conflict, Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import replace_fact
from yimi.forms.definitions import LOCAL_PREFIX, shipped
from yimi.forms.errors import FieldHasEnded
from yimi.forms.models import LocalField, LocalKind
from yimi.forms.permissions import EDIT_LOCAL_FIELDS
from yimi.regions.models import Region

WITH_OPTIONS = frozenset({LocalKind.CHOICE, LocalKind.CHOICES})
#: One screen of choices; more is a text.
MAX_OPTIONS = 30
MAX_LABEL, MAX_LABEL_EN, MAX_HELP, MAX_OPTION = 60, 100, 200, 40


@dataclass(frozen=True, slots=True)
class NewLocalField:
    """A question as an officer words it. ``region_code``: 12 digits; it holds there and everywhere below."""

    region_code: str
    form_code: str
    label: str
    kind: str
    starts_on: date
    section: str = ""
    help: str = ""
    options: tuple[str, ...] = ()
    is_required: bool = False
    ends_on: date | None = None
    label_en: str = ""


@transaction.atomic
def add_local_field(new: NewLocalField, *, actor: Actor) -> LocalField:
    """Ask one more question from ``starts_on`` on. Raises Forbidden, ``UnknownForm``, Invalid (field → messages)."""
    actor.require_at(EDIT_LOCAL_FIELDS, region_code=new.region_code)
    if faults := _faults(new):
        raise Invalid(faults)
    uid = new_uid()
    row = LocalField.objects.create(
        uid=uid,
        region_code=new.region_code,
        form_code=new.form_code,
        key=f"{LOCAL_PREFIX}{uid.hex[-12:]}",
        section=new.section,
        label=new.label.strip(),
        label_en=new.label_en.strip(),
        help=new.help.strip(),
        kind=new.kind,
        options="\n".join(option.strip() for option in new.options),
        is_required=new.is_required,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        recorded_by=actor.uid,
    )
    _tell(row, "forms.local_field_added", actor)
    return row


@dataclass(frozen=True, slots=True)
class Wording:
    """How a question reads. ``options`` may be worded anew and more may follow; none is dropped or moved, since an answer

    is kept as its option's place."""

    label: str
    label_en: str = ""
    help: str = ""
    options: tuple[str, ...] = ()
    is_required: bool = False


@transaction.atomic
def reword_local_field(row: LocalField, wording: Wording, *, actor: Actor) -> LocalField:
    """Ask the same question in other words from now on; forms filled in before keep theirs.

    Raises Forbidden, :class:`FieldHasEnded`, Invalid (field → messages), Conflict when somebody was faster.
    """
    actor.require_at(EDIT_LOCAL_FIELDS, region_code=row.region_code)
    if row.ends_on is not None and row.ends_on <= clock.today():
        raise FieldHasEnded()
    options = tuple(option.strip() for option in wording.options if option.strip())
    planned = NewLocalField(
        region_code=row.region_code, form_code=row.form_code, label=wording.label, kind=row.kind,
        starts_on=row.starts_on, section=row.section, help=wording.help, options=options,
        label_en=wording.label_en,
    )  # fmt: skip
    faults = _faults(planned)
    if len(options) < len(row.option_list):
        faults.setdefault("options", []).append(
            _("选项可以改写、往后添，不能去掉：填过的表里有人选了它。")
        )
    if faults:
        raise Invalid(faults)
    fresh = replace_fact(
        row, actor=actor, label=wording.label.strip(), label_en=wording.label_en.strip(),
        help=wording.help.strip(), options="\n".join(options), is_required=wording.is_required,
    )  # fmt: skip
    _tell(fresh, "forms.local_field_reworded", actor)
    return fresh


@transaction.atomic
def end_local_field(row: LocalField, *, actor: Actor, ends_on: date) -> LocalField:
    """Ask it for the last time on ``ends_on``. Raises Forbidden, :class:`FieldHasEnded`, Invalid before its first day."""
    actor.require_at(EDIT_LOCAL_FIELDS, region_code=row.region_code)
    if row.ends_on is not None and row.ends_on <= clock.today():
        raise FieldHasEnded()
    if ends_on < row.starts_on:
        raise Invalid.one("ends_on", _("停用日期不能早于启用日期。"))
    try:
        fresh = replace_fact(row, actor=actor, ends_on=ends_on)
    except Conflict:
        raise FieldHasEnded() from None
    _tell(fresh, "forms.local_field_ended", actor)
    return fresh


def _faults(new: NewLocalField) -> dict[str, list[Any]]:
    form = shipped(new.form_code)
    faults: dict[str, list[Any]] = {}
    if not 0 < len(new.label.strip()) <= MAX_LABEL:
        faults["label"] = [_("请写栏目名称，最多 %(most)d 个字。") % {"most": MAX_LABEL}]
    elif any(field.zh == new.label.strip() for field in form.fields):
        faults["label"] = [_("这张表里已经有同名的栏目，不用再加。")]
    if len(new.label_en.strip()) > MAX_LABEL_EN:
        faults["label_en"] = [_("英文名称最多 %(most)d 个字母。") % {"most": MAX_LABEL_EN}]
    if len(new.help) > MAX_HELP:
        faults["help"] = [_("填写说明最多 %(most)d 个字。") % {"most": MAX_HELP}]
    if new.kind not in LocalKind.values:
        faults["kind"] = [_("请选怎么填。")]
    if new.section and new.section not in {section.key for section in form.sections}:
        faults["section"] = [_("这张表没有这个部分，请重新选。")]
    if new.ends_on and new.ends_on < new.starts_on:
        faults["ends_on"] = [_("停用日期不能早于启用日期。")]
    if not Region.objects.filter(code=new.region_code).exists():
        faults["region_code"] = [_("请选用在哪里。")]
    if wrong := _option_fault(new):
        faults["options"] = [wrong]
    return faults


def _option_fault(new: NewLocalField) -> str:
    texts = [option.strip() for option in new.options if option.strip()]
    if new.kind not in WITH_OPTIONS:
        return _("只有单选和多选才有选项，请清空，或改成单选、多选。") if texts else ""
    if not 1 < len(texts) <= MAX_OPTIONS:
        return _("请写 2 到 %(most)d 个选项，一行一个。") % {"most": MAX_OPTIONS}
    if len(set(texts)) < len(texts):
        return _("有重复的选项，请删去一个。")
    if any(len(text) > MAX_OPTION for text in texts):
        return _("选项太长，每个最多 %(most)d 个字。") % {"most": MAX_OPTION}
    return ""


def _tell(row: LocalField, action: str, actor: Actor) -> None:
    record_event(
        actor,
        action,
        subject_kind="local_field",
        subject_uid=row.pk,
        region_code=row.region_code,
        details={
            "form": row.form_code,
            "key": row.key,
            "starts_on": row.starts_on.isoformat(),
            "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        },
    )
