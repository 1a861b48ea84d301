"""Valid keys, subjects and local fields for any room's tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from yimi.core.ids import SYSTEM_UID, new_uid
from yimi.core.models import DataKey
from yimi.forms.definitions import Field, FormDefinition, Kind
from yimi.forms.models import LocalField
from yimi.forms.queries import Subject


def make_key() -> DataKey:
    """A saved data key."""
    key = DataKey.make()
    key.save(force_insert=True)
    return key


def make_subject(kind: str = "case") -> Subject:
    """Something that a form is about."""
    return Subject(kind, new_uid())


def make_local_field(**fields: Any) -> LocalField:
    """A question of 商水县 in F-01, since 2024."""
    uid = fields.setdefault("uid", new_uid())
    defaults = {
        "region_code": "411623000000",
        "form_code": "F-01",
        "key": f"local_{uid.hex[-12:]}",
        "label": "是否脱贫户",
        "kind": "yes_no",
        "starts_on": date(2024, 1, 1),
        "recorded_by": SYSTEM_UID,
    }
    return LocalField.objects.create(**(defaults | fields))


def sample_answers(
    form: FormDefinition, text: str = "谈到儿子外出务工，两位老人相互照应。"
) -> dict[str, Any]:
    """An answer to every question of a form."""
    return {field.key: _sample(field, text) for field in form.fields}


def _sample(field: Field, text: str) -> Any:
    if field.kind == Kind.TABLE:
        return [{column.key: _sample(column, text) for column in field.columns} for _n in range(2)]
    if field.kind == Kind.CHOICE:
        return field.codes[-1].value
    if field.kind == Kind.CHOICES:
        return [code.value for code in field.codes[:2]]
    return {
        Kind.TEXT: text[:20],
        Kind.LONG_TEXT: text,
        Kind.DATE: "2026-11-05",
        Kind.TIME: "09:30",
        Kind.NUMBER: 3.5,
        Kind.MONEY: 12050,
        Kind.SCALE: field.most,
        Kind.YES_NO: False,
        Kind.PEOPLE: ["赵桂英", "赵建军"],
        Kind.SIGNATURE: {"who": "卓玛", "on": "2026-11-05"},
    }[field.kind]
