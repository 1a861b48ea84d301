"""Three-valued truth: True, False, and None for *unknown* (不明). Unknown is the normal case at a doorstep.

========  =======================================================================================================
``not``   T → F, F → T, ? → ?
``and``   F if any part is F; else ? if any part is ?; else T
``or``    T if any part is T; else ? if any part is ?; else F
compare   ? if either side is ?, arithmetic and functions likewise
is null   always T or F
case      the first test that is T decides; a test that is ? before that makes the whole ? (SQL would go on)
========  =======================================================================================================

Quantifiers over the rows of a child, by the truth of the condition in each row:

=========  ==========================  ===========================  ==================================
           some row T                  none T (all: some F), some ?  no rows at all
=========  ==========================  ===========================  ==================================
``any``    T                           ?                            F; ? where the child is incomplete
``all``    (some row F) F              ?                            T; ? where the child is incomplete
``count``  how many are T; ? if any row is ?                        0 (refused where incomplete)
``sum``    of the T rows; ? if any row, or a value, is ?            0 (refused where incomplete)
``min``    of the T rows; ? if any row, or a value, is ?            ?
``max``    of the T rows; ? if any row, or a value, is ?            ?
=========  ==========================  ===========================  ==================================

An *incomplete* child (``complete = false``) is one where a missing row means that nobody asked: statuses, relatives.
There ``any`` is T or ?, never F, and ``all`` is F or ?, never T: the rows that nobody wrote could be otherwise.
``status('dibao')`` in the catalogue reads the answer of the row instead: yes, confirmed no, or unknown.
Where the own side of the link is empty (no household known), nothing is known of its rows: ?.

>>> both([True, None]), both([False, None]), either([True, None]), either([False, None])
(None, False, True, None)
>>> some([], complete=True), some([], complete=False), every([True], complete=False), every([False], complete=False)
(False, None, None, False)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Truth = bool | None


def both(parts: Iterable[Truth]) -> Truth:
    """and."""
    seen = list(parts)
    return False if False in seen else None if None in seen else True


def either(parts: Iterable[Truth]) -> Truth:
    """or."""
    seen = list(parts)
    return True if True in seen else None if None in seen else False


def negation(part: Truth) -> Truth:
    """not."""
    return None if part is None else not part


def some(rows: Sequence[Truth], *, complete: bool) -> Truth:
    """``any``."""
    return either(rows if complete else [*rows, None])


def every(rows: Sequence[Truth], *, complete: bool) -> Truth:
    """``all``."""
    return both(rows if complete else [*rows, None])


def number_true(rows: Sequence[Truth]) -> int | None:
    """``count``."""
    return None if None in rows else sum(1 for row in rows if row)


def fold(name: str, rows: Sequence[tuple[Truth, Any]]) -> Any:
    """``min``, ``max`` or ``sum`` of (condition, value) rows."""
    chosen = [value for truth, value in rows if truth]
    if None in chosen or any(truth is None for truth, _ in rows):
        return None
    if name == "sum":
        return sum(chosen)
    if not chosen:
        return None
    return min(chosen) if name == "min" else max(chosen)
