"""How an event is digested and how seals are chained: pure functions."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return "" if value is None else str(value)


def event_digest(columns: Mapping[str, Any], details: Mapping[str, Any]) -> str:
    """SHA-256 over every column and the details, in a canonical form that both databases give back unchanged."""
    head = {name: _plain(columns[name]) for name in sorted(columns)}
    text = json.dumps([head, details], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def chain_digest(
    key: bytes, *, number: int, previous: str, digests: Iterable[tuple[int, str]]
) -> str:
    """HMAC-SHA-256 of a seal: its number, the previous link, then each event's id and digest in order of id."""
    mac = hmac.new(key, f"{number}\n{previous}\n".encode(), hashlib.sha256)
    for event_id, digest in digests:
        mac.update(f"{event_id} {digest}\n".encode())
    return mac.hexdigest()
