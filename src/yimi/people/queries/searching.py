"""Finding people: by name, part of a name, initials, household number, last four of phone or ID, whole ID.

Equality on a token and ranges on the division, through one btree; then the unit is checked. At a province of a
million residents see docs/performance.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from yimi.core.actor import Actor, ScopeKind
from yimi.core.scoping import region_range, scope_condition
from yimi.people.digests import county_of, full_id_digest, last_four_digest
from yimi.people.models import Household, Membership, Phone, Resident, SearchToken
from yimi.people.models.links import HEAD
from yimi.people.permissions import SEARCH_PEOPLE
from yimi.people.queries.merging import canonical_uids
from yimi.people.rules.tokens import Asked, Question, answers, name_key, read_question
from yimi.regions.models import Level, Region

#: More candidates are not looked at: the text is too short to be an answer, and the page says so.
CANDIDATES = 200
COUNTY_DIGITS = 6
EVERYTHING = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: a person, with the household they belong to now; or a household that has no members."""

    resident_uid: UUID | None
    name: str
    sex: str
    birth_on: date | None
    died_on: date | None
    region_code: str
    household_uid: UUID | None = None
    household_number: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The best answers. ``is_cut``: there are more; ``asked``: how the text was understood."""

    hits: list[Hit] = field(default_factory=list)
    is_cut: bool = False
    asked: Asked = Asked.NOTHING


def search_people(actor: Actor, text: str, *, limit: int = 20) -> Found:
    """Find people in the actor's places; raises Forbidden when the actor may search nowhere. At most 7 queries."""
    actor.require(SEARCH_PEOPLE)
    question = read_question(text)
    if question.asked == Asked.NOTHING:
        return Found()
    if question.asked == Asked.HOUSEHOLD:
        return _by_household_number(actor, question, limit)
    places = _places(actor)
    candidates = _candidates(actor, question, places)
    best = _ranked(candidates, question)
    kept = canonical_uids([row.pk for row in best[: limit * 2]])
    uids = list(dict.fromkeys(kept[row.pk] for row in best[: limit * 2]))
    is_cut = len(uids) > limit or len(candidates) >= CANDIDATES
    return Found(_hits(uids[:limit]), is_cut, question.asked)


def _places(actor: Actor) -> list[str]:
    """Code prefixes that hold every file the actor may search; a unit's are the townships it keeps files in."""
    prefixes: list[str] = []
    units: list[UUID] = []
    for scope in actor.scopes(SEARCH_PEOPLE):
        if scope.kind == ScopeKind.EVERYWHERE:
            return [EVERYTHING]
        if scope.kind == ScopeKind.REGION:
            prefixes.append(scope.key)
        elif scope.kind == ScopeKind.UNIT:
            units.append(UUID(scope.key))
    if units:
        kept_in = Resident.objects.filter(unit__in=units).annotate(town=Substr("region_code", 1, 9))
        prefixes += kept_in.order_by().values_list("town", flat=True).distinct()
    return _outermost(prefixes)


def _outermost(prefixes: Iterable[str]) -> list[str]:
    """Without those that lie inside another, so that no row is found twice."""
    kept: list[str] = []
    for prefix in sorted(set(prefixes)):
        if not (kept and prefix.startswith(kept[-1])):
            kept.append(prefix)
    return kept


def _candidates(actor: Actor, question: Question, places: list[str]) -> list[Resident]:
    """At most ``CANDIDATES`` people: exact matches first, then those that hold all the tokens."""
    if not places:
        return []
    if question.asked in (Asked.ID, Asked.LAST_FOUR, Asked.PHONE):
        digests = _digests(question, places)
        found = _people(actor, _tokens(Q(token__in=digests), places), CANDIDATES)
        return _with_phone(found, question) if question.asked == Asked.PHONE else found
    found = []
    if question.exact:
        found = _people(actor, _tokens(Q(token=question.exact), places), CANDIDATES)
    if question.tokens and len(found) < CANDIDATES:
        rows = _tokens(Q(token=question.tokens[0]), places)
        for token in question.tokens[1:]:
            rows = rows.filter(
                Exists(
                    SearchToken.objects.filter(
                        token=token, region_code=OuterRef("region_code"), resident=OuterRef("resident")
                    )
                )
            )  # fmt: skip
        known = {person.pk for person in found}
        more = _people(actor, rows, CANDIDATES)
        found += [person for person in more if person.pk not in known]
    return [person for person in found if answers(question, person.name)]


def _tokens(condition: Q, places: list[str]) -> QuerySet[SearchToken]:
    inside = Q()
    for prefix in places:
        if prefix:
            inside |= region_range("region_code", prefix)
    return SearchToken.objects.filter(condition, inside)


def _people(actor: Actor, rows: QuerySet[SearchToken], limit: int) -> list[Resident]:
    reach = scope_condition(actor, SEARCH_PEOPLE, unit="resident__unit_id", region="region_code")
    # In the order of the index, so that the database stops at the limit.
    chosen = (
        rows.filter(reach)
        .order_by("token", "region_code", "resident_id")
        .select_related("resident")
        .only("resident__name", "resident__died_on", "resident__birth_on")[:limit]
    )
    return list({row.resident_id: row.resident for row in chosen}.values())


def _digests(question: Question, places: list[str]) -> list[str]:
    make = full_id_digest if question.asked == Asked.ID else last_four_digest
    return [make(question.needle, county) for county in _counties(places)]


def _counties(places: list[str]) -> list[str]:
    """The counties whose digests can occur; above county level they are looked up."""
    counties = {county_of(prefix) for prefix in places if len(prefix) >= COUNTY_DIGITS}
    for prefix in (prefix for prefix in places if len(prefix) < COUNTY_DIGITS):
        below = Region.objects.filter(level__in=(Level.CITY, Level.COUNTY))
        codes = below.filter(region_range("code", prefix)) if prefix else below
        counties |= {county_of(code) for code in codes.values_list("code", flat=True)}
    return sorted(counties)


def _with_phone(found: list[Resident], question: Question) -> list[Resident]:
    """Of those whose last four digits agree, the ones whose whole number does. Opens a few sealed numbers."""
    people = Resident.objects.select_related("key").in_bulk([person.pk for person in found])
    phones = Phone.objects.current().filter(resident__in=people, ends_on=None)
    matching = {
        phone.resident_id
        for phone in phones
        if people[phone.resident_id]
        .key.open(phone.number_sealed, field="phone", row=phone.resident_id)
        .startswith(question.needle)
    }
    return [person for person in found if person.pk in matching]


def _ranked(candidates: list[Resident], question: Question) -> list[Resident]:
    """Living before dead, the exact name before a longer one, the beginning of a name before its middle."""

    def rank(person: Resident) -> tuple:
        key = name_key(person.name)
        place = key.find(question.needle) if question.asked == Asked.NAME else 0
        return (person.died_on is not None, key != question.needle, place, len(key), key)

    return sorted(candidates, key=rank)


def _by_household_number(actor: Actor, question: Question, limit: int) -> Found:
    reach = scope_condition(actor, SEARCH_PEOPLE, unit="unit_id", region="region_code")
    files = list(
        Household.objects.filter(reach, number=question.needle).order_by("series")[: limit + 1]
    )
    heads = Membership.objects.current().filter(
        household__in=files[:limit], ends_on=None, relation=HEAD
    )
    head_of = dict(heads.values_list("household_id", "resident_id"))
    people = {hit.household_uid: hit for hit in _hits(head_of.values())}
    hits = [
        people.get(file.pk) or Hit(None, "", "", None, None, file.region_code, file.pk, file.number)
        for file in files[:limit]
    ]
    return Found(hits, len(files) > limit, question.asked)


def _hits(uids: Collection[UUID]) -> list[Hit]:
    """People with their current households, in the order given; two queries."""
    people = Resident.objects.in_bulk(list(uids))
    homes = {
        home.resident_id: home
        for home in Membership.objects.current()
        .filter(resident__in=people, ends_on=None)
        .select_related("household")
    }
    hits = []
    for uid in uids:
        person, home = people[uid], homes.get(uid)
        hits.append(
            Hit(
                resident_uid=uid,
                name=person.name,
                sex=person.sex,
                birth_on=person.birth_on,
                died_on=person.died_on,
                region_code=person.region_code,
                household_uid=home.household_id if home else None,
                household_number=home.household.number if home else "",
                relation=home.relation if home else "",
            )
        )
    return hits


def residents_with_ids(actor: Actor, numbers: Collection[str], *, county: str) -> dict[str, UUID]:
    """ID number → the resident who carries it, for matching a list against the actor's files; one query per 500.

    ``numbers`` in the stored form (see ``core.codes.citizen_id``); ``county`` is its six digits. Merged files answer
    with the kept one; when two files carry one number, the older answers.
    """
    reach = scope_condition(actor, SEARCH_PEOPLE, unit="resident__unit_id", region="region_code")
    by_digest = {full_id_digest(number, county): number for number in numbers}
    wanted, found = list(by_digest), {}
    for start in range(0, len(wanted), 500):
        rows = SearchToken.objects.filter(reach, token__in=wanted[start : start + 500])
        for token, uid in rows.order_by("-resident_id").values_list("token", "resident_id"):
            found[by_digest[token]] = uid
    kept = canonical_uids(set(found.values()))
    return {number: kept[uid] for number, uid in found.items()}
