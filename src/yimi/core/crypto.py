"""Encryption of personal values: AES-256-GCM under a per-person data key, itself wrapped by a key outside the database.

Destroying a :class:`~yimi.core.models.DataKey` makes everything encrypted under it unreadable for good.
Look-ups go through keyed digests that carry their place, so that equal values in two counties look different.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from yimi.core.ids import dashed, new_hex

VERSION = b"\x01"
NONCE_BYTES = 12


class Unreadable(Exception):
    """The value does not belong to this key and place, or was changed in the database."""


def seal_value(key: bytes, content: bytes, *, bound_to: str) -> bytes:
    """Encrypt ``content``. ``bound_to`` ties it to its row and field: moved elsewhere, it no longer opens.

    >>> key = bytes(32)
    >>> open_value(key, seal_value(key, b"13800000000", bound_to="phone"), bound_to="phone")
    b'13800000000'
    """
    return _sealed(AESGCM(key), content, bound_to.encode("utf-8"))


def _sealed(cipher: AESGCM, content: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + cipher.encrypt(nonce, content, bound_to)


def open_value(key: bytes, sealed: bytes, *, bound_to: str) -> bytes:
    """Decrypt what :func:`seal_value` made; raises :class:`Unreadable`."""
    sealed = bytes(sealed)
    if sealed[:1] != VERSION:
        raise Unreadable("unknown version")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, bound_to.encode("utf-8"))
    except InvalidTag:
        raise Unreadable("wrong key, wrong place, or altered") from None


def new_key() -> bytes:
    """A fresh 256-bit data key."""
    return AESGCM.generate_key(bit_length=256)


def wrap_key(key: bytes, *, key_uid: UUID) -> bytes:
    """Wrap a data key under the master key; bound to its uid."""
    return _sealed(_wrapping(settings.SECRETS.wrap), key, key_uid.bytes)


@lru_cache(maxsize=2)
def _wrapping(master: bytes) -> AESGCM:
    return AESGCM(master)


def unwrap_key(wrapped: bytes, *, key_uid: UUID) -> bytes:
    """Recover a data key; raises :class:`Unreadable` when the master key is another one."""
    wrapped = bytes(wrapped)
    nonce, body = wrapped[1 : 1 + NONCE_BYTES], wrapped[1 + NONCE_BYTES :]
    try:
        return _wrapping(settings.SECRETS.wrap).decrypt(nonce, body, key_uid.bytes)
    except InvalidTag:
        raise Unreadable("the key file does not belong to this database") from None


@dataclass(slots=True)
class FreshKey:
    """A data key just made, as plain columns: its uid in 32 hex digits and itself wrapped. For rows by the thousand."""

    uid: str
    wrapped: bytes
    cipher: AESGCM

    @classmethod
    def make(cls) -> FreshKey:
        """A new key."""
        plain, uid = new_key(), new_hex()
        wrapped = _sealed(_wrapping(settings.SECRETS.wrap), plain, bytes.fromhex(uid))
        return cls(uid, wrapped, AESGCM(plain))

    def seal(self, text: str, *, field: str, row: str) -> bytes:
        """As ``DataKey.seal``; ``row`` in 32 hex digits."""
        if not text:
            return b""
        return _sealed(self.cipher, text.encode("utf-8"), f"{field}:{dashed(row)}".encode())


def digest_value(kind: str, value: str, *, place: str) -> str:
    """A keyed digest for look-ups: HMAC-SHA-256 over kind, place (a county's six digits) and value, 32 hex digits."""
    message = f"{kind}\x1f{place}\x1f{value}".encode()
    return hmac.digest(settings.SECRETS.digest, message, "sha256").hex()[:32]
