"""Receipt codes: what a complainant keeps to read the answer. Made from what only their form holds and a key outside the database."""

from __future__ import annotations

import hmac
import secrets
from uuid import UUID

from django.conf import settings

from yimi.core.crypto import digest_value

#: Without 0/O, 1/I/L and U: read aloud over the phone, written down by hand.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
SEED_LENGTH = 40


def new_seed() -> str:
    """Random text for one form. It is kept nowhere: who knows a complaint's uid and words still cannot make its code."""
    return secrets.token_urlsafe(16)


def receipt_code(uid: UUID, seed: str) -> str:
    """The same code for the same form, so that one sent twice by a slow line shows it again. About 59 bits.

    >>> len(receipt_code(UUID(int=1), "seed"))
    14
    """
    number = int.from_bytes(
        hmac.digest(
            settings.SECRETS.digest, b"complaint-receipt:" + uid.bytes + seed.encode(), "sha256"
        ),
        "big",
    )
    signs = []
    for _position in range(LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    text = "".join(signs)
    return "-".join(text[at : at + 4] for at in range(0, LENGTH, 4))


def receipt_digest(code: str) -> str:
    """Under which a complaint is found by its code, however it was typed."""
    tidy = "".join(sign for sign in code.upper() if sign.isalnum())
    return digest_value("complaint_receipt", tidy[:40], place="")
