"""Valid pack versions, claims and lists for any room's tests. They write rows directly: no permission, no audit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from yimi.core.ids import SYSTEM_UID
from yimi.core.models import DataKey
from yimi.engine.packs import load_pack
from yimi.programmes.accounts import FIELD, Account, sealed_content
from yimi.programmes.models import (
    BankAccount,
    Claim,
    ConductCheck,
    ListState,
    PackState,
    PackVersion,
    Payee,
    PayeeFile,
    PaymentItem,
    PaymentList,
)
from yimi.programmes.rules.states import GRANTED, State
from yimi.regions.rules import pad_code
from yimi.workforce.models import Worker

JINGZHOU = "421000/worker-incentives"
CERTIFICATE = f"{JINGZHOU}/certificate"
CITY, COUNTY, OTHER_COUNTY, TOWN = "421000000000", "421002000000", "421003000000", "421002001000"
#: A day on which the Jingzhou measure is in force.
NOW = datetime(2024, 6, 3, 2, 0, tzinfo=UTC)
ACCOUNT = Account("荆州示例银行沙市支行", "卓玛", "6200009900000000001")
_serial = count(1)


@lru_cache(maxsize=1)
def jingzhou_text() -> str:
    """The shipped text."""
    return load_pack(JINGZHOU).path.read_text("utf-8")


def make_version(text: str = "", **fields: Any) -> PackVersion:
    """The Jingzhou pack, published by two people."""
    from yimi.programmes.versions import read_text

    text = text or jingzhou_text()
    pack = read_text(text, "test")
    defaults: dict[str, Any] = {
        "pack_id": pack.id,
        "version": pack.version,
        "sha256": pack.sha256,
        "text": text,
        "title": pack.title,
        "kind": pack.kind,
        "region_code": pack.region if pack.prefix else "",
        "state": PackState.PUBLISHED,
        "proposed_by": uuid4(),
        "proposed_name": "甲",
        "decided_by": uuid4(),
        "decided_name": "乙",
        "decided_at": NOW,
    }
    if fields.get("state") == PackState.PROPOSED:
        defaults |= {"decided_by": None, "decided_name": "", "decided_at": None}
    return PackVersion.objects.create(**(defaults | fields))


def make_conduct_check(worker: Worker, on: date = date(2024, 3, 1)) -> ConductCheck:
    """Somebody asked, and nothing was found."""
    return ConductCheck.objects.create(worker=worker, checked_on=on, recorded_by=SYSTEM_UID)


def make_payee(worker: Worker) -> Payee:
    """The person behind a staff file."""
    held = PayeeFile.objects.current().filter(worker=worker).first()
    if held:
        return held.payee
    key = DataKey.make()
    key.save(force_insert=True)
    payee = Payee.objects.create(key=key)
    PayeeFile.objects.create(worker=worker, payee=payee, recorded_by=SYSTEM_UID)
    return payee


def make_account(payee: Payee) -> BankAccount:
    """Where the money goes."""
    key, uid = DataKey.make(), uuid4()
    key.save(force_insert=True)
    sealed = key.seal(sealed_content(ACCOUNT), field=FIELD, row=uid)
    return BankAccount.objects.create(
        uid=uid, payee=payee, key=key, sealed=sealed, recorded_by=SYSTEM_UID
    )


def make_claim(worker: Worker, version: PackVersion | None = None, **fields: Any) -> Claim:
    """A claim on the certificate grant, applied for; other states with ``state``."""
    version = version or PackVersion.objects.filter(pack_id=JINGZHOU).first() or make_version()
    state = fields.setdefault("state", State.APPLIED)
    fields.setdefault("region_code", worker.region_code)
    if state in GRANTED:
        fields.setdefault("approved_at", NOW)
    fields.setdefault("amount_fen", 50000)
    fields.setdefault("subject_key", uuid4())
    fields.setdefault("slot_kind", "level")
    fields.setdefault("slot", "assistant")
    return Claim.objects.create(
        number=f"SQ{next(_serial):09d}",
        payee=make_payee(worker),
        worker=worker,
        version=version,
        benefit=fields.pop("benefit", f"{version.pack_id}/certificate"),
        claimed_on=fields.pop("claimed_on", date(2024, 6, 3)),
        decision=fields.pop(
            "decision", {"benefit": "考证扶持资金", "reasons": [], "outcome": "likely"}
        ),
        recorded_by=fields.pop("recorded_by", SYSTEM_UID),
        **fields,
    )


def make_list(
    region_code: str = CITY, *, workers: tuple[Worker, ...] = (), **fields: Any
) -> PaymentList:
    """A draft list with one listed claim per worker."""
    version = fields.pop("version", None)
    state = fields.setdefault("state", ListState.DRAFT)
    if state not in {ListState.DRAFT, ListState.DISSOLVED}:
        fields.setdefault("approved_by", uuid4())
    made = PaymentList.objects.create(
        number=f"FF{next(_serial):09d}",
        region_code=region_code,
        benefit=CERTIFICATE,
        title="考证扶持资金",
        prepared_by=fields.pop("prepared_by", uuid4()),
        prepared_name="甲",
        **fields,
    )
    for worker in workers:
        claim = make_claim(worker, version, state=State.LISTED)
        PaymentItem.objects.create(
            list=made, claim=claim, amount_fen=claim.amount_fen, name=worker.name
        )
    return made


def pack_text_for(region_code: str) -> str:
    """The Jingzhou rules as a pack of another division."""
    county = region_code[:6]
    text = jingzhou_text().replace("421000/worker-incentives", f"{county}/worker-incentives")
    return text.replace('region = "421000000000"', f'region = "{pad_code(county)}"')


def pack_for(region_code: str) -> PackVersion:
    """The Jingzhou rules as another division's pack, published."""
    return make_version(pack_text_for(region_code))


def new_uid() -> UUID:
    """Anybody."""
    return uuid4()
