"""The client's agreement: to the service, to photos, to sharing, and to the plan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.cases.access import require_work
from yimi.cases.actions.trail import case_event, require_open, require_past, required_reason
from yimi.cases.choices import AgreementPurpose, Basis, GivenBy
from yimi.cases.models import Case, Plan, ServiceAgreement
from yimi.cases.queries.levels import setting_at
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Conflict, Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import hold_rows, replace_fact
from yimi.people.rules.collecting import needs_guardian


@transaction.atomic
def record_agreement(
    case: Case,
    *,
    actor: Actor,
    purpose: str = AgreementPurpose.SERVICE,
    basis: str = Basis.CONSENT,
    given_by: str = "",
    guardian_name: str = "",
    form: str = "",
    given_on: date | None = None,
    due_on: date | None = None,
) -> ServiceAgreement:
    """Note the agreement, or the emergency in which it is asked for afterwards, by ``due_on`` (a local number of days).

    It replaces what stood before: a signature after an emergency, a new agreement after a withdrawal. For a child
    under 14 a guardian agrees. Raises Invalid.
    """
    require_work(actor, case)
    require_open(case)
    hold_rows(Case, [case.pk])
    today = clock.today()
    if basis == Basis.EMERGENCY:
        days = setting_at(case.unit.region_code).emergency_days
        given_by, guardian_name, form, given_on = "", "", "", None
        due_on = due_on or today + timedelta(days=days)
        if due_on < today:
            raise Invalid.one("due_on", _("补签日期已经过了，请写今天以后的一天。"))
        if due_on > today + timedelta(days=days):
            # a day in ten years would be no emergency but a way around the consent
            raise Invalid.one(
                "due_on", _("本地规定 %(days)d 天内补签，请写近一些的一天。") % {"days": days}
            )
    else:
        given_on, due_on = given_on or today, None
        _check_consent(case, given_by, guardian_name, given_on)
    facts: dict[str, Any] = {
        "basis": basis, "given_by": given_by, "guardian_name": guardian_name.strip(), "form": form,
        "given_on": given_on, "due_on": due_on, "withdrawn_on": None, "reason_sealed": b"",
    }  # fmt: skip
    before = ServiceAgreement.objects.current().filter(case=case, purpose=purpose).first()
    if before is not None:
        row = replace_fact(before, actor=actor, **facts)
    else:
        row = ServiceAgreement.objects.create(
            case=case, purpose=purpose, recorded_by=actor.uid, **facts
        )
    case_event(actor, "record_agreement", case, purpose=str(purpose), basis=str(basis))
    return row


def _check_consent(case: Case, given_by: str, guardian_name: str, given_on: date) -> None:
    require_past("given_on", given_on)
    if given_by not in GivenBy.values:
        raise Invalid.one("given_by", _("请选由谁同意。"))
    child = needs_guardian(case.resident.birth_on, on=given_on)
    if child and given_by != GivenBy.GUARDIAN:
        raise Invalid.one("given_by", _("服务对象不满 14 岁，要由监护人同意。"))
    if given_by == GivenBy.GUARDIAN and not guardian_name.strip():
        raise Invalid.one("guardian_name", _("请填监护人姓名。"))


@transaction.atomic
def withdraw_agreement(
    agreement: ServiceAgreement, *, actor: Actor, reason: str, withdrawn_on: date | None = None
) -> ServiceAgreement:
    """The client takes the agreement back; the row that stood stays as it was. Raises Conflict, ReasonNeeded."""
    case = agreement.case
    require_work(actor, case)
    hold_rows(Case, [case.pk])
    on = withdrawn_on or clock.today()
    require_past("withdrawn_on", on)
    if agreement.withdrawn_on is not None:
        raise Conflict
    uid, reason = new_uid(), required_reason(reason)
    row = replace_fact(
        agreement,
        actor=actor,
        uid=uid,
        withdrawn_on=on,
        reason_sealed=case.key.seal(reason, field="agreement_reason", row=uid),
    )
    case_event(actor, "withdraw_agreement", case, purpose=row.purpose)
    return row


@transaction.atomic
def agree_plan(
    plan: Plan, *, actor: Actor, agreed_by: str, agreed_form: str, agreed_on: date | None = None
) -> Plan:
    """The client agrees to this version of the plan; filled in once. Raises Invalid, Conflict."""
    require_work(actor, plan.case)
    require_open(plan.case)
    on = agreed_on or clock.today()
    require_past("agreed_on", on, since=plan.published_on)
    if agreed_by not in GivenBy.values:
        raise Invalid.one("agreed_by", _("请选由谁同意。"))
    taken = Plan.objects.current().filter(pk=plan.pk, agreed_on=None)
    if taken.update(agreed_on=on, agreed_by=agreed_by, agreed_form=agreed_form) != 1:
        raise Conflict
    plan.agreed_on, plan.agreed_by, plan.agreed_form = on, agreed_by, agreed_form
    case_event(actor, "agree_plan", plan.case, version=plan.version)
    return plan
