"""Possible doubles, offered while somebody types a new person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from yimi.core.actor import Actor
from yimi.core.codes.citizen_id import tidy_id
from yimi.core.pinyin import name_initials
from yimi.people.queries.searching import Hit, search_people
from yimi.people.rules.tokens import name_key

WHOLE_ID = 15


class Likeness(StrEnum):
    """Why two files may be one person; the strongest first."""

    SAME_ID = "same_id"
    SAME_NAME_AND_BIRTH = "same_name_and_birth"
    SAME_SOUND_AND_BIRTH = "same_sound_and_birth"
    SAME_NAME = "same_name"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone on file who may be the person being typed."""

    hit: Hit
    likeness: Likeness


def possible_duplicates(
    actor: Actor,
    *,
    name: str,
    birth_on: date | None = None,
    id_number: str = "",
    except_uid: UUID | None = None,
    limit: int = 5,
) -> list[Candidate]:
    """People in the actor's places who may be this one. Never looks outside them: a stranger's file stays unknown.

    A same birth date counts within a year when the name agrees (dates by the lunar calendar, or wrong by one).
    """
    found: dict[UUID, Candidate] = {}
    number = tidy_id(id_number)
    if len(number) >= WHOLE_ID:
        for hit in search_people(actor, number, limit=limit).hits:
            _keep(found, hit, Likeness.SAME_ID)
    key = name_key(name)
    if len(key) > 1:
        for hit in search_people(actor, name, limit=50).hits:
            if name_key(hit.name) == key:
                _keep(found, hit, _by_name(hit, birth_on))
        if birth_on:
            for letters in name_initials(key)[:1]:
                for hit in search_people(actor, letters, limit=50).hits:
                    if hit.birth_on == birth_on and len(name_key(hit.name)) == len(key):
                        _keep(found, hit, Likeness.SAME_SOUND_AND_BIRTH)
    order = list(Likeness)
    best = sorted(found.values(), key=lambda candidate: order.index(candidate.likeness))
    return [one for one in best if one.hit.resident_uid != except_uid][:limit]


def _by_name(hit: Hit, birth_on: date | None) -> Likeness:
    if birth_on and hit.birth_on and abs(birth_on.year - hit.birth_on.year) <= 1:
        return Likeness.SAME_NAME_AND_BIRTH
    return Likeness.SAME_NAME


def _keep(found: dict[UUID, Candidate], hit: Hit, likeness: Likeness) -> None:
    if hit.resident_uid:
        found.setdefault(hit.resident_uid, Candidate(hit, likeness))
