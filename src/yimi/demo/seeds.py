"""Chance that can be repeated: every part of the demo draws from its own stream, named by a path.

A part can therefore be built alone, in any order and after an interruption, and still comes out the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")


def stream(seed: int, *path: object) -> Random:
    """The stream of chance for the part called ``path``.

    >>> stream(1, "a").random() == stream(1, "a").random() != stream(1, "b").random()
    True
    """
    name = "/".join(map(str, (seed, *path)))
    return Random(int.from_bytes(hashlib.sha256(name.encode()).digest()[:16]))


def uid_at(rng: Random, instant: datetime) -> UUID:
    """A uid of version 7 for ``instant``, drawn from ``rng``: repeatable, and in order of time like all others.

    >>> from datetime import UTC
    >>> uid_at(Random(1), datetime(2026, 1, 1, tzinfo=UTC)).version
    7
    """
    milliseconds = int(instant.timestamp() * 1000)
    value = (milliseconds << 80) | rng.getrandbits(80)
    value = value & ~(0xF000 << 64) | 0x7000 << 64
    value = value & ~(0xC000 << 48) | 0x8000 << 48
    return UUID(int=value)


def weighted(rng: Random, weights: Mapping[T, float]) -> T:
    """One key of ``weights``, as often as its weight says."""
    return rng.choices(list(weights), list(weights.values()))[0]


def some(rng: Random, values: Sequence[T], at_most: int) -> list[T]:
    """Up to ``at_most`` different values, in no order."""
    return rng.sample(list(values), min(at_most, len(values)))
