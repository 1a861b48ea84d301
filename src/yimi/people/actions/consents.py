"""Asking for, giving and withdrawing consent."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.codes.text import clean_line
from yimi.core.errors import Conflict, Invalid
from yimi.people.actions.correcting import require_edit
from yimi.people.models import Consent, ConsentBasis, ConsentPurpose, GivenBy, Resident
from yimi.people.rules.collecting import DUE_AFTER, needs_guardian
from yimi.people.rules.names import read_name


@transaction.atomic
def ask_consent(
    resident: Resident, *, actor: Actor, purpose: str, due_on: date | None = None
) -> Consent:
    """Note that consent to ``purpose`` is still to be had; what already stands is returned unchanged."""
    require_edit(resident, actor)
    if purpose not in ConsentPurpose.values:
        raise Invalid.one("purpose", _("请选择用途。"))
    standing = _standing(resident, purpose)
    if standing:
        return standing
    today = clock.today()
    by = GivenBy.GUARDIAN if needs_guardian(resident.birth_on, on=today) else GivenBy.SELF
    consent = Consent.objects.create(
        resident=resident,
        purpose=purpose,
        basis=ConsentBasis.CONSENT,
        given_by=by,
        due_on=due_on or today + DUE_AFTER,
        recorded_by=actor.uid,
    )
    _tell(actor, "people.ask_consent", consent)
    return consent


@transaction.atomic
def give_consent(
    resident: Resident,
    *,
    actor: Actor,
    purpose: str,
    given_on: date,
    basis: str = ConsentBasis.CONSENT,
    given_by: str = GivenBy.SELF,
    guardian_name: str = "",
    notice_version: str = "",
    scope: str = "",
) -> Consent:
    """Record that the person or their guardian agreed, or that duty or emergency stands in its place.

    Answers a pending one. Under 14 only a guardian, named, can agree (个人信息保护法 art. 31).
    """
    require_edit(resident, actor)
    _check(resident, purpose, basis, given_by=given_by, guardian=guardian_name, given_on=given_on)
    given = {
        "basis": basis,
        "given_by": given_by if basis == ConsentBasis.CONSENT else "",
        "guardian_name": read_name(guardian_name)[0] if given_by == GivenBy.GUARDIAN else "",
        "notice_version": clean_line(notice_version)[:30],
        "scope": clean_line(scope)[:200],
        "given_on": given_on,
    }
    pending = _standing(resident, purpose)
    if pending is None:
        consent = Consent.objects.create(
            resident=resident, purpose=purpose, recorded_by=actor.uid, **given
        )
    elif pending.given_on is not None:
        raise Conflict(_("这项用途已经有有效的同意。要改动，请先撤回原来的。"))
    else:
        consent = _answer(pending, given)
    _tell(actor, "people.give_consent", consent)
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, actor: Actor, withdrawn_on: date) -> Consent:
    """From this day on the purpose has no consent; what was done before stays lawful (art. 15)."""
    require_edit(consent.resident, actor)
    if withdrawn_on > clock.today() or (consent.given_on and withdrawn_on < consent.given_on):
        raise Invalid.one("withdrawn_on", _("撤回日期要在同意日期和今天之间。"))
    standing = Consent.objects.filter(pk=consent.pk, withdrawn_on=None)
    if standing.update(withdrawn_on=withdrawn_on, row_version=consent.row_version + 1) != 1:
        raise Conflict(_("这项同意已经撤回过了。"))
    consent.withdrawn_on = withdrawn_on
    consent.row_version += 1
    _tell(actor, "people.withdraw_consent", consent)
    return consent


def _standing(resident: Resident, purpose: str) -> Consent | None:
    return Consent.objects.filter(resident=resident, purpose=purpose, withdrawn_on=None).first()


def _answer(pending: Consent, given: dict[str, object]) -> Consent:
    changed = Consent.objects.filter(pk=pending.pk, given_on=None, withdrawn_on=None)
    if changed.update(row_version=pending.row_version + 1, **given) != 1:
        raise Conflict()
    return Consent.objects.select_related("resident").get(pk=pending.pk)


def _check(
    resident: Resident, purpose: str, basis: str, *, given_by: str, guardian: str, given_on: date
) -> None:
    if purpose not in ConsentPurpose.values:
        raise Invalid.one("purpose", _("请选择用途。"))
    if basis not in ConsentBasis.values or given_by not in GivenBy.values:
        raise Invalid.one("basis", _("请说明依据和由谁同意。"))
    if given_on > clock.today():
        raise Invalid.one("given_on", _("同意日期还没有到，请检查。"))
    if basis != ConsentBasis.CONSENT:
        return
    if given_by == GivenBy.SELF and needs_guardian(resident.birth_on, on=given_on):
        raise Invalid.one("given_by", _("不满 14 周岁，要由监护人同意。"))
    if given_by == GivenBy.GUARDIAN and read_name(guardian)[1]:
        raise Invalid.one("guardian_name", _("请写明是哪位监护人同意的。"))


def _tell(actor: Actor, action: str, consent: Consent) -> None:
    resident = consent.resident
    record_event(
        actor,
        action,
        subject_kind="resident",
        subject_uid=resident.pk,
        unit_uid=resident.unit_id,
        region_code=resident.region_code,
        details={"consent": str(consent.pk), "purpose": consent.purpose, "basis": consent.basis},
    )
