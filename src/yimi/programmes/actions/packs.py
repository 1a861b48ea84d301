"""Publishing rule packs: one proposes, another lets in; what is published never changes."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.superseding import take_version
from yimi.engine.errors import EngineError
from yimi.engine.packs import Pack
from yimi.engine.rules.reading import read_rules
from yimi.programmes.errors import PackNotUsable, SecondPersonNeeded, StepNotNow, VersionTaken
from yimi.programmes.models import PackState, PackVersion
from yimi.programmes.permissions import APPROVE_PACKS, PROPOSE_PACKS
from yimi.programmes.versions import RULES, catalogue, read_text
from yimi.stations.actions.checks import require_text

LONGEST_TEXT = 200_000
LONGEST_NOTE = 500


@transaction.atomic
def propose_pack(text: str, *, actor: Actor) -> PackVersion:
    """Hand in a version for a second person. Raises PackNotUsable, VersionTaken, Forbidden outside one's division."""
    pack = checked_pack(text)
    region = pack.region if pack.prefix else ""
    actor.require_at(PROPOSE_PACKS, region_code=region)
    last = _last(pack.id)
    if pack.version <= last:
        raise VersionTaken(name=pack.name, last=last)
    version = PackVersion(
        pack_id=pack.id,
        version=pack.version,
        sha256=pack.sha256,
        text=_plain(text),
        title=pack.title,
        kind=pack.kind,
        region_code=region,
        proposed_by=actor.uid,
        proposed_name=actor.name,
    )
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError:
        raise VersionTaken(name=pack.name, last=_last(pack.id)) from None
    _tell(actor, "programmes.propose_pack", version)
    return version


def checked_pack(text: str) -> Pack:
    """The pack in a text, every expression of it checked. Raises PackNotUsable with the engine's sentence."""
    if len(text) > LONGEST_TEXT:
        raise PackNotUsable(why=_("内容太长。"))
    try:
        pack = read_text(_plain(text), "proposed")
        if pack.kind == RULES:
            read_rules(pack, catalogue())
    except EngineError as error:
        raise PackNotUsable(why=str(error)) from None
    if len(pack.id) > 80 or len(pack.title) > 200 or pack.version < 1:
        raise PackNotUsable(why=_("id、title 太长，或 version 不是正整数。"))
    return pack


def _plain(text: str) -> str:
    """Line ends as the digest covers them."""
    return text.replace("\r\n", "\n")


def _last(pack_id: str) -> int:
    known = PackVersion.objects.filter(pack_id=pack_id).exclude(state=PackState.REFUSED)
    return int(known.aggregate(last=Max("version"))["last"] or 0)


@transaction.atomic
def decide_pack(
    version: PackVersion, *, actor: Actor, expected: int, publish: bool, note: str = ""
) -> PackVersion:
    """A second person publishes or refuses. Raises SecondPersonNeeded for whoever proposed it, Conflict when stale."""
    actor.require_at(APPROVE_PACKS, region_code=version.region_code)
    if actor.uid == version.proposed_by:
        raise SecondPersonNeeded(permission=APPROVE_PACKS)
    if version.state != PackState.PROPOSED:
        raise StepNotNow()
    if not publish:
        note = require_text("note", note, longest=LONGEST_NOTE)
    checked_pack(version.text)
    take_version(
        version,
        expected=expected,
        changes={
            "state": PackState.PUBLISHED if publish else PackState.REFUSED,
            "decided_by": actor.uid,
            "decided_name": actor.name,
            "decided_at": clock.now(),
            "note": " ".join(note.split())[:LONGEST_NOTE],
        },
    )
    _tell(actor, "programmes.publish_pack" if publish else "programmes.refuse_pack", version)
    return version


@transaction.atomic
def repeal_pack(
    version: PackVersion, *, actor: Actor, expected: int, repealed_on: date, reason: str
) -> PackVersion:
    """From ``repealed_on`` on nothing new is claimed under the pack; claims made before go on. Not for a past day.

    To undo it, publish the next version: claims must be able to name what was in force.
    """
    actor.require_at(APPROVE_PACKS, region_code=version.region_code)
    reason = require_text("reason", reason, longest=300)
    if version.state != PackState.PUBLISHED or version.repealed_on is not None:
        raise StepNotNow()
    if repealed_on < clock.today():
        raise Invalid.one("repealed_on", _("废止日期不能早于今天：以前的申请已经按它办理。"))
    take_version(version, expected=expected, changes={"repealed_on": repealed_on})
    _tell(
        actor, "programmes.repeal_pack", version, reason=reason, repealed_on=repealed_on.isoformat()
    )
    return version


def _tell(
    actor: Actor, action: str, version: PackVersion, *, reason: str = "", **details: str
) -> None:
    record_event(
        actor, action, subject_kind="pack_version", subject_uid=version.pk,
        region_code=version.region_code, reason=reason,
        details={"pack": version.name, "sha256": version.sha256, **details},
    )  # fmt: skip
