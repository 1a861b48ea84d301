"""What a complete official list changes: who becomes a yes, and who a confirmed no because they are not on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from yimi.core.actor import Actor
from yimi.core.scoping import region_range, scope_condition
from yimi.people.models import MergeLink, Resident, ResidentStatus
from yimi.people.permissions import IMPORT_LIST
from yimi.people.queries.merging import canonical_uids
from yimi.stations.models import ServiceUnit

#: Level and variety as a list says them; "" where it says nothing.
Detail = tuple[str, str]
NO_DETAIL: Detail = ("", "")


@dataclass(frozen=True, slots=True)
class ListChanges:
    """``listed`` and ``not_listed`` are everyone of the place by what the list says; ``yes`` and ``no`` who changes."""

    listed: frozenset[UUID]
    not_listed: frozenset[UUID]
    yes: tuple[UUID, ...]
    no: tuple[UUID, ...]


def people_of_list(actor: Actor, place: str, unit: ServiceUnit | None = None) -> set[UUID]:
    """The living residents filed at a place (a code prefix) within the actor's reach; merged doubles count as one."""
    reach = scope_condition(actor, IMPORT_LIST, unit="unit_id", region="region_code")
    filed = Resident.objects.filter(reach, died_on=None)
    if place:
        filed = filed.filter(region_range("region_code", place))
    if unit is not None:
        filed = filed.filter(unit=unit)
    doubles = MergeLink.objects.filter(undone_at=None, duplicate__in=filed)
    return set(filed.values_list("uid", flat=True)) - set(
        doubles.values_list("duplicate_id", flat=True)
    )


def list_changes(
    everyone: Collection[UUID],
    kind: str,
    listed: Mapping[UUID, Detail],
    *,
    leave: Collection[UUID] = (),
    is_complete: bool = True,
) -> ListChanges:
    """Compare a list with what is held of ``everyone``; answers that already say so stay as they are.

    ``leave``: people about whom the list cannot be read with certainty; nothing is said of them. Three queries.
    """
    all_here = set(everyone)
    read_as = canonical_uids(listed)
    on_it = {read_as[uid]: detail for uid, detail in listed.items() if read_as[uid] in all_here}
    off_it = (all_here - on_it.keys() - set(leave)) if is_complete else set()
    held: dict[UUID, tuple[bool, Detail]] = {
        uid: (value, (level, variety))
        for uid, value, level, variety in ResidentStatus.objects.current()
        .filter(kind=kind, ends_on=None)
        .values_list("resident_id", "value", "level", "variety")
    }
    return ListChanges(
        listed=frozenset(on_it),
        not_listed=frozenset(off_it),
        yes=tuple(sorted(uid for uid, told in on_it.items() if _adds(held.get(uid), told))),
        no=tuple(sorted(uid for uid in off_it if held.get(uid, (True, NO_DETAIL))[0])),
    )


def _adds(held: tuple[bool, Detail] | None, told: Detail) -> bool:
    """The list says more than what is held: a yes that was none, or another level or variety."""
    if held is None or not held[0]:
        return True
    return any(said and said != known for said, known in zip(told, held[1], strict=True))
