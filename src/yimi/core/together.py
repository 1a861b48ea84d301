"""Work that several threads bring at once, done by one of them for all: what databases call a group commit.

One transaction for eight records costs little more than one for a single record: one wait for the disk, one statement per
table. Whoever comes while nobody works begins at once, so a lone caller never waits for company.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Generic, TypeVar

#: Seconds that whoever works for others waits for more to come, if there was company the time before.
LINGER = 0.002
In = TypeVar("In")
Out = TypeVar("Out")


class Unanswered(RuntimeError):
    """Whoever worked for this caller was interrupted; whether the work was done is not known."""


class _Slip(Generic[In, Out]):
    """One caller's piece of work: what came of it, and whether its caller is to work for the others next."""

    __slots__ = ("fault", "item", "leads", "result", "turn")

    def __init__(self, item: In) -> None:
        self.item = item
        self.result: Out | None = None
        # what came of it as long as nobody says otherwise
        self.fault: BaseException | None = Unanswered()
        self.leads = False
        # a lock that its owner waits for: released when the slip is settled or its caller is to lead
        self.turn = threading.Lock()
        self.turn.acquire()


class Together(Generic[In, Out]):
    """Call it like a function of one item; ``work`` gets the items of all who called meanwhile.

    ``work`` returns, in the order of its items, what came of each: a result, or the exception that this one caller is to
    get. When it raises instead, nothing was done, and every item is worked on again by itself: one caller's trouble is
    never another's.

    >>> double = Together(lambda numbers: [2 * number for number in numbers])
    >>> double(21)
    42
    """

    def __init__(
        self, work: Callable[[list[In]], list[Out | BaseException]], *, at_most: int = 64
    ) -> None:
        self._work = work
        self._at_most = at_most
        self._door = threading.Lock()
        self._waiting: deque[_Slip[In, Out]] = deque()
        self._is_working = False
        self._had_company = False

    def __call__(self, item: In) -> Out:
        """Have ``item`` worked on, alone or with others; returns or raises what came of it."""
        slip: _Slip[In, Out] = _Slip(item)
        with self._door:
            self._waiting.append(slip)
            slip.leads, self._is_working = not self._is_working, True
        if not slip.leads:
            slip.turn.acquire()
        if slip.leads:
            self._lead(slip)
        if slip.fault is not None:
            raise slip.fault
        return slip.result  # type: ignore[return-value] # a slip without fault has its result

    def _lead(self, own: _Slip[In, Out]) -> None:
        """Work for all who wait, one's own slip first among them; then hand over to the next in line.

        The slips stay in line while they are worked on, so that an interrupt at any point, the pause included, leaves
        none behind: those taken up are let go, and the next in line leads.
        """
        slips = [own]
        try:
            if self._had_company:
                time.sleep(LINGER)
            with self._door:
                slips = list(islice(self._waiting, self._at_most))
            self._had_company = len(slips) > 1
            self._settle(slips)
        finally:
            with self._door:
                for _slip in slips:
                    self._waiting.popleft()
                following = self._waiting[0] if self._waiting else None
                self._is_working = following is not None
                if following is not None:
                    following.leads = True
            if following is not None:
                following.turn.release()
            for slip in slips:
                slip.turn.release()

    def _settle(self, slips: list[_Slip[In, Out]]) -> None:
        try:
            answers = self._work([slip.item for slip in slips])
        except BaseException as fault:
            if len(slips) == 1:
                slips[0].fault = fault
                return
            for slip in slips:
                self._settle([slip])
            return
        for slip, answer in zip(slips, answers, strict=True):
            if isinstance(answer, BaseException):
                slip.fault = answer
            else:
                slip.result, slip.fault = answer, None
