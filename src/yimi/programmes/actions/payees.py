"""Who is paid, and where to: finding the person behind a staff file, keeping the account, looking at it."""

from __future__ import annotations

import unicodedata

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.crypto import digest_value
from yimi.core.errors import Forbidden, Invalid
from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.core.superseding import hold_rows, supersede
from yimi.programmes.accounts import FIELD, Account, sealed_content
from yimi.programmes.errors import TwoFilesOnePerson
from yimi.programmes.models import BankAccount, Payee, PayeeFile
from yimi.programmes.permissions import CLAIM_OWN
from yimi.stations.actions.checks import require_text
from yimi.workforce.models import Worker

#: Cards have 16 to 19 digits, accounts of a bank's counter up to 32.
SHORTEST_ACCOUNT, LONGEST_ACCOUNT = 8, 32


@transaction.atomic
def ensure_payee(worker: Worker, *, actor: Actor) -> Payee:
    """The person behind a staff file; one with the same ID number, also in another province, is the same person.

    Raises TwoFilesOnePerson when the ID number was added later and belongs to somebody who claims under another file:
    nothing is claimed until the two are joined.
    """
    payee = payee_of(worker, actor=actor)
    if not payee.id_digest and (digest := _digest(worker)):
        known = Payee.objects.filter(id_digest=digest).order_by("uid").first()
        if known is not None and _who_stays(known).pk != payee.pk:
            raise TwoFilesOnePerson()
        Payee.objects.filter(pk=payee.pk).update(id_digest=digest)
        payee.id_digest = digest
    return payee


@transaction.atomic
def payee_of(worker: Worker, *, actor: Actor) -> Payee:
    """The person behind a staff file as far as is known; a new one for a file that never claimed."""
    hold_rows(Worker, [worker.pk])
    held = PayeeFile.objects.current().filter(worker=worker).select_related("payee__key").first()
    if held is not None:
        return held.payee
    payee = _of_id(_digest(worker))
    PayeeFile.objects.create(worker=worker, payee=payee, recorded_by=actor.uid)
    record_event(
        actor, "programmes.link_payee", subject_kind="payee", subject_uid=payee.pk,
        region_code=worker.region_code, details={"worker": str(worker.pk)},
    )  # fmt: skip
    return payee


def _digest(worker: Worker) -> str:
    """Of the ID number without any place: two provinces that keep files of one person must meet here."""
    number = worker.key.open(worker.id_number_sealed, field="id_number", row=worker.pk)
    return digest_value("payee_id", number, place="") if number else ""


def _of_id(digest: str) -> Payee:
    known = Payee.objects.filter(id_digest=digest).select_related("key").order_by("uid")
    found = known.first() if digest else None
    if found is not None:
        return _who_stays(found)
    key = DataKey.make()
    payee = Payee(uid=new_uid(), key=key, id_digest=digest)
    try:
        with transaction.atomic():
            key.save(force_insert=True)
            payee.save(force_insert=True)
    except IntegrityError:
        # another office linked the same person's other file in this moment
        return _who_stays(known.get())
    return payee


def _who_stays(payee: Payee) -> Payee:
    """Whoever a payee was joined to, and they perhaps in turn."""
    while payee.merged_into is not None:
        payee = payee.merged_into
    return payee


@transaction.atomic
def set_account(worker: Worker, account: Account, *, actor: Actor) -> BankAccount:
    """Somebody says where their own money goes; nobody else can. What was there before stays, sealed."""
    actor.require(CLAIM_OWN)
    if actor.worker_uid != worker.pk:
        raise Forbidden(permission=CLAIM_OWN)
    checked = _checked(account)
    payee = ensure_payee(worker, actor=actor)
    hold_rows(Payee, [payee.pk])
    for old in BankAccount.objects.current().filter(payee=payee):
        supersede(old)
    key = DataKey.make()
    key.save(force_insert=True)
    uid = new_uid()
    row = BankAccount(
        uid=uid,
        payee=payee,
        key=key,
        sealed=key.seal(sealed_content(checked), field=FIELD, row=uid),
        recorded_by=actor.uid,
    )
    row.save(force_insert=True)
    record_event(
        actor, "programmes.set_account", subject_kind="payee", subject_uid=payee.pk,
        region_code=worker.region_code, details={"account": str(uid)},
    )  # fmt: skip
    return row


def _checked(account: Account) -> Account:
    number = "".join(unicodedata.normalize("NFKC", account.number).split()).replace("-", "")
    if not (number.isascii() and number.isdigit()):
        raise Invalid.one("number", _("账号只写数字，请照存折或银行卡核对。"))
    if not SHORTEST_ACCOUNT <= len(number) <= LONGEST_ACCOUNT:
        raise Invalid.one("number", _("账号的位数不对（8 至 32 位），请核对。"))
    return Account(
        require_text("bank", account.bank, longest=60),
        require_text("holder", account.holder, longest=60),
        number,
    )
