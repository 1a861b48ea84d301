"""Who works at a station: names, certificates, since when; those who left, and the day somebody new came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from yimi.demo import identities, names
from yimi.demo.identities import FEMALE, MALE
from yimi.demo.seeds import stream, uid_at, weighted
from yimi.demo.visits import Post

#: The county's own supervisor.
OWN_SUPERVISOR_NAME = "张慧"


def own_supervisor_uid(seed: int) -> UUID:
    """The county's own supervisor as a worker: on its staff list, placed at no station."""
    return uid_at(stream(seed, "own supervisor"), datetime(2024, 3, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class StationSpec:
    """What ``data/places.toml`` says of a station; days are counted back from the day the demo is made for."""

    staff: int = 2
    certified: int = 1
    left_days: int = 0
    newcomer_days: int = 0
    turnover_days: int = 0
    coverage: float = 0.92
    pace: float = 1.0
    files: float = 1.0
    local: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A worker before they are written."""

    uid: UUID
    name: str
    sex: str
    born_on: date
    id_number: str
    phone: str
    joined_on: date
    left_on: date | None
    is_head: bool
    level: str
    issued_on: date
    education: str
    mode: str

    @property
    def post(self) -> Post:
        """The placement."""
        return Post(self.uid, self.joined_on, self.left_on)


def staff_of(rng: Random, spec: StationSpec, on: date, *, series: int) -> list[StaffMember]:
    """The station's workers, head first; ``series`` keeps their ID numbers apart from other stations'; with turnover, somebody who left and somebody who came soon after."""
    members = []
    for number in range(spec.staff):
        joined = date(rng.choice((2022, 2022, 2023, 2023, 2024)), rng.randrange(1, 13), 1)
        left = on - timedelta(days=spec.left_days) if spec.left_days else None
        if spec.newcomer_days and number == spec.staff - 1:
            joined = on - timedelta(days=spec.newcomer_days)
        members.append(_member(rng, number, spec, on, joined=joined, left=left, series=series))
    if spec.turnover_days:
        left = on - timedelta(days=spec.turnover_days)
        successor = members.pop()
        members.append(_member(rng, 8, spec, on, joined=date(2023, 5, 4), left=left, series=series))
        members.append(_moved(successor, left + timedelta(days=12)))
    return members


def _moved(member: StaffMember, joined_on: date) -> StaffMember:
    values = {name: getattr(member, name) for name in StaffMember.__slots__}
    return StaffMember(**values | {"joined_on": joined_on})


def _member(
    rng: Random,
    number: int,
    spec: StationSpec,
    on: date,
    *,
    joined: date,
    left: date | None,
    series: int,
) -> StaffMember:
    sex = FEMALE if rng.random() < 0.76 else MALE
    born = date(rng.randrange(1982, 2003), rng.randrange(1, 13), rng.randrange(1, 28))
    has_level = number < spec.certified
    level = weighted(rng, {"assistant": 72, "intermediate": 28}) if has_level else ""
    return StaffMember(
        uid=uid_at(rng, datetime.combine(on, time(1), UTC) - timedelta(days=500)),
        name=names.surname(rng) + names.given_name(rng, sex=sex, born=born.year),
        sex=sex,
        born_on=born,
        id_number=identities.id_number(rng, born, sex, series=series),
        phone=identities.phone_number(rng),
        joined_on=joined,
        left_on=left,
        is_head=number == 0,
        level=level,
        issued_on=date(rng.randrange(2019, 2026), 11, 28),
        education=weighted(rng, {"college": 45, "bachelor": 42, "senior_high": 10, "master": 3}),
        mode=weighted(rng, {"purchased": 78, "direct": 14, "public_welfare_post": 8}),
    )
