"""Probes of the programmes room's doors: claims on a county's own pack, at the asker's station and far away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from yimi.access.tests.probing import FAR, Call, Probe, World, both
from yimi.core.ids import SYSTEM_UID
from yimi.programmes.models import (
    Appeal,
    Claim,
    Evidence,
    Honour,
    ListState,
    PackState,
    PackVersion,
    PaymentList,
)
from yimi.programmes.rules.states import State
from yimi.programmes.storage import FIELD, write_sealed
from yimi.programmes.tests.factories import (
    make_claim,
    make_conduct_check,
    make_list,
    make_version,
    new_uid,
    pack_for,
    pack_text_for,
)
from yimi.regions.rules import pad_code
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Worker
from yimi.workforce.tests.factories import make_certificate, make_placement, make_worker

KIND = "在岗证明"


def _county(unit: ServiceUnit) -> str:
    return pad_code(unit.region_code[:6])


def _worker(unit: ServiceUnit) -> Worker:
    worker = make_worker(region_code=_county(unit))
    make_placement(worker, unit)
    return worker


def _version(unit: ServiceUnit) -> PackVersion:
    code = _county(unit)
    return PackVersion.objects.filter(region_code=code).first() or pack_for(code)


def _claim_of(unit: ServiceUnit, worker: Worker | None = None, **fields: Any) -> Claim:
    fields.setdefault("region_code", unit.region_code)
    return make_claim(worker or _worker(unit), _version(unit), **fields)


def _claim(args: Mapping[str, Any] | None = None, method: str = "get", data: Any = None, **fields: Any) -> Probe:  # fmt: skip
    return both(
        lambda unit: Call({"uid": _claim_of(unit, **fields).pk, **(args or {})}, method, data or {})
    )


def _paper(claim: Claim) -> Evidence:
    uid, key = new_uid(), claim.payee.key
    write_sealed(uid, key.seal_bytes(b"%PDF-1.7", field=FIELD, row=uid))
    return Evidence.objects.create(
        uid=uid, claim=claim, kind=KIND, key=key, file_uid=uid, media_type="application/pdf",
        sha256="0" * 64, size=8, recorded_by=SYSTEM_UID,
    )  # fmt: skip


def _appealed(unit: ServiceUnit) -> Call:
    claim = _claim_of(unit, state=State.REFUSED)
    Appeal.objects.create(claim=claim, key=claim.payee.key, text_sealed=b"", filed_by=SYSTEM_UID)
    return Call({"uid": claim.pk})


def _to_come_back(unit: ServiceUnit) -> Call:
    claim = _claim_of(unit, state=State.REVERSED)
    claim.reversals.create(amount_fen=50000, was_paid=True, reason="不符", recorded_by=SYSTEM_UID)
    return Call({"uid": claim.pk})


def _as_worker(world: World) -> Worker:
    worker = _worker(world.unit)
    world.user.worker_uid = worker.pk
    world.user.save(update_fields=["worker_uid"])
    return worker


def _own(make: Callable[[Claim], Call], **fields: Any) -> Probe:
    """The asker's own claim; outside: a colleague's at the same station."""

    def inside(world: World) -> Call:
        return make(_claim_of(world.unit, _as_worker(world), **fields))

    def outside(world: World) -> Call:
        _as_worker(world)
        return make(_claim_of(world.unit, **fields))

    return Probe(inside=inside, outside=outside)


def _uid(claim: Claim) -> Call:
    return Call({"uid": claim.pk})


def _offer(unit: ServiceUnit, worker: Worker) -> dict[str, Any]:
    make_conduct_check(worker)
    key = make_certificate(worker).pk
    return {"version_uid": _version(unit).pk, "benefit": "certificate", "key": key}


def _apply() -> Probe:
    def outside(world: World) -> Call:
        _as_worker(world)
        return Call(_offer(world.unit, _worker(world.unit)))

    return Probe(lambda world: Call(_offer(world.unit, _as_worker(world))), outside)


def _apply_for(unit: ServiceUnit) -> Call:
    worker = _worker(unit)
    return Call({"uid": worker.pk, **_offer(unit, worker)})


def _staff(args: Mapping[str, Any] | None = None) -> Probe:
    return both(lambda unit: Call({"uid": _worker(unit).pk, **(args or {})}))


def _honour(unit: ServiceUnit) -> Call:
    row = Honour.objects.create(
        worker=_worker(unit), title="示例荣誉", level="city", awarded_on="2024-01-01",
        recorded_by=SYSTEM_UID,
    )  # fmt: skip
    return Call({"kind": "honour", "uid": row.pk})


def _list_of(unit: ServiceUnit, **fields: Any) -> PaymentList:
    worker = _worker(unit)
    return make_list(_county(unit), workers=(worker,), version=_version(unit), **fields)


def _list(args: Mapping[str, Any] | None = None, **fields: Any) -> Probe:
    return both(lambda unit: Call({"uid": _list_of(unit, **fields).pk, **(args or {})}))


def _sent(method: str = "get") -> Probe:
    """A list that the asker took to finance."""

    def at(unit: ServiceUnit, world: World) -> Call:
        made = _list_of(unit, state=ListState.SENT, sent_by=world.user.pk, sent_on="2024-01-01")
        return Call({"uid": made.pk}, method)

    return Probe(lambda world: at(world.unit, world), lambda world: at(world.far_unit, world))


def _item(unit: ServiceUnit) -> Call:
    return Call({"uid": _list_of(unit).items.get().pk})


def _proposed() -> Probe:
    """Proposals are for the offices of their place; what is published everybody reads."""

    def at(region: str) -> Call:
        return Call({"uid": make_version(pack_text_for(region), state=PackState.PROPOSED).pk})

    return Probe(lambda world: at(_county(world.unit)), lambda _world: at(FAR))


def _pack() -> Probe:
    return Probe(lambda world: Call({"uid": _version(world.unit).pk}), _proposed().outside)


PROBES = {
    "programmes:claim": _claim(),
    "programmes:seen": _claim(method="post", data={"kind": KIND}),
    "programmes:answer": both(_appealed),
    "programmes:check": _claim({"step": "complete"}),
    "programmes:decide": _claim({"step": "refuse"}),
    "programmes:returned": both(_to_come_back),
    "programmes:evidence": both(lambda unit: Call({"uid": _paper(_claim_of(unit)).pk})),
    "programmes:apply": _apply(),
    "programmes:my_claim": _own(_uid),
    "programmes:my_step": _own(lambda claim: Call({"uid": claim.pk, "step": "withdraw"})),
    "programmes:hand_in": _own(lambda claim: Call({"uid": claim.pk}, "post", {"kind": KIND})),
    "programmes:my_evidence": _own(lambda claim: Call({"uid": _paper(claim).pk})),
    "programmes:drop_evidence": _own(lambda claim: Call({"uid": _paper(claim).pk}, "post")),
    "programmes:worker": _staff(),
    "programmes:join": _staff(),
    "programmes:new_fact": _staff({"kind": "honour"}),
    "programmes:apply_for": both(_apply_for),
    "programmes:drop_fact": both(_honour),
    "programmes:list": _list(),
    "programmes:approve_list": _list(),
    "programmes:send_list": _list(state=ListState.APPROVED),
    "programmes:accounts": _sent("post"),
    "programmes:reconcile": _sent(),
    "programmes:posting": _list({"kind": "page"}, state=ListState.APPROVED),
    "programmes:prepare_step": _list({"step": "post"}, state=ListState.APPROVED),
    "programmes:drop_item": both(_item),
    "programmes:pack": _pack(),
    "programmes:decide_pack": _proposed(),
    "programmes:repeal_pack": _proposed(),
}
