"""People to choose from on another room's form: found by the ordinary search, or chosen before. Uid and name, as text."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from yimi.core.actor import Actor
from yimi.people.access import visible_residents
from yimi.people.permissions import SEARCH_PEOPLE, VIEW_HOUSEHOLD
from yimi.people.queries.searching import search_people

#: More than this is no choice for a thumb.
OFFERED = 8
LONGEST = 60


def people_found(actor: Actor, text: str) -> list[tuple[str, str]]:
    """The best answers of the people search, within what the actor may search; none for those who may not."""
    if not actor.may(SEARCH_PEOPLE):
        return []
    hits = search_people(actor, text[:LONGEST], limit=OFFERED).hits
    return [
        (
            str(hit.resident_uid),
            f"{hit.name}（{hit.household_number}）" if hit.household_number else hit.name,
        )
        for hit in hits
        if hit.resident_uid
    ]


def people_on_file(actor: Actor, texts: Iterable[str]) -> list[tuple[str, str]]:
    """Those among these uids whose file the actor may see; anything that is no uid is passed over. At most one query."""
    uids = []
    for text in list(texts)[: OFFERED + 1]:
        try:
            uids.append(UUID(text))
        except ValueError:
            continue
    if not uids or not actor.may(VIEW_HOUSEHOLD):
        return []
    found = visible_residents(actor).filter(pk__in=uids).values_list("pk", "name")
    return [(str(uid), name) for uid, name in found]
