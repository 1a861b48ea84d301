"""Units, the bodies that run and lead them, opening hours; and the units of other places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from random import Random

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.demo.county import CountyPlan, StationPlan, places
from yimi.demo.identities import credit_code, phone_number
from yimi.demo.seeds import stream
from yimi.stations.actions import (
    AuthorityDraft,
    EngagementDraft,
    NameDraft,
    OperatorDraft,
    UnitDraft,
    add_unit_name,
    close_unit,
    engage_operators,
    open_unit,
    open_units,
    register_authorities,
    register_operators,
    set_lead_authority,
    set_opening_hours,
)
from yimi.stations.models import Authority, NameKind, Operator, ServiceUnit, UnitKind
from yimi.stations.rules import Opening

#: When the county's network was built: three waves.
WAVES = (date(2021, 12, 10), date(2022, 6, 20), date(2022, 11, 15))
OFFERS = "社会救助、儿童关爱、养老服务、社区治理、社会事务；入户探访、个案、小组和社区活动"
MORNING, AFTERNOON = (time(8, 30), time(12)), (time(14, 30), time(17, 30))


def write_units(county: CountyPlan, *, actor: Actor) -> dict[str, int]:
    """The county's stations, each open since its wave, with hours, other names and the authority that leads them."""
    region_code = county.code.ljust(12, "0")
    units = open_units([_unit_draft(county, plan) for plan in county.stations], actor=actor)
    for plan, unit in zip(county.stations, units, strict=True):
        set_opening_hours(unit, actor=actor, week=_week(plan), from_on=_opened_on(plan))
    authorities = _write_authorities(county, region_code, actor)
    for unit in units:
        set_lead_authority(
            unit, actor=actor, authority=authorities[0], starts_on=unit.opened_on or WAVES[0]
        )
    return {"units": len(units), "authorities": len(authorities)}


def _write_authorities(county: CountyPlan, region_code: str, actor: Actor) -> list[Authority]:
    listed = places()["authority"]
    if county.code != places()["county"]["code"]:
        listed = [{"name": f"{county.name}民政局", "line": "civil_affairs"}]
    drafts = [
        AuthorityDraft(name=each["name"], line=each["line"], region_code=region_code)
        for each in listed
    ]
    return register_authorities(drafts, actor=actor)


def _unit_draft(county: CountyPlan, plan: StationPlan) -> UnitDraft:
    rng = stream(county.seed, "unit", plan.town.code)
    seat = plan.town.villages[0][1]
    names = [NameDraft(text=plan.spec.local)] if plan.spec.local else []
    if plan.spec.sign:
        names.append(NameDraft(text=f"{plan.town.name}{plan.spec.sign}", kind=NameKind.SIGN))
    office = "街道办事处" if plan.town.name.endswith("街道") else "镇政府"
    if plan.town.name.endswith("乡"):
        office = "乡政府"
    return UnitDraft(
        uid=plan.uid,
        name=plan.name,
        kind=UnitKind.STATION,
        region_code=plan.town.code,
        opened_on=_opened_on(plan),
        host=rng.choice(
            ["便民服务中心一楼", f"{office}院内", f"{seat}党群服务中心", "养老服务中心二楼"]
        ),
        phone=phone_number(rng),
        address=f"{county.name}{plan.town.name}{seat}",
        offers=OFFERS,
        names=tuple(names),
    )


def _opened_on(plan: StationPlan) -> date:
    return WAVES[plan.serial % len(WAVES)]


def _week(plan: StationPlan) -> list[Opening]:
    """Monday to Friday with a lunch break; streets also on Saturday morning."""
    week = [
        Opening(weekday, *stretch) for weekday in range(1, 6) for stretch in (MORNING, AFTERNOON)
    ]
    if plan.town.name.endswith("街道"):
        week.append(Opening(6, *MORNING, note="节假日除外"))
    return week


def write_county_bodies(county: CountyPlan, *, actor: Actor) -> dict[str, int]:
    """The guidance centre and the operators of the demo county, and who runs what."""
    rng = stream(county.seed, "bodies")
    region_code = county.code.ljust(12, "0")
    centre = open_unit(
        UnitDraft(
            name=places()["county"]["centre"],
            kind=UnitKind.GUIDANCE_CENTRE,
            region_code=region_code,
            opened_on=WAVES[0],
            host="县民政局社会服务中心",
            phone=phone_number(rng),
            address=f"{county.name}民政局院内",
            offers="督导、培训、资源统筹、站点指导",
        ),
        actor=actor,
    )
    lead = Authority.objects.get(region_code=region_code, line="social_work", ended_on=None)
    set_lead_authority(centre, actor=actor, authority=lead, starts_on=date(2024, 3, 1))
    operators = _write_operators(rng, region_code, actor)
    _engage(rng, county, operators, actor)
    return {"centres": 1, "operators": len(operators)}


def _write_operators(rng: Random, region_code: str, actor: Actor) -> list[Operator]:
    drafts = [
        OperatorDraft(
            name=each["name"],
            kind=each["kind"],
            region_code=each.get("region_code", region_code),
            uscc=credit_code(rng, kind="51" if each["kind"] == "association" else "52"),
            contact_phone=phone_number(rng),
            founded_on=each["founded_on"],
        )
        for each in places()["operator"]
    ]
    return register_operators(drafts, actor=actor)


def _engage(rng: Random, county: CountyPlan, operators: Sequence[Operator], actor: Actor) -> None:
    units = {unit.uid: unit for unit in ServiceUnit.objects.within(county.code)}
    engagements = []
    for plan in county.stations:
        if rng.random() < 0.15:
            continue  # the town runs its station itself
        operator = operators[plan.serial % len(operators)]
        engagements.append(
            EngagementDraft(
                unit=units[plan.uid],
                operator=operator,
                starts_on=date(2025, 1, 1),
                document=f"2025—2026 年度社工站运营项目合同（{plan.town.name}）",
            )
        )
    engage_operators(engagements, actor=actor)


def write_elsewhere(*, actor: Actor) -> dict[str, int]:
    """Units of other places: a flood team that served two counties, a bilingual station, a community room."""
    for each in places()["elsewhere"]:
        unit = open_unit(
            UnitDraft(
                name=each["name"],
                kind=each["kind"],
                region_code=each["region_code"],
                opened_on=each["opened_on"],
                host=each.get("host", ""),
                built_under=each.get("built_under", ""),
                serves=tuple(each.get("serves", ())),
            ),
            actor=actor,
        )
        if sign := each.get("sign"):
            add_unit_name(
                unit, actor=actor, kind=NameKind.SIGN, text=sign, starts_on=each["opened_on"]
            )
        if closes_on := each.get("closes_on"):
            with clock.standing_at(datetime.combine(closes_on, time(10), UTC)):
                close_unit(
                    unit,
                    actor=actor,
                    expected=unit.row_version,
                    closed_on=closes_on,
                    reason="任务完成，收队",
                )
    return {"units": len(places()["elsewhere"])}
