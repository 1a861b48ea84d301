"""Families written the plain way, one model instance after the other, and everything that is on file, readable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.models import DataKey
from yimi.core.numbers import take_numbers
from yimi.people.actions.searching import make_tokens
from yimi.people.drafts import HouseholdDraft, ResidentDraft, clean_resident
from yimi.people.models import (
    Consent,
    Household,
    HouseholdAddress,
    Membership,
    Phone,
    Resident,
    SearchToken,
)
from yimi.people.rules.collecting import DUE_AFTER, needs_guardian
from yimi.people.rules.households import household_number, number_prefix
from yimi.regions.models import Region

Family = tuple[HouseholdDraft, Sequence[dict[str, Any]]]
MODELS = (Household, HouseholdAddress, Resident, Membership, Phone, Consent, SearchToken)
#: Made anew each time: compared by what they open and point to.
FRESH = {
    Household: {"key_id"},
    Resident: {"key_id"},
    SearchToken: {"id"},
    **{model: {"uid"} for model in (HouseholdAddress, Membership, Phone, Consent)},
}
SEALED = {
    HouseholdAddress: ("detail_sealed", "address", "household"),
    Resident: ("id_sealed", "id", ""),
    Phone: ("number_sealed", "phone", "resident"),
}


def write_plainly(families: Sequence[Family], *, actor: Actor) -> None:
    """Without batches, without plain rows: the shortest code that is right."""
    for draft, members in families:
        household = _open(draft, actor)
        for member in members:
            _add(ResidentDraft(household=household, **member), actor)


def _open(draft: HouseholdDraft, actor: Actor) -> Household:
    town, key = draft.region_code[:9], DataKey.make()
    key.save(force_insert=True)
    prefix = number_prefix(Region.objects.get(code=town + "000").name)
    household = Household.objects.create(
        uid=draft.uid, number=household_number(prefix, take_numbers(f"household:{town}")[0]), series=town,
        unit=draft.unit, region_code=draft.region_code, key=key, opened_on=draft.opened_on or clock.today(),
        is_demo=draft.is_demo, recorded_by=actor.uid,
    )  # fmt: skip
    if draft.address:
        HouseholdAddress.objects.create(
            household=household, starts_on=household.opened_on, recorded_by=actor.uid,
            detail_sealed=key.seal(draft.address, field="address", row=household.pk),
        )  # fmt: skip
    return household


def _add(draft: ResidentDraft, actor: Actor) -> None:
    draft, key, today = clean_resident(draft, today=clock.today()), DataKey.make(), clock.today()
    key.save(force_insert=True)
    home = draft.household
    same = {
        name: getattr(draft, name)
        for name in (
            "uid", "name", "sex", "birth_on", "birth_precision", "ethnic_code", "id_kind", "hukou_region_code",
            "living_region_code", "died_on", "language", "is_demo",
        )
    }  # fmt: skip
    resident = Resident.objects.create(
        **same, key=key, unit=home.unit, region_code=home.region_code, recorded_by=actor.uid,
        id_sealed=key.seal(draft.id_number, field="id", row=draft.uid),
    )  # fmt: skip
    common = {
        "starts_on": draft.joined_on or home.opened_on,
        "recorded_by": actor.uid,
        "resident": resident,
    }
    Membership.objects.create(household=home, relation=draft.relation, **common)
    if draft.phone:
        sealed = key.seal(draft.phone, field="phone", row=resident.pk)
        Phone.objects.create(label=draft.phone_label, number_sealed=sealed, **common)
    if needs_guardian(draft.birth_on, on=today) and not draft.died_on:
        Consent.objects.create(
            resident=resident, purpose="optional_data", basis="consent", given_by="guardian",
            guardian_name=draft.agreed_by, given_on=today if draft.agreed_by else None,
            due_on=None if draft.agreed_by else today + DUE_AFTER, recorded_by=actor.uid,
        )  # fmt: skip
    for token, kind, place, _uid in make_tokens(
        resident, id_number=draft.id_number, phones=filter(None, [draft.phone])
    ):
        SearchToken.objects.create(token=token, kind=kind, region_code=place, resident=resident)


def everything() -> dict[str, list[str]]:
    """Every column of every row on file, opened, in an order of their own."""
    return {
        model.__name__: sorted(_readable(model, row) for row in model.objects.all())
        for model in MODELS
    }


def _readable(model: type[Any], row: Any) -> str:
    values = {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if field.attname not in FRESH[model]
    }
    if model in SEALED:
        column, field, holder = SEALED[model]
        owner = getattr(row, holder) if holder else row
        values[column] = owner.key.open(values[column], field=field, row=owner.pk)
    return repr(sorted(values.items()))
