"""Merging two files of one person, and undoing it: links only, nothing is rewritten."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.codes.text import clean_line
from yimi.core.errors import Invalid
from yimi.people.errors import AlreadyMerged, MergeInCircle, MergeUndone
from yimi.people.models import MergeLink, Resident
from yimi.people.permissions import MERGE_RESIDENTS
from yimi.people.queries.merging import links_from
from yimi.people.rules.merging import would_cycle


@transaction.atomic
def merge_residents(duplicate: Resident, kept: Resident, *, actor: Actor, reason: str) -> MergeLink:
    """From now on ``duplicate`` is read as ``kept``; its records, links and statuses stay where they are."""
    for resident in (duplicate, kept):
        actor.require_at(
            MERGE_RESIDENTS, unit_uid=resident.unit_id, region_code=resident.region_code
        )
    if not clean_line(reason):
        raise Invalid.one("reason", _("请写明为什么认为是同一个人。"))
    if would_cycle(duplicate.pk, kept.pk, links_from([kept.pk])):
        raise MergeInCircle()
    link, is_new = MergeLink.objects.get_or_create(
        duplicate=duplicate,
        undone_at=None,
        defaults={"kept": kept, "reason": clean_line(reason)[:200], "merged_by": actor.uid},
    )
    if not is_new:
        raise AlreadyMerged()
    _tell(actor, "people.merge_residents", link, duplicate)
    return link


@transaction.atomic
def unmerge_residents(link: MergeLink, *, actor: Actor, reason: str) -> MergeLink:
    """The two are two again. The link stays as history."""
    resident = link.duplicate
    actor.require_at(MERGE_RESIDENTS, unit_uid=resident.unit_id, region_code=resident.region_code)
    undone = {
        "undone_at": clock.now(),
        "undone_by": actor.uid,
        "undone_reason": clean_line(reason)[:200],
    }
    if MergeLink.objects.filter(pk=link.pk, undone_at=None).update(**undone) != 1:
        raise MergeUndone()
    for name, value in undone.items():
        setattr(link, name, value)
    _tell(actor, "people.unmerge_residents", link, resident)
    return link


def _tell(actor: Actor, action: str, link: MergeLink, resident: Resident) -> None:
    record_event(
        actor,
        action,
        subject_kind="resident",
        subject_uid=resident.pk,
        unit_uid=resident.unit_id,
        region_code=resident.region_code,
        details={"link": str(link.pk), "kept": str(link.kept_id)},
    )
