"""The only writers of the rulemaking room."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Conflict, Invalid
from yimi.core.superseding import take_version
from yimi.engine.errors import EngineError
from yimi.engine.pack_text import PackText
from yimi.programmes.actions import propose_pack
from yimi.programmes.actions.packs import LONGEST_TEXT
from yimi.programmes.models import PackVersion
from yimi.programmes.permissions import PROPOSE_PACKS
from yimi.programmes.versions import RULES
from yimi.rulemaking.beginning import NATIONAL
from yimi.rulemaking.errors import DraftGone, EditClash
from yimi.rulemaking.models import PackDraft


@transaction.atomic
def begin_draft(text: str, *, region_code: str, begun_from: str, actor: Actor) -> PackDraft:
    """A draft with this text for this place. Raises Forbidden outside the actor's divisions, Invalid for no TOML."""
    actor.require_at(PROPOSE_PACKS, region_code=region_code)
    draft = PackDraft(
        region_code=region_code,
        begun_from=begun_from,
        author_uid=actor.uid,
        author_name=actor.name,
        saved_name=actor.name,
        **_columns(text, region_code),
    )
    draft.save(force_insert=True)
    _tell(actor, "rulemaking.begin_draft", draft, begun_from=begun_from)
    return draft


@transaction.atomic
def save_draft(draft: PackDraft, text: str, *, expected: int, actor: Actor) -> PackDraft:
    """Keep a text that is readable TOML, whether it is a whole pack yet or not.

    Raises EditClash (with what stands now), Invalid at ``text``, Forbidden outside the actor's divisions.
    """
    actor.require_at(PROPOSE_PACKS, region_code=draft.region_code)
    columns = _columns(text, draft.region_code)
    _take(draft, expected, {**columns, "saved_at": clock.now(), "saved_name": actor.name})
    _tell(actor, "rulemaking.save_draft", draft)
    return draft


@transaction.atomic
def propose_draft(draft: PackDraft, *, expected: int, actor: Actor) -> PackVersion:
    """Hand the draft in for a second person. Raises PackNotUsable, VersionTaken, EditClash."""
    version = propose_pack(draft.text, actor=actor)
    _take(draft, expected, {"proposed_as": version})
    _tell(actor, "rulemaking.propose_draft", draft, version=str(version.pk))
    return version


@transaction.atomic
def drop_draft(draft: PackDraft, *, expected: int, actor: Actor) -> None:
    """Put a draft away; its text stays in the database. Raises EditClash."""
    actor.require_at(PROPOSE_PACKS, region_code=draft.region_code)
    _take(draft, expected, {"dropped_at": clock.now()})
    _tell(actor, "rulemaking.drop_draft", draft)


def _columns(text: str, region_code: str) -> dict[str, str]:
    """The text with what lists show of it. Raises Invalid at ``text`` for what could never be a pack of the place."""
    text = text.replace("\r\n", "\n")
    if len(text) > LONGEST_TEXT:
        raise Invalid.one("text", _("内容太长。"))
    try:
        parts = PackText(text)
        parts.require_shapes()
        heads = parts.of_kind("pack")
    except EngineError as error:
        raise Invalid.one("text", str(error)) from None
    head = heads[0].values if heads else {}
    if not heads or not str(head.get("id", "")) or head.get("kind") != RULES:
        raise Invalid.one("text", _("开头要有 [pack]，写明 id，kind = \"rules\"。"))  # fmt: skip
    if head.get("region") != (region_code or NATIONAL):
        words = _("region 要写 %(region)s：这份草稿是为这个地方起草的。")
        raise Invalid.one("text", words % {"region": region_code or NATIONAL})
    pack_id, title = str(head["id"]), str(head.get("title", ""))
    if len(pack_id) > 80 or len(title) > 200:
        raise Invalid.one("text", _("id 或 title 太长。"))
    return {"text": text, "pack_id": pack_id, "title": title}


def _take(draft: PackDraft, expected: int, changes: dict[str, object]) -> None:
    try:
        take_version(draft, expected=expected, changes=changes)
    except Conflict:
        current = PackDraft.objects.get(pk=draft.pk)
        if current.dropped_at is not None:
            raise DraftGone() from None
        raise EditClash(current) from None


def _tell(actor: Actor, action: str, draft: PackDraft, **details: str) -> None:
    record_event(
        actor, action, subject_kind="pack_draft", subject_uid=draft.pk,
        region_code=draft.region_code, details={"pack": draft.pack_id, **details},
    )  # fmt: skip
