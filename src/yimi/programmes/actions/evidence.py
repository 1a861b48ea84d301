"""Papers behind a claim: photos are cleaned, PDF files are taken as they are; an officer may say they saw the original."""

from __future__ import annotations

import hashlib
import io

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.ids import new_uid
from yimi.programmes.access import is_own
from yimi.programmes.actions.applying import benefit_of
from yimi.programmes.actions.checks import require_stranger
from yimi.programmes.errors import FileRefused, StepNotNow
from yimi.programmes.models import Claim, Evidence
from yimi.programmes.permissions import CHECK, CLAIM_OWN
from yimi.programmes.rules.states import State
from yimi.programmes.storage import FIELD, read_sealed, write_sealed
from yimi.programmes.versions import in_force
from yimi.services.errors import PhotoRefused
from yimi.services.photos import clean_photo

MAX_PDF = 10 * 2**20
MAX_FILES = 20
PDF, JPEG = "application/pdf", "image/jpeg"


@transaction.atomic
def attach_evidence(claim: Claim, kind: str, content: bytes, *, actor: Actor) -> Evidence:
    """Add a photo or a PDF to a claim that is still being prepared. The same file twice is added once.

    Raises FileRefused, StepNotNow once the papers were declared complete.
    """
    _require_hand_in(actor, claim)
    _require_kind(claim, kind)
    media_type, plain = _clean(content)
    digest = hashlib.sha256(plain).hexdigest()
    there = Evidence.objects.filter(claim=claim, voided_at=None)
    again = there.filter(kind=kind, sha256=digest).first()
    if again is not None:
        return again
    if there.count() >= MAX_FILES:
        raise FileRefused(why=_("一份申请最多 20 个文件。"))
    uid = new_uid()
    row = Evidence(
        uid=uid,
        claim=claim,
        kind=kind,
        key=claim.payee.key,
        file_uid=uid,
        media_type=media_type,
        size=len(plain),
        sha256=digest,
        recorded_by=actor.uid,
    )
    path = write_sealed(uid, claim.payee.key.seal_bytes(plain, field=FIELD, row=uid))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        path.unlink(missing_ok=True)
        return there.get(kind=kind, sha256=digest)
    _tell(actor, "programmes.attach_evidence", row, sha256=digest)
    return row


@transaction.atomic
def note_original_seen(claim: Claim, kind: str, *, actor: Actor) -> Evidence:
    """A checker has seen the original; no file is kept."""
    actor.require_at(CHECK, region_code=claim.region_code)
    require_stranger(actor, claim, CHECK)
    if claim.state != State.APPLIED:
        raise StepNotNow()
    _require_kind(claim, kind)
    again = claim.evidence.filter(kind=kind, sha256="", voided_at=None).first()
    if again is not None:
        return again
    row = Evidence(claim=claim, kind=kind, key=claim.payee.key, recorded_by=actor.uid)
    row.save(force_insert=True)
    _tell(actor, "programmes.see_original", row)
    return row


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, actor: Actor) -> None:
    """Take a wrong paper out of sight while the claim is still being prepared."""
    _require_hand_in(actor, evidence.claim)
    held = Evidence.objects.filter(pk=evidence.pk, voided_at=None)
    if held.update(voided_at=clock.now()) != 1:
        raise StepNotNow()
    _tell(actor, "programmes.withdraw_evidence", evidence)


def open_evidence(evidence: Evidence, *, actor: Actor) -> bytes:
    """A paper's bytes, for whoever may see it; the look goes into the trail. Raises FileRefused when the file is gone."""
    _tell(actor, "programmes.view_evidence", evidence)
    try:
        sealed = read_sealed(evidence.file_uid)
    except FileNotFoundError:
        raise FileRefused(why=_("文件不在服务器上了，请从备份恢复或请本人重新上传。")) from None
    return evidence.key.open_bytes(sealed, field=FIELD, row=evidence.file_uid)


def _require_hand_in(actor: Actor, claim: Claim) -> None:
    if is_own(actor, claim):
        actor.require(CLAIM_OWN)
    else:
        actor.require_at(CHECK, region_code=claim.region_code)
    if claim.state != State.APPLIED:
        raise StepNotNow()


def _require_kind(claim: Claim, kind: str) -> None:
    if kind not in in_force(claim.version).rules.benefit(benefit_of(claim)).evidence:
        raise FileRefused(why=_("这项待遇不需要这种材料。"))


def _clean(content: bytes) -> tuple[str, bytes]:
    if content.startswith(b"%PDF-"):
        if len(content) > MAX_PDF:
            raise FileRefused(why=_("PDF 超过 10 MB，请缩小后再传。"))
        return PDF, content
    try:
        return JPEG, clean_photo(io.BytesIO(content), size=len(content)).content
    except PhotoRefused as error:
        raise FileRefused(why=str(error)) from None


def _tell(actor: Actor, action: str, row: Evidence, **details: str) -> None:
    record_event(
        actor, action, subject_kind="claim", subject_uid=row.claim_id,
        region_code=row.claim.region_code,
        details={"evidence": str(row.pk), **details},
    )  # fmt: skip
