"""The only writers of places' indicators: one writes, another lets in; what is published never changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Conflict, Invalid, NotFound
from yimi.core.superseding import take_version
from yimi.insight.errors import OpenVersion, SecondPersonNeeded, StepNotNow
from yimi.insight.figures.indicators import indicators_at
from yimi.insight.local.checking import checked_indicator, checked_names
from yimi.insight.local.texts import digest_of, entry_of, text_of
from yimi.insight.models import IndicatorKind, IndicatorVersion, LocalIndicator, VersionState
from yimi.insight.permissions import APPROVE_INDICATORS, PROPOSE_INDICATORS
from yimi.regions.rules import pad_code, prefix_of
from yimi.stations.actions.checks import require_text

LONGEST_NOTE = 500


@transaction.atomic
def add_indicator(prefix: str, entry: Mapping[str, Any], *, actor: Actor) -> IndicatorVersion:
    """A draft of an indicator of the place's own, under the next free key. Raises Invalid, Forbidden elsewhere."""
    code = _place(prefix, actor)
    indicator = LocalIndicator(
        region_code=code, kind=IndicatorKind.ADDED, key=next_key(code), begun_by=actor.uid
    )
    return _begin(indicator, entry, actor=actor)


@transaction.atomic
def name_indicator(
    prefix: str, key: str, entry: Mapping[str, Any], *, actor: Actor
) -> IndicatorVersion:
    """A draft of the place's own names for an indicator that it knows. Raises Invalid, NotFound, OpenVersion."""
    code = _place(prefix, actor)
    if key not in indicators_at(code).indicators:
        raise NotFound
    known = LocalIndicator.objects.filter(region_code=code, key=key).first()
    if known is not None:
        return _next(known, entry, actor=actor)
    indicator = LocalIndicator(
        region_code=code, kind=IndicatorKind.RENAMED, key=key, begun_by=actor.uid
    )
    return _begin(indicator, entry, actor=actor)


@transaction.atomic
def revise(version: IndicatorVersion, *, actor: Actor) -> IndicatorVersion:
    """A new draft that begins as a published version stands. Raises OpenVersion where one is under way."""
    actor.require_at(PROPOSE_INDICATORS, region_code=version.indicator.region_code)
    return _next(version.indicator, entry_of(version.text), actor=actor)


@transaction.atomic
def edit_draft(
    version: IndicatorVersion, entry: Mapping[str, Any], *, actor: Actor, expected: int
) -> IndicatorVersion:
    """Write a draft anew; whoever did so last is its author. Raises Invalid, Conflict when it changed meanwhile."""
    actor.require_at(PROPOSE_INDICATORS, region_code=version.indicator.region_code)
    text = _checked(version.indicator, entry, version.number)
    _move(
        version, expected=expected, begins=(VersionState.DRAFT,),
        text=text, sha256=digest_of(text), title=entry["title"], author_uid=actor.uid, author_name=actor.name,
    )  # fmt: skip
    _tell(actor, "insight.edit_draft", version)
    return version


@transaction.atomic
def propose(version: IndicatorVersion, *, actor: Actor, expected: int) -> IndicatorVersion:
    """Freeze a draft for a second person; whoever proposes it answers for it. Raises Invalid when it no longer holds."""
    actor.require_at(PROPOSE_INDICATORS, region_code=version.indicator.region_code)
    _checked(version.indicator, entry_of(version.text), version.number)
    _move(
        version, expected=expected, begins=(VersionState.DRAFT,), state=VersionState.PROPOSED,
        proposed_at=clock.now(), author_uid=actor.uid, author_name=actor.name, note="",
    )  # fmt: skip
    _tell(actor, "insight.propose_indicator", version)
    return version


@transaction.atomic
def publish(version: IndicatorVersion, *, actor: Actor, expected: int) -> IndicatorVersion:
    """A second person lets it in: from now on it is counted at the place and below. Raises SecondPersonNeeded."""
    _require_another(version, actor)
    _checked(version.indicator, entry_of(version.text), version.number)
    _move(
        version, expected=expected, begins=(VersionState.PROPOSED,), state=VersionState.PUBLISHED,
        decided_by=actor.uid, decided_name=actor.name, decided_at=clock.now(),
    )  # fmt: skip
    _tell(actor, "insight.publish_indicator", version)
    return version


@transaction.atomic
def send_back(
    version: IndicatorVersion, *, actor: Actor, expected: int, note: str
) -> IndicatorVersion:
    """It becomes a draft again: a second person says why, or its author thinks better of it."""
    own = version.author_uid == actor.uid
    slug = PROPOSE_INDICATORS if own else APPROVE_INDICATORS
    actor.require_at(slug, region_code=version.indicator.region_code)
    note = require_text("note", note, longest=LONGEST_NOTE)
    _move(
        version, expected=expected, begins=(VersionState.PROPOSED,), state=VersionState.DRAFT,
        proposed_at=None, note=note,
    )  # fmt: skip
    _tell(actor, "insight.send_back_indicator", version, reason=note)
    return version


@transaction.atomic
def drop_draft(version: IndicatorVersion, *, actor: Actor, expected: int) -> IndicatorVersion:
    """It is not proposed after all; it stays on file."""
    actor.require_at(PROPOSE_INDICATORS, region_code=version.indicator.region_code)
    _move(version, expected=expected, begins=(VersionState.DRAFT,), state=VersionState.DROPPED)
    _tell(actor, "insight.drop_draft", version)
    return version


@transaction.atomic
def withdraw(
    version: IndicatorVersion, *, actor: Actor, expected: int, reason: str
) -> IndicatorVersion:
    """From today on it is not offered any more; tables and reports that hold it can still be read."""
    actor.require_at(APPROVE_INDICATORS, region_code=version.indicator.region_code)
    reason = require_text("reason", reason, longest=300)
    newest = version.indicator.versions.filter(decided_at__isnull=False).aggregate(at=Max("number"))
    if newest["at"] != version.number:
        raise StepNotNow
    _move(
        version, expected=expected, begins=(VersionState.PUBLISHED,), state=VersionState.WITHDRAWN,
        withdrawn_by=actor.uid, withdrawn_at=clock.now(), note=reason,
    )  # fmt: skip
    _tell(actor, "insight.withdraw_indicator", version, reason=reason)
    return version


def note_preview(prefix: str, entry: Mapping[str, Any], *, actor: Actor) -> None:
    """Somebody looked at the figures of a definition that nobody else has let in: the trail keeps what was asked."""
    text = text_of(entry)
    record_event(
        actor, "insight.preview_indicator", subject_kind="indicator_version", subject_uid=entry["key"],
        region_code=pad_code(prefix), details={"sha256": digest_of(text), "text": text},
    )  # fmt: skip


def next_key(code: str) -> str:
    """The next free key of a place, never one of a pack: ``L411623_01``. One query."""
    taken = LocalIndicator.objects.filter(region_code=code, kind=IndicatorKind.ADDED)
    numbers = [int(key.rpartition("_")[2]) for key in taken.values_list("key", flat=True)]
    return f"L{prefix_of(code)}_{max(numbers, default=0) + 1:02}"


def _place(prefix: str, actor: Actor) -> str:
    """The 12-digit code of a province, city or county of the actor's; below and above nothing is defined."""
    if len(prefix) not in {2, 4, 6} or not prefix.isdigit():
        raise NotFound
    code = pad_code(prefix)
    actor.require_at(PROPOSE_INDICATORS, region_code=code)
    return code


def _begin(
    indicator: LocalIndicator, entry: Mapping[str, Any], *, actor: Actor
) -> IndicatorVersion:
    text = _checked(indicator, entry, 1)
    try:
        with transaction.atomic():
            indicator.save(force_insert=True)
    except IntegrityError:
        raise Conflict from None  # a colleague took the key in this very moment
    return _insert(indicator, 1, text, actor=actor)


def _next(indicator: LocalIndicator, entry: Mapping[str, Any], *, actor: Actor) -> IndicatorVersion:
    last = indicator.versions.aggregate(last=Max("number"))["last"] or 0
    return _insert(indicator, last + 1, _checked(indicator, entry, last + 1), actor=actor)


def _insert(indicator: LocalIndicator, number: int, text: str, *, actor: Actor) -> IndicatorVersion:
    version = IndicatorVersion(
        indicator=indicator, number=number, text=text, sha256=digest_of(text), title=entry_of(text)["title"],
        author_uid=actor.uid, author_name=actor.name,
    )  # fmt: skip
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError:
        raise OpenVersion from None
    _tell(actor, "insight.begin_draft", version)
    return version


def _checked(indicator: LocalIndicator, entry: Mapping[str, Any], number: int) -> str:
    """The text of an entry that holds up; the key is the indicator's, whatever the entry says."""
    entry = {**entry, "key": indicator.key}
    known = indicators_at(indicator.region_code)
    if indicator.kind == IndicatorKind.RENAMED:
        checked_names(entry, known)
        return text_of(entry, renames=True)
    name = f"{prefix_of(indicator.region_code)}/{indicator.key}@{number}"
    found = checked_indicator(entry, known, pack=name)
    before = known.indicators.get(indicator.key)
    if before is not None and before.unit != found.unit:
        # ratios and targets rest on it
        raise Invalid.one("unit", _("单位变了就是另一个指标，请另立。"))
    return text_of(entry)


def _require_another(version: IndicatorVersion, actor: Actor) -> None:
    actor.require_at(APPROVE_INDICATORS, region_code=version.indicator.region_code)
    if version.author_uid == actor.uid:
        raise SecondPersonNeeded(permission=APPROVE_INDICATORS)


def _move(
    version: IndicatorVersion, *, expected: int, begins: tuple[VersionState, ...], **changes: Any
) -> None:
    """Write if the version stands where the step begins and nobody else wrote since. Raises StepNotNow, Conflict."""
    if version.state not in begins:
        raise StepNotNow
    take_version(version, expected=expected, changes=changes)


def _tell(actor: Actor, action: str, version: IndicatorVersion, *, reason: str = "") -> None:
    record_event(
        actor, action, subject_kind="indicator_version", subject_uid=version.pk,
        region_code=version.indicator.region_code, reason=reason,
        details={"indicator": version.name, "sha256": version.sha256},
    )  # fmt: skip
