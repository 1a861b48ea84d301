"""Cellar tables: data keys, number series. Nothing here knows a room."""

from __future__ import annotations

from uuid import UUID

from django.db import models

from yimi.core import clock, crypto
from yimi.core.ids import new_uid


class DataKey(models.Model):
    """The key under which one person's, household's or unit's private values are encrypted, wrapped by the master key."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(default=clock.now)
    destroyed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.uid)

    @classmethod
    def make(cls) -> DataKey:
        """A new unsaved key."""
        uid, plain = new_uid(), crypto.new_key()
        key = cls(uid=uid, wrapped=crypto.wrap_key(plain, key_uid=uid))
        key.__dict__["_unwrapped"] = key.wrapped, plain
        return key

    def seal(self, text: str, *, field: str, row: UUID) -> bytes:
        """Encrypt ``text`` for this field of this row; the empty string stays empty."""
        return self.seal_bytes(text.encode("utf-8"), field=field, row=row)

    def open(self, sealed: bytes | memoryview, *, field: str, row: UUID) -> str:
        """Decrypt; a destroyed key opens nothing and gives the empty string."""
        return self.open_bytes(sealed, field=field, row=row).decode("utf-8")

    def seal_bytes(self, content: bytes, *, field: str, row: UUID) -> bytes:
        """Encrypt a file's bytes for this field of this row; nothing stays nothing."""
        if not content:
            return b""
        return crypto.seal_value(self._plain(), content, bound_to=f"{field}:{row}")

    def open_bytes(self, sealed: bytes | memoryview, *, field: str, row: UUID) -> bytes:
        """Decrypt a file's bytes; a destroyed key opens nothing and gives none."""
        if not sealed or self.destroyed_at is not None:
            return b""
        return crypto.open_value(self._plain(), bytes(sealed), bound_to=f"{field}:{row}")

    def _plain(self) -> bytes:
        """The key itself, unwrapped once for as long as this instance lives and its ``wrapped`` stays the same."""
        wrapped = bytes(self.wrapped)
        known: tuple[bytes, bytes] | None = self.__dict__.get("_unwrapped")
        if known is None or known[0] != wrapped:
            known = wrapped, crypto.unwrap_key(wrapped, key_uid=self.uid)
            self.__dict__["_unwrapped"] = known
        return known[1]


class NumberSeries(models.Model):
    """The last human-readable number issued for one purpose at one place in one year; see ``core.numbers``."""

    key = models.CharField(max_length=80, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.last}"
