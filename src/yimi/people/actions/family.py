"""Relatives and guardians."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.codes.tables import RELATIONS
from yimi.core.errors import Invalid
from yimi.people.actions.contacts import read_phone
from yimi.people.actions.correcting import require_edit
from yimi.people.actions.dated import end_before
from yimi.people.actions.trail import tell_of
from yimi.people.errors import NAME_MESSAGES
from yimi.people.models import (
    FamilyRelation,
    Guardianship,
    GuardianshipKind,
    ParentSituation,
    Resident,
)
from yimi.people.rules.names import read_name


@transaction.atomic
def add_relative(
    resident: Resident,
    *,
    actor: Actor,
    relation: str,
    relative: Resident | None = None,
    name: str = "",
    situation: str = ParentSituation.UNKNOWN,
    since: date | None = None,
) -> FamilyRelation:
    """Note a relative: a resident on file, or a name. What was held of the same relative before ends."""
    require_edit(resident, actor)
    if relation not in RELATIONS or situation not in ParentSituation.values:
        raise Invalid.one("relation", _("请选择关系和目前情况。"))
    name = _name_of(resident, relative, name)
    now, since = clock.now(), since or clock.today()
    known = FamilyRelation.objects.current().filter(resident=resident, ends_on=None)
    for row in known.filter(relative=relative, relative_name=name):
        end_before(row, since, actor=actor, at=now)
    added = FamilyRelation.objects.create(
        resident=resident, relative=relative, relative_name=name, relation=relation,
        situation=situation, starts_on=since, recorded_by=actor.uid, recorded_at=now,
    )  # fmt: skip
    tell_of(actor, "people.add_relative", resident, relative=str(added.pk))
    return added


@transaction.atomic
def end_relative(relation: FamilyRelation, *, actor: Actor, on: date) -> None:
    """From ``on`` this relative is none any more (a divorce, an adoption), or what was noted no longer holds."""
    require_edit(relation.resident, actor)
    end_before(relation, on, actor=actor, at=clock.now())
    tell_of(actor, "people.end_relative", relation.resident, relative=str(relation.pk))


@transaction.atomic
def set_guardian(
    resident: Resident,
    *,
    actor: Actor,
    kind: str,
    guardian: Resident | None = None,
    name: str = "",
    relation: str = "",
    phone: str = "",
    since: date | None = None,
) -> Guardianship:
    """Note who answers for this person; several may (both parents). Ending one is :func:`end_guardianship`."""
    require_edit(resident, actor)
    if kind not in GuardianshipKind.values:
        raise Invalid.one("kind", _("请选择监护类别。"))
    if relation and relation not in RELATIONS:
        raise Invalid.one("relation", _("请选择关系。"))
    added = Guardianship.objects.create(
        resident=resident,
        guardian=guardian,
        guardian_name=_name_of(resident, guardian, name),
        phone_sealed=resident.key.seal(
            read_phone(phone) if phone.strip() else "", field="guardian_phone", row=resident.pk
        ),
        relation=relation,
        kind=kind,
        starts_on=since or clock.today(),
        recorded_by=actor.uid,
    )
    tell_of(actor, "people.set_guardian", resident, guardianship=str(added.pk))
    return added


@transaction.atomic
def end_guardianship(guardianship: Guardianship, *, actor: Actor, on: date) -> None:
    """From ``on`` this person is no longer guardian."""
    require_edit(guardianship.resident, actor)
    end_before(guardianship, on, actor=actor, at=clock.now())
    tell_of(
        actor,
        "people.end_guardianship",
        guardianship.resident,
        guardianship=str(guardianship.pk),
    )


def _name_of(resident: Resident, other: Resident | None, name: str) -> str:
    if other is not None:
        if other.pk == resident.pk:
            raise Invalid.one("name", _("不能选本人，请选另一位。"))
        return ""
    name, problem = read_name(name)
    if problem:
        raise Invalid.one("name", NAME_MESSAGES[problem])
    return name
