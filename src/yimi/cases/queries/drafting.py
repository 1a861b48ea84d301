"""A first draft of the family picture from what the people room knows: the household's members and the client's relatives."""

from __future__ import annotations

from dataclasses import replace

from yimi.cases.models import Case
from yimi.cases.rules.kinship import KIN, draft_family, sex_of
from yimi.cases.rules.picture import Person, Picture
from yimi.people.models import FamilyRelation, Guardianship, Membership, Resident
from yimi.people.models.links import HEAD, OPEN


def draft_picture(case: Case) -> Picture:
    """Members as the household's register relates them to its head, then the client's relatives. Three queries.

    What cannot be known from the register (whose child a grandchild is, where there are two sons) stays open for the
    worker to set.
    """
    members = _members(case)
    people = [
        (_person(row.resident, f"p{at}", case), row.relation)
        for at, row in enumerate(members, start=1)
    ]
    if not people:
        people = [(_person(case.resident, "p1", case), HEAD)]
    picture = draft_family(people)
    known = {row.resident_id: f"p{at}" for at, row in enumerate(members, start=1)}
    known.setdefault(case.resident_id, "p1")
    client = known[case.resident_id]
    for row in _relatives(case):
        if row.relative_id in known or row.relation not in KIN:
            continue
        key = f"p{len(picture.people) + 1}"
        if row.relative_id is not None:
            known[row.relative_id] = key
        picture = KIN[row.relation](picture, client, _relative(row, key))
    return _with_guardians(case, picture)


def _members(case: Case) -> list[Membership]:
    if case.household_id is None:
        return []
    rows = Membership.objects.filter(OPEN, household=case.household_id).select_related("resident")
    return sorted(rows, key=lambda row: (row.relation != HEAD, row.relation, str(row.resident_id)))


def _relatives(case: Case) -> list[FamilyRelation]:
    rows = FamilyRelation.objects.current().filter(resident=case.resident_id, ends_on=None)
    return list(rows.select_related("relative").order_by("relation", "uid"))


def _person(resident: Resident, key: str, case: Case) -> Person:
    return Person(
        key=key,
        name=resident.name[:20],
        sex=resident.sex if resident.sex in {"1", "2"} else "0",
        born=resident.birth_on.year if resident.birth_on else None,
        is_dead=resident.died_on is not None,
        is_client=resident.pk == case.resident_id,
        is_at_home=True,
    )


def _relative(row: FamilyRelation, key: str) -> Person:
    relative, situation = row.relative, row.situation
    mark = (
        "" if situation in {"unknown", "normal", "dead"} else str(row.get_situation_display())[:12]
    )
    return Person(
        key=key,
        name=(relative.name if relative else row.relative_name)[:20],
        sex=relative.sex if relative and relative.sex in {"1", "2"} else sex_of(row.relation),
        born=relative.birth_on.year if relative and relative.birth_on else None,
        is_dead=situation == "dead" or bool(relative and relative.died_on),
        mark=mark,
    )


def _with_guardians(case: Case, picture: Picture) -> Picture:
    """Whoever answers for the client is marked, when they are in the picture by name."""
    rows = Guardianship.objects.current().filter(resident=case.resident_id, ends_on=None)
    names = {
        row.guardian.name if row.guardian else row.guardian_name
        for row in rows.select_related("guardian")
    }
    people = tuple(
        replace(person, mark="监护人") if person.name in names and not person.mark else person
        for person in picture.people
    )
    return replace(picture, people=people)
