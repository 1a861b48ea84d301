"""Correcting what is known of a resident; what figures rest on keeps its earlier version."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.people.actions.searching import id_tokens, replace_tokens
from yimi.people.actions.versions import compare_and_set
from yimi.people.drafts import ResidentDraft, clean_resident
from yimi.people.models import Resident, ResidentVersion, TokenKind
from yimi.people.permissions import EDIT_HOUSEHOLD
from yimi.people.rules.tokens import name_tokens

#: What a correction may change. The ID number and phones have their own verbs.
CORRECTABLE = (
    "name", "sex", "birth_on", "birth_precision", "ethnic_code", "hukou_region_code", "living_region_code",
    "language", "died_on",
)  # fmt: skip
#: Of these, what figures are computed from; also ``unit`` and ``region_code``, which moves change.
COUNTED = (
    "sex", "birth_on", "birth_precision", "ethnic_code", "unit_id", "region_code", "hukou_region_code",
    "living_region_code", "died_on",
)  # fmt: skip


@transaction.atomic
def correct_resident(
    resident: Resident, *, actor: Actor, row_version: int, **changes: Any
) -> Resident:
    """Save changed columns (see ``CORRECTABLE``); raises :class:`RowChanged`, :class:`Invalid`.

    A death is a correction of ``died_on``. The new values are checked together with the ID number on file.
    """
    require_edit(resident, actor)
    unknown = set(changes) - set(CORRECTABLE)
    if unknown:
        raise Invalid({name: [_("这一项不能在这里改。")] for name in unknown})
    values = _checked(resident, changes)
    changed = {name: value for name, value in values.items() if value != getattr(resident, name)}
    called = resident.name
    compare_and_keep(resident, row_version, **changed)
    if "name" in changed:
        replace_tokens(
            resident, TokenKind.NAME, name_tokens(resident.name), instead_of=name_tokens(called)
        )
    _tell(actor, "people.correct_resident", resident, fields=sorted(changed))
    return resident


@transaction.atomic
def set_id_number(
    resident: Resident, *, actor: Actor, row_version: int, number: str, id_kind: str = ""
) -> Resident:
    """Store or replace the ID number, or take it away with ""; it must agree with sex and birth date on file."""
    require_edit(resident, actor)
    draft = clean_resident(_as_draft(resident, {}, number, id_kind), today=clock.today())
    sealed = resident.key.seal(draft.id_number, field="id", row=resident.pk)
    held = resident.key.open(resident.id_sealed, field="id", row=resident.pk)
    compare_and_keep(
        resident, row_version, id_sealed=sealed, id_kind=draft.id_kind, sex=draft.sex,
        birth_on=draft.birth_on, birth_precision=draft.birth_precision,
    )  # fmt: skip
    place = resident.region_code
    replace_tokens(
        resident, TokenKind.ID, id_tokens(draft.id_number, place), instead_of=id_tokens(held, place)
    )
    _tell(actor, "people.set_id_number", resident, fields=["id_number"])
    return resident


def _checked(resident: Resident, changes: dict[str, Any]) -> dict[str, Any]:
    number = ""
    if {"sex", "birth_on", "birth_precision"} & set(changes):
        number = resident.key.open(resident.id_sealed, field="id", row=resident.pk)
    draft = _as_draft(resident, changes, number, resident.id_kind)
    cleaned = clean_resident(draft, today=clock.today())
    kept = {name: getattr(cleaned, name) for name in changes}
    if "birth_on" in changes:
        kept["birth_precision"] = cleaned.birth_precision
    return kept


def _as_draft(
    resident: Resident, changes: dict[str, Any], number: str, id_kind: str
) -> ResidentDraft:
    values = {name: getattr(resident, name) for name in CORRECTABLE} | changes
    # A sex that was never known is taken from the number, as when adding.
    values["sex"] = "" if values["sex"] == "0" else values["sex"]
    return ResidentDraft(
        unit=resident.unit,
        region_code=resident.region_code,
        id_number=number,
        id_kind=id_kind,
        **values,
    )


def require_edit(resident: Resident, actor: Actor) -> None:
    """The actor may edit this person's file."""
    actor.require_at(EDIT_HOUSEHOLD, unit_uid=resident.unit_id, region_code=resident.region_code)


def compare_and_keep(resident: Resident, row_version: int, **changes: Any) -> None:
    """As :func:`compare_and_set`, keeping the old version of what is counted."""
    before = Resident.objects.filter(pk=resident.pk, row_version=row_version).first()
    compare_and_set(resident, row_version, **changes)
    if before and any(
        name in changes and changes[name] != getattr(before, name) for name in COUNTED
    ):
        keep_version(before)


def keep_version(before: Resident) -> None:
    """Remember what we held until now."""
    ResidentVersion.objects.create(
        resident_id=before.pk,
        row_version=before.row_version,
        **{name: getattr(before, name) for name in COUNTED},
    )


def _tell(actor: Actor, action: str, resident: Resident, *, fields: list[str]) -> None:
    record_event(
        actor,
        action,
        subject_kind="resident",
        subject_uid=resident.pk,
        unit_uid=resident.unit_id,
        region_code=resident.region_code,
        details={"fields": fields, "row_version": resident.row_version},
    )
