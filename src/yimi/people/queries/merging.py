"""Whom a merged file is read as."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from yimi.people.models import MergeLink
from yimi.people.rules.merging import canonical

#: Longer chains of merges do not occur; bounds the walk.
LONGEST_CHAIN = 20
#: Parameters in one IN list.
BATCH = 500


def links_from(uids: Iterable[UUID], *, known_at: datetime | None = None) -> dict[UUID, UUID]:
    """duplicate → kept for these files and for those they lead to; one query per step of the longest chain.

    ``known_at``: the links that stood at that time.
    """
    standing = Q(undone_at=None)
    if known_at:
        standing = Q(merged_at__lte=known_at) & (Q(undone_at=None) | Q(undone_at__gt=known_at))
    links: dict[UUID, UUID] = {}
    ask, asked = set(uids), set[UUID]()
    for _step in range(LONGEST_CHAIN):
        if not ask:
            break
        found = _one_step(standing, list(ask))
        links |= found
        asked |= ask
        ask = set(found.values()) - asked
    return links


def _one_step(standing: Q, ask: list[UUID]) -> dict[UUID, UUID]:
    found: dict[UUID, UUID] = {}
    for start in range(0, len(ask), BATCH):
        rows = MergeLink.objects.filter(standing, duplicate__in=ask[start : start + BATCH])
        found |= dict(rows.values_list("duplicate_id", "kept_id"))
    return found


def canonical_uid(uid: UUID, *, known_at: datetime | None = None) -> UUID:
    """The file that ``uid`` is read as; itself when it was never merged."""
    return canonical(uid, links_from([uid], known_at=known_at))


def canonical_uids(uids: Collection[UUID], *, known_at: datetime | None = None) -> dict[UUID, UUID]:
    """The same for many at once."""
    links = links_from(uids, known_at=known_at)
    return {uid: canonical(uid, links) for uid in uids}
