"""Keeping the search tokens in step with the residents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from yimi.core.actor import Actor
from yimi.core.bulk import insert_rows
from yimi.people.digests import county_of, full_id_digest, last_four_digest
from yimi.people.models import Phone, Resident, SearchToken, TokenKind
from yimi.people.rules.tokens import name_tokens

#: A token as it is inserted: the columns below, the resident's uid in 32 hex digits, which both databases read.
TokenRow = tuple[str, str, str, str]
_NAME, _ID, _PHONE = (kind.value for kind in (TokenKind.NAME, TokenKind.ID, TokenKind.PHONE))
COLUMNS = ("token", "kind", "region_code", "resident_id")


def id_tokens(number: str, region_code: str) -> tuple[str, ...]:
    """Digests of the whole number and of its last four signs."""
    county = county_of(region_code)
    return (full_id_digest(number, county), last_four_digest(number, county)) if number else ()


def phone_tokens(number: str, region_code: str) -> tuple[str, ...]:
    """The digest of a phone's last four digits."""
    return (last_four_digest(number, county_of(region_code)),) if number else ()


def tokens_of(
    uid: str, name: str, region_code: str, ids: Iterable[str], phones: Iterable[str]
) -> list[TokenRow]:
    """All tokens of a resident, given the digests of their ID number and phones; ``uid`` in 32 hex digits."""
    return [
        *[(token, _NAME, region_code, uid) for token in name_tokens(name)],
        *[(token, _ID, region_code, uid) for token in ids],
        *[(token, _PHONE, region_code, uid) for token in set(phones)],
    ]


def make_tokens(
    resident: Resident, *, id_number: str = "", phones: Iterable[str] = ()
) -> list[TokenRow]:
    """All of a resident's tokens, unsaved."""
    place = resident.region_code
    numbers = [token for phone in phones for token in phone_tokens(phone, place)]
    return tokens_of(resident.pk.hex, resident.name, place, id_tokens(id_number, place), numbers)


def save_tokens(tokens: Iterable[TokenRow]) -> None:
    """Insert tokens, many at a time; sorted, so that neighbours in the index are written together."""
    insert_rows(SearchToken._meta.db_table, COLUMNS, sorted(tokens))


def replace_tokens(resident: Resident, kind: TokenKind, tokens: Iterable[str]) -> None:
    """Swap a resident's tokens of one kind after a correction. Derived rows: these are really deleted."""
    SearchToken.objects.filter(resident=resident, kind=kind).delete()
    uid = resident.pk.hex
    save_tokens((token, kind.value, resident.region_code, uid) for token in set(tokens))


def refresh_phone_tokens(resident: Resident) -> None:
    """Make the phone tokens say what the current phones are. One query for the phones; opens each number."""
    numbers = [
        resident.key.open(phone.number_sealed, field="phone", row=resident.pk)
        for phone in Phone.objects.current().filter(resident=resident, ends_on=None)
    ]
    replace_tokens(
        resident,
        TokenKind.PHONE,
        {token for number in numbers for token in phone_tokens(number, resident.region_code)},
    )


def move_tokens(residents: Sequence[Resident], *, from_county: str) -> None:
    """Follow residents to their new ``region_code``; into another county the digests are made anew."""
    for resident in residents:
        own = SearchToken.objects.filter(resident=resident)
        own.update(region_code=resident.region_code)
        if county_of(resident.region_code) != from_county:
            number = resident.key.open(resident.id_sealed, field="id", row=resident.pk)
            replace_tokens(resident, TokenKind.ID, id_tokens(number, resident.region_code))
            refresh_phone_tokens(resident)


@transaction.atomic
def rebuild_tokens(uids: Sequence[UUID], *, actor: Actor) -> int:
    """Make these residents' tokens anew, after a change of the rules or of the digest key. Derived data: no event."""
    residents = list(Resident.objects.filter(pk__in=uids).select_related("key"))
    numbers: dict[UUID, list[str]] = {resident.pk: [] for resident in residents}
    keys = {resident.pk: resident.key for resident in residents}
    for phone in Phone.objects.current().filter(resident__in=residents, ends_on=None):
        numbers[phone.resident_id].append(
            keys[phone.resident_id].open(phone.number_sealed, field="phone", row=phone.resident_id)
        )
    SearchToken.objects.filter(resident__in=residents).delete()
    tokens: list[TokenRow] = []
    for resident in residents:
        number = resident.key.open(resident.id_sealed, field="id", row=resident.pk)
        tokens += make_tokens(resident, id_number=number, phones=numbers[resident.pk])
    save_tokens(tokens)
    return len(tokens)
