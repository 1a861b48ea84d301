"""What a person may claim today, by when, and what is missing: every pack of their places asked at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yimi.core import clock
from yimi.engine.calendar import add_months
from yimi.engine.errors import EngineError
from yimi.engine.rules.definitions import Outcome
from yimi.programmes.deciding import Judged, judge_all
from yimi.programmes.fact_rows import Claimant
from yimi.programmes.facts import world_of
from yimi.programmes.models import Claim
from yimi.programmes.queries.claims import level_label
from yimi.programmes.rules.slots import Earlier, NoSlot, Slot, slot_of, too_soon
from yimi.programmes.rules.states import LIVE
from yimi.programmes.versions import in_force, newest_versions

#: A last day to claim within so many days is shown warm.
SOON_DAYS = 60


@dataclass(frozen=True, slots=True)
class Offer:
    """One benefit for one of the person's rows. ``claim``: the live claim that holds the slot."""

    judged: Judged
    key: UUID
    about: str
    claim: Claim | None
    again_on: date | None

    @property
    def is_open(self) -> bool:
        """Something can be claimed now."""
        possible = self.judged.outcome in {Outcome.LIKELY, Outcome.NEEDS_INFORMATION}
        return possible and self.claim is None and self.again_on is None

    @property
    def is_certain(self) -> bool:
        """Every condition is known and met."""
        return self.judged.outcome == Outcome.LIKELY

    @property
    def days_left(self) -> int | None:
        """Days until the last day to claim, None without one."""
        until = self.judged.claim_until
        return None if until is None else (until - clock.today()).days

    @property
    def is_urgent(self) -> bool:
        """The last day is near."""
        return self.days_left is not None and self.days_left <= SOON_DAYS


@dataclass(frozen=True, slots=True)
class Offers:
    """All of them, and packs that could not be asked, with the reason."""

    rows: tuple[Offer, ...]
    troubles: tuple[tuple[str, str], ...]

    @property
    def open(self) -> list[Offer]:
        """What may be claimed, the certain first, the most urgent first."""
        found = [offer for offer in self.rows if offer.is_open]
        return sorted(
            found, key=lambda one: (not one.is_certain, one.judged.claim_until or date.max)
        )

    @property
    def closed(self) -> list[Offer]:
        """What may not be claimed, and why."""
        return [offer for offer in self.rows if not offer.is_open and offer.claim is None]


def offers_for(who: Claimant, day: date) -> Offers:
    """What the person may claim on ``day``. Eleven queries, whatever the person has."""
    versions = newest_versions(who.places)
    live = (
        list(Claim.objects.filter(payee=who.payee, state__in=LIVE)) if who.payee is not None else []
    )
    world = world_of(who)
    rows: list[Offer] = []
    troubles = []
    for version in versions:
        source = in_force(version)
        if not source.is_on(day):
            continue
        try:
            rows += [_offer(judged, live, day) for judged in judge_all(source, world, day)]
        except EngineError as error:
            troubles.append((version.title, error.message))
    return Offers(tuple(rows), tuple(troubles))


def _offer(judged: Judged, live: list[Claim], day: date) -> Offer:
    mine = [claim for claim in live if claim.benefit == judged.name]
    earlier = [Earlier(Slot(one.slot_kind, one.slot), one.claimed_on) for one in mine]
    held = None
    try:
        slot = slot_of(judged.benefit.frequency, judged.row, day=day, earlier=earlier)
        held = next((c for c, e in zip(mine, earlier, strict=True) if e.slot == slot), None)
    except NoSlot:
        held = None
    again = too_soon(judged.benefit.frequency, day, earlier)
    return Offer(judged, UUID(judged.decision.key), about(judged), held, again)


def about(judged: Judged) -> str:
    """Which row it is about, for people: the level, the honour, the receipt."""
    row = judged.row
    subject = judged.benefit.subject
    if subject == "certificate":
        return level_label(row["level"])
    if subject == "honour":
        return str(row["title_code"])
    if subject == "exam_cost":
        return f"{row['exam_year']}"
    return ""


#: So many months back one may still claim by the month.
MONTHS_BACK = 12


def open_months(offer: Offer, who: Claimant, day: date) -> list[date]:
    """First days of the months that may still be claimed, the latest first; empty for what is not paid by the month."""
    frequency = offer.judged.benefit.frequency
    if frequency is None or frequency.kind != "monthly":
        return []
    taken: set[str] = set()
    if who.payee is not None:
        live = Claim.objects.filter(
            payee=who.payee, benefit=offer.judged.name, slot_kind="month", state__in=LIVE
        )
        taken = set(live.values_list("slot", flat=True))
    since = offer.judged.source.rules.pack.in_force_from
    months = [add_months(day.replace(day=1), -back) for back in range(MONTHS_BACK)]
    return [
        month
        for month in months
        if f"{month:%Y-%m}" not in taken and (since is None or month >= since.replace(day=1))
    ]
