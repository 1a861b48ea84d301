"""Cursors: opaque to clients, signed, bound to the list they came from."""

from __future__ import annotations

from django.core import signing
from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Invalid


def write_cursor(key: str, *, of: str) -> str | None:
    """The cursor for the row where the next page of the list ``of`` begins; None at the end (``key`` empty)."""
    if not key:
        return None
    packed = signing.b64_encode(key.encode()).decode()
    return signing.Signer(salt=f"cursor/{of}").sign(packed)


def read_cursor(text: str, *, of: str) -> str:
    """The key inside; "" for the first page. Raises :class:`Invalid` for one made up or of another list."""
    if not text:
        return ""
    try:
        packed = signing.Signer(salt=f"cursor/{of}").unsign(text)
    except signing.BadSignature:
        raise Invalid.one(
            "cursor", _("这个翻页标记不是这个列表给的。请从第一页重新读起。")
        ) from None
    return signing.b64_decode(packed.encode()).decode()
