"""What a station does beside visits: advice, handling, cases, groups, activities, links and referrals. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from yimi.core.clock import month_of
from yimi.demo.calendar import GATHERINGS, Season, days, is_closed, season_of, working_days
from yimi.demo.households import Tier
from yimi.demo.seeds import some, uid_at, weighted
from yimi.demo.stories import short_note
from yimi.demo.visits import CHILD_KINDS, Station, clock_time, instant, item_for, next_open
from yimi.services.rules import NewRecord

#: Per worker and month.
CONSULTATIONS, HANDLINGS, LINKS, REFERRALS = 3.2, 1.6, 0.7, 0.3
#: Per station and month, before the season.
ACTIVITIES = 1.5
GROUP_SESSIONS = 6
CO_ORGANISERS = (
    "派出所",
    "卫生院",
    "司法所",
    "中心学校",
    "退役军人服务站",
    "妇联",
    "团委",
    "老年协会",
)
HANDLING_ITEMS = {
    "AH1": 26, "AH2": 8, "AH3": 10, "AH4": 14, "AH5": 16, "AH6": 9, "AH7": 6, "AH8": 9, "AH9": 2,
}  # fmt: skip


def other_work(rng: Random, station: Station, first: date, last: date) -> Iterator[NewRecord]:
    """Everything but visits, month by month, then cases and groups, which run over months."""
    month = first
    while month <= last:
        _begin, following = month_of(month)
        end = min(last, following - timedelta(days=1))
        yield from _month(rng, station, month, end)
        month = following
    yield from _cases(rng, station, first, last)
    yield from _groups(rng, station, first, last)


def _month(rng: Random, station: Station, first: date, last: date) -> Iterator[NewRecord]:
    open_days = [day for day in working_days(first, last) if station.on_duty(day)]
    if not open_days:
        return
    part = len(open_days) / 21
    staff = len(station.on_duty(open_days[-1])) or 1
    for kind, per_worker in (
        (_consultation, CONSULTATIONS), (_handling, HANDLINGS), (_link, LINKS), (_referral, REFERRALS),
    ):  # fmt: skip
        for _number in range(_count(rng, per_worker * staff * part / station.pace)):
            yield kind(rng, station, rng.choice(open_days))
    fit = [day for day in days(first, last) if not is_closed(day) and station.on_duty(day)]
    weights = [GATHERINGS[season_of(day)] * (1.4 if day.weekday() == 5 else 1) for day in fit]
    expected = ACTIVITIES * station.coverage * sum(weights) / 25 / station.pace
    for day in sorted(rng.choices(fit, weights, k=_count(rng, expected))):
        yield _activity(rng, station, day)


def _count(rng: Random, expected: float) -> int:
    """A whole number near ``expected``, right on average."""
    spread = expected * rng.uniform(0.7, 1.3)
    return int(spread) + (rng.random() < spread % 1)


def _event(
    rng: Random, station: Station, day: date, method: str, *, minutes: int, **rest: Any
) -> NewRecord:
    """A record with what all kinds share; the worker is one of those on duty."""
    start = clock_time(rng, day)
    rest.setdefault("worker_uids", (rng.choice(station.on_duty(day)),))
    return NewRecord(
        uid=uid_at(rng, instant(day, start)),
        unit_uid=station.uid,
        method=method,
        item_code=rest.pop("item"),
        served_on=day,
        starts_at=start,
        minutes=minutes,
        **rest,
    )


def _of_household(rng: Random, station: Station, day: date) -> dict[str, Any]:
    """A household on file, with one adult of it."""
    home = rng.choice(station.homes)
    adults = [person for person in home.members if person.age(day) >= 18]
    if home.opened_on > day or not adults:
        return {"head_counts": {"adult": 1}}
    return {"household_uid": home.uid, "participants": {rng.choice(adults).uid: "served"}}


def _passer_by(rng: Random) -> dict[str, Any]:
    return {"head_counts": {weighted(rng, {"adult": 60, "elder": 38, "unknown": 2}): 1}}


def _consultation(rng: Random, station: Station, day: date) -> NewRecord:
    who = _of_household(rng, station, day) if rng.random() < 0.35 else _passer_by(rng)
    item = weighted(rng, {"SA2": 58, "SA3": 16, "AF1": 10, "EL6": 6, "CH5": 4, "AF2": 6})
    note = short_note(rng, "consultation", None) if rng.random() < 0.8 else ""
    return _event(
        rng,
        station,
        day,
        "consultation",
        item=item,
        minutes=rng.choice((5, 10, 15, 20, 30)),
        note=note,
        **who,
    )


def _handling(rng: Random, station: Station, day: date) -> NewRecord:
    who = _of_household(rng, station, day) if rng.random() < 0.7 else _passer_by(rng)
    note = short_note(rng, "handling", None) if rng.random() < 0.7 else ""
    item = weighted(rng, HANDLING_ITEMS)
    return _event(
        rng,
        station,
        day,
        "handling",
        item=item,
        minutes=rng.choice((15, 20, 30, 40)),
        note=note,
        **who,
    )


def _link(rng: Random, station: Station, day: date) -> NewRecord:
    who = _of_household(rng, station, day)
    note = short_note(rng, "resource_link", None)
    return _event(
        rng, station, day, "resource_link", item=weighted(rng, {"SA8": 60, "EL5": 25, "GV5": 15}),
        minutes=rng.choice((20, 30, 45, 60)), note=note, effects=("resources",), **who,
    )  # fmt: skip


def _referral(rng: Random, station: Station, day: date) -> NewRecord:
    who = _of_household(rng, station, day)
    note = short_note(rng, "referral", None)
    item = weighted(rng, {"SA3": 30, "SA6": 25, "AF1": 20, "CH3": 10, "AF4": 15})
    return _event(
        rng, station, day, "referral", item=item, minutes=rng.choice((15, 20, 30)), note=note, **who
    )


def _activity(rng: Random, station: Station, day: date) -> NewRecord:
    season = season_of(day)
    counts: dict[str, int] = {}
    size = round(rng.gammavariate(3.2, 15)) + 12
    shares = {"elder": 0.65, "adult": 0.25, "child": 0.1}
    if season == Season.SUMMER:
        shares = {"child": 0.7, "adult": 0.2, "elder": 0.1}
    for band, share in shares.items():
        if count := round(size * share * rng.uniform(0.6, 1.3)):
            counts[band] = count
    held_with = [f"{station.town}{name}" for name in some(rng, CO_ORGANISERS, 2)]
    village = rng.choice(station.homes).village_code if rng.random() < 0.6 else ""
    item = {Season.SUMMER: "CH5", Season.DOUBLE_NINTH: "EL4"}.get(season) or weighted(
        rng, {"GV4": 45, "EL4": 15, "EL6": 15, "GV3": 8, "GV1": 7, "AF4": 6, "AF3": 4}
    )
    shelf = Season.ORDINARY if rng.random() < 0.35 else season
    return _event(
        rng, station, day, "activity", item=item, minutes=rng.choice((60, 90, 90, 120, 150)),
        note=short_note(rng, "activity", None, shelf), head_counts=counts,
        worker_uids=tuple(some(rng, station.on_duty(day), 3)), served_region_code=village,
        co_organisers=tuple(held_with[: rng.choice((0, 1, 1, 2))]),
    )  # fmt: skip


def _cases(rng: Random, station: Station, first: date, last: date) -> Iterator[NewRecord]:
    """Cases with a household each: a talk every ten days or so, five to nine of them."""
    known = [home for home in station.homes if home.tier != Tier.YEARLY and home.opened_on <= first]
    for home in some(rng, known, max(1, round(2.6 * len(station.on_duty(first) or [0])))):
        day = first + timedelta(days=rng.randrange(300))
        worker: UUID | None = None
        for _session in range(rng.randrange(5, 10)):
            day = next_open(day)
            if day > last or not (on_duty := station.on_duty(day)):
                break
            worker = worker if worker in on_duty else rng.choice(on_duty)
            grown = [p for p in home.present if p.age(day) >= 8]
            if not grown:
                break
            yield _event(
                rng, station, day, "case_session", item=item_for(rng, home), minutes=rng.choice((40, 45, 50, 60)),
                note=short_note(rng, "case_session", None), household_uid=home.uid,
                participants={grown[0].uid: "served"}, worker_uids=(worker,),
                effects=(rng.choice(("comfort", "relations", "empowerment")),),
            )  # fmt: skip
            day += timedelta(days=rng.randrange(8, 15))


def _groups(rng: Random, station: Station, first: date, last: date) -> Iterator[NewRecord]:
    """Groups of six weekly sessions; in the summer for children, who are named, otherwise for whoever comes."""
    starts = [day for day in working_days(first, last) if station.on_duty(day)]
    if not starts:
        return
    weights = [GATHERINGS[season_of(day)] for day in starts]
    for begin in rng.choices(starts, weights, k=1 + len(station.on_duty(starts[-1])) // 2):
        members = _children(station, begin) if season_of(begin) == Season.SUMMER else []
        group = some(rng, members, 10)
        for session in range(GROUP_SESSIONS):
            day = next_open(begin + timedelta(days=7 * session))
            if day > last or not station.on_duty(day):
                break
            who: dict[str, Any] = {"head_counts": {"elder": rng.randrange(7, 14)}}
            if here := [uid for uid in group if rng.random() < 0.85]:
                who = {"participants": dict.fromkeys(here, "served")}
            yield _event(
                rng, station, day, "group_session", item="CH4" if group else "EL4",
                minutes=rng.choice((60, 75, 90)),
                note=short_note(rng, "group", None, "child" if group else "elder"), worker_uids=tuple(some(rng, station.on_duty(day), 2)), **who,
            )  # fmt: skip


def _children(station: Station, day: date) -> list[UUID]:
    return [
        person.uid
        for home in station.homes
        if home.opened_on <= day
        for person in home.present
        if 7 <= person.age(day) < 14 and person.has(*CHILD_KINDS)
    ]
