"""What every step of a payment list shares: two different people, the number, the trail."""

from __future__ import annotations

from uuid import UUID

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.numbers import take_numbers, year_mark
from yimi.programmes.errors import NotOnYourself, SecondPersonNeeded
from yimi.programmes.models import ItemState, PaymentList


def require_not(actor: Actor, uid: UUID | None, permission: str) -> None:
    """Two different people; raises SecondPersonNeeded."""
    if actor.uid == uid:
        raise SecondPersonNeeded(permission=permission)


def require_not_on_it(actor: Actor, made: PaymentList, permission: str) -> None:
    """Nobody approves or sends a list that pays them; raises NotOnYourself."""
    if actor.worker_uid is None:
        return
    own = made.items.filter(state=ItemState.PENDING, claim__payee__files__worker=actor.worker_uid)
    if own.exists():
        raise NotOnYourself(permission=permission)


def list_number(region_code: str) -> str:
    """The next number of a place and year."""
    place = (region_code or "000000")[:6]
    year = year_mark(clock.today().year)
    serial = take_numbers(f"programmes/list/{place}/{year}")[0]
    return f"FF{place}{year}{serial:04d}"


def tell(
    actor: Actor, action: str, made: PaymentList, *, reason: str = "", **details: object
) -> None:
    """Write what happened to the list into the trail."""
    record_event(
        actor, action, subject_kind="payment_list", subject_uid=made.pk,
        region_code=made.region_code, reason=reason,
        details={"number": made.number, "total_fen": made.total_fen, **details},
    )  # fmt: skip
