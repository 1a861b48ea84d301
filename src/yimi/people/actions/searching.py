"""Keeping the search tokens in step with the residents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
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
    return _tokens_at(resident, resident.region_code, id_number, phones)


def _tokens_at(
    resident: Resident, place: str, id_number: str, phones: Iterable[str]
) -> list[TokenRow]:
    numbers = [token for phone in phones for token in phone_tokens(phone, place)]
    return tokens_of(resident.pk.hex, resident.name, place, id_tokens(id_number, place), numbers)


def save_tokens(tokens: Iterable[TokenRow]) -> None:
    """Insert tokens, many at a time; sorted, so that neighbours in the index are written together."""
    insert_rows(SearchToken._meta.db_table, COLUMNS, sorted(tokens))


def replace_tokens(
    resident: Resident, kind: TokenKind, tokens: Collection[str], *, instead_of: Collection[str]
) -> None:
    """Swap a resident's tokens of one kind after a correction. Derived rows: these are really deleted."""
    uid, place = resident.pk.hex, resident.region_code
    # an ID number and a phone may end in the same four: only this kind's
    _forget(resident, place, {*tokens, *instead_of}, kinds=[kind])
    save_tokens((token, kind.value, place, uid) for token in set(tokens))


def _forget(
    resident: Resident,
    region_code: str,
    tokens: Collection[str],
    *,
    kinds: Collection[TokenKind] = tuple(TokenKind),
) -> None:
    """Found by the tokens themselves: an index by resident would double what a new resident costs."""
    SearchToken.objects.filter(
        token__in=tokens, region_code=region_code, resident=resident, kind__in=kinds
    ).delete()


def refresh_phone_tokens(resident: Resident, *, given_up: str = "") -> None:
    """Make the phone tokens say what the current phones are, after a number came or was given up. Opens each number."""
    place = resident.region_code
    replace_tokens(
        resident,
        TokenKind.PHONE,
        [token for number in _numbers_of(resident) for token in phone_tokens(number, place)],
        instead_of=phone_tokens(given_up, place),
    )


def _numbers_of(resident: Resident) -> list[str]:
    """The phone numbers in use; one query."""
    return [
        resident.key.open(phone.number_sealed, field="phone", row=resident.pk)
        for phone in Phone.objects.current().filter(resident=resident, ends_on=None)
    ]


def move_tokens(resident: Resident, *, left: str) -> None:
    """Follow a resident from the division ``left`` to the new ``region_code``; another county has other digests."""
    number = resident.key.open(resident.id_sealed, field="id", row=resident.pk)
    phones = _numbers_of(resident)
    _forget(resident, left, [token for token, *_ in _tokens_at(resident, left, number, phones)])
    save_tokens(make_tokens(resident, id_number=number, phones=phones))


@transaction.atomic
def rebuild_tokens(uids: Sequence[UUID], *, actor: Actor) -> int:
    """Make these residents' tokens anew, after a change of the rules or of the digest key. Derived data: no event.

    Whatever there is of them goes, for which the whole index is read once: call it with many.
    """
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
