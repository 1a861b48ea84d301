"""Decisions become leads: in a family and for everybody alike, once, and however often they are made."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from yimi.access.queries.actors import system_actor
from yimi.audit.sealer import seal_pending
from yimi.core import clock
from yimi.insight.facts.feed import publish_all
from yimi.matching.actions import (
    StepDraft,
    follow_leads,
    note_step,
    recompute_household,
    recompute_people,
    run_everybody,
    running,
)
from yimi.matching.models import Lead, LeadStep, RecomputeRun, RunKind, TrailMark
from yimi.matching.rules import State, horizon_of
from yimi.matching.tests.conftest import HUKOU, OLD_AGE, County, years_ago
from yimi.people.actions import merge_residents, move_household, record_status
from yimi.people.drafts import StatusDraft
from yimi.people.models import FamilyRelation, MergeLink, Resident
from yimi.people.tests.factories import make_household, make_resident, make_status

pytestmark = pytest.mark.django_db
SHOWN = ("resident_id", "benefit", "pack", "outcome", "amount_fen", "turns_on", "state",
         "unit_id", "region_code", "household_id")  # fmt: skip


def leads() -> set[tuple[Any, ...]]:
    """Every lead as it stands, its conditions included."""
    return {
        (*[getattr(lead, name) for name in SHOWN], str(lead.conditions))
        for lead in Lead.objects.all()
    }


@pytest.fixture
def system() -> Any:
    return system_actor("系统", "people", "matching")


def test_an_old_woman_without_the_allowance_is_found_and_her_son_is_not(county: County):
    recompute_household(county.household)
    lead = Lead.objects.get()
    assert (lead.resident_id, lead.benefit, lead.state) == (county.elder.pk, OLD_AGE, "new")
    assert (lead.outcome, lead.amount_fen, lead.turns_on) == ("likely", 5000, None)
    assert lead.conditions == [["alive", "✓"], ["old_enough", "✓"], ["registered_here", "✓"]]
    assert not recompute_household(county.household)["made"]


def test_whoever_turns_eighty_next_month_is_seen_this_month(county: County):
    today, horizon = clock.today(), horizon_of(clock.today())
    for name, day in (("明天", today + timedelta(days=1)), ("下月底", horizon)):
        born = day.replace(year=day.year - 80) if (day.month, day.day) != (2, 29) else day
        make_resident(county.household, name, birth_on=born, hukou_region_code=HUKOU)
    after = horizon + timedelta(days=2)
    born = date(after.year - 80, after.month, min(after.day, 28))
    make_resident(county.household, "再下月", birth_on=born, hukou_region_code=HUKOU)
    recompute_household(county.household)
    found = dict(Lead.objects.values_list("resident__name", "turns_on"))
    assert found == {"赵桂英": None, "明天": today + timedelta(days=1), "下月底": horizon}


def test_a_status_in_force_makes_no_lead_and_ends_one(county: County, system: Any):
    make_status(county.elder, "old_age_allowance")
    recompute_household(county.household)
    assert not Lead.objects.exists()
    other = make_resident(
        county.household, "钱大爷", birth_on=years_ago(85), hukou_region_code=HUKOU
    )
    recompute_household(county.household)
    assert Lead.objects.get().resident_id == other.pk
    today = clock.today()
    draft = StatusDraft(other.pk, "old_age_allowance", source="official_list", verified_on=today)
    record_status(draft, actor=system)
    follow_leads()
    follow_leads()
    assert Lead.objects.get().state == State.RECEIVED
    assert LeadStep.objects.get().by is None


def test_not_applicable_is_not_asked_again_until_something_changes(county: County):
    recompute_household(county.household)
    lead = Lead.objects.get()
    draft = StepDraft(lead, State.NOT_APPLICABLE, clock.today(), lead.row_version, "户口已迁走")
    step = note_step(draft, actor=county.drolma)
    assert step.note(lead) == "户口已迁走"
    assert not recompute_household(county.household)["again"]
    Resident.objects.filter(pk=county.elder.pk).update(hukou_region_code="")
    recompute_household(county.household)
    lead.refresh_from_db()
    assert (lead.state, lead.outcome, lead.missing) == ("new", "unknown", ["registered_here"])


def test_the_follower_takes_up_what_was_recorded_and_nothing_twice(county: County, system: Any):
    follow_leads()
    today = clock.today()
    answers = (("disabled", {"level": "1", "variety": "4"}), ("dibao", {}))
    for kind, more in answers:
        draft = StatusDraft(county.son.pk, kind, verified_on=today, **more)
        record_status(draft, actor=system)
    counts = follow_leads()
    assert counts["made"] >= 3, "the old woman too: she lives with whom it was about"
    son = set(Lead.objects.filter(resident=county.son).values_list("benefit", "outcome"))
    assert ("national/resident-policies/living_subsidy", "likely") in son
    assert ("national/resident-policies/nursing_subsidy", "unknown") in son
    seal_pending()
    assert set(follow_leads()) <= {"people"}
    assert not follow_leads(), "sealed, read, passed"


def test_leads_go_along_when_the_household_moves_and_end_with_a_double(county: County, system: Any):
    recompute_household(county.household)
    follow_leads()
    double = make_resident(None, "赵桂英", unit_id=county.unit.pk, region_code=HUKOU,
                           birth_on=years_ago(82), hukou_region_code=HUKOU)  # fmt: skip
    recompute_people({double.pk})
    assert Lead.objects.filter(resident=double, state="new").exists()
    merge_residents(double, county.elder, actor=system, reason="重复建档")
    follow_leads()
    assert Lead.objects.get(resident=double).state == State.EXPIRED
    move_household(
        county.household, unit=county.neighbour, region_code="411623101201", on=clock.today(),
        row_version=county.household.row_version, actor=system,
    )  # fmt: skip
    follow_leads()
    lead = Lead.objects.get(resident=county.elder)
    assert (lead.unit_id, lead.region_code) == (county.neighbour.pk, "411623101201")


def _people(county: County, number: int, seed: int) -> None:
    """Generated families: ages about the thresholds, statuses asked and not asked, parents, doubles, closed files."""
    rng = random.Random(seed)
    kinds = ("dibao", "disabled", "near_dibao", "tekun", "old_age_allowance", "severe_illness",
             "poverty_return_watch", "migrant_child")  # fmt: skip
    today, made = clock.today(), []
    while len(made) < number:
        unit = rng.choice((county.unit, county.neighbour))
        household = make_household(unit)
        for _member in range(rng.randint(1, 5)):
            years = rng.choice((5, 10, 15, 17, 40, 60, 79, 80, 81, 90, 100))
            precision = rng.choice(("day", "day", "month", "year", "unknown"))
            born = years_ago(years, days=rng.randint(-70, 70)) if precision != "unknown" else None
            if born and precision != "day":
                born = born.replace(day=1, **({"month": 1} if precision == "year" else {}))
            person = make_resident(
                household, "某", birth_on=born, birth_precision=precision, sex=rng.choice("12"),
                hukou_region_code=rng.choice(("", HUKOU, "411622104201")),
                living_region_code=rng.choice(("", HUKOU)),
                died_on=today if rng.random() < 0.05 else None,
            )  # fmt: skip
            made.append(person)
            for kind in rng.sample(kinds, rng.randint(0, 3)):
                more = {"level": rng.choice("1234"), "variety": rng.choice("123456")}
                ends = rng.choice((None, None, today - timedelta(days=1), today + timedelta(30)))
                make_status(person, kind, rng.random() < 0.8, ends_on=ends,
                            starts_on=today - timedelta(days=rng.choice((-20, 0, 400))) if ends is None
                            else today - timedelta(days=400),
                            **(more if kind == "disabled" else {}))  # fmt: skip
            for relation in ("51", "52"):
                if rng.random() < 0.3:
                    FamilyRelation.objects.create(
                        resident=person, relation=relation, relative_name="某",
                        situation=rng.choice(("unknown", "dead", "missing", "in_custody", "normal")),
                        starts_on=today - timedelta(days=300), recorded_by=person.recorded_by,
                    )  # fmt: skip
    for one, other in zip(made[:12:2], made[1:12:2], strict=True):
        MergeLink.objects.create(duplicate=one, kept=other, merged_by=one.recorded_by)


def test_a_family_and_everybody_are_decided_alike(county: County, monkeypatch: Any):
    _people(county, 300, seed=7)
    publish_all()
    monkeypatch.setattr(running, "CHUNK", 23)
    run = run_everybody()
    by_run = leads()
    assert run.ended_at
    assert not run.told
    assert len(by_run) > 60
    assert len({row[1] for row in by_run}) >= 7
    assert {row[3] for row in by_run} == {"likely", "unknown"}
    assert any(row[5] for row in by_run), "some hold only on a day to come"

    everyone = set(Resident.objects.values_list("pk", flat=True))
    assert set(recompute_people(everyone)) == {"people"}, "the families say the same"
    LeadStep.objects.all().delete()
    Lead.objects.all().delete()
    recompute_people(everyone)
    assert leads() == by_run
    again = run_everybody()
    assert set(again.counts) == {"people"}, "and everybody again: nothing to write"


def test_a_run_that_was_killed_goes_on_where_it_was(county: County, monkeypatch: Any):
    _people(county, 40, seed=3)
    publish_all()
    whole = run_everybody()
    wanted = leads()
    LeadStep.objects.all().delete()
    Lead.objects.all().delete()

    monkeypatch.setattr(running, "CHUNK", 5)
    for stop in (1, 3):

        def kill(counts: Any, at: int = stop) -> None:
            if counts["people"] >= 5 * at:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            run_everybody(told=kill)
    run = run_everybody()
    assert leads() == wanted
    assert run.counts["made"] == whole.counts["made"], "nobody twice, nobody missed"
    assert RecomputeRun.objects.filter(ended_at=None).count() == 0
    assert RecomputeRun.objects.count() == 2


def test_what_was_learned_after_the_facts_of_a_run_is_not_undone_by_it(county: County, system: Any):
    publish_all()
    follow_leads()
    today = clock.today()
    draft = StatusDraft(county.elder.pk, "old_age_allowance", verified_on=today)
    record_status(draft, actor=system)
    seal_pending()
    follow_leads()
    assert not Lead.objects.exists()
    run_everybody()
    assert Lead.objects.get().state == State.NEW, "its facts are older"
    assert TrailMark.objects.get().seal == RecomputeRun.objects.get().seal
    follow_leads()
    assert Lead.objects.get().state == State.RECEIVED, "the follower was sent back"


def test_a_lead_goes_where_its_resident_goes_whatever_was_decided(county: County, system: Any):
    recompute_household(county.household)
    Resident.objects.filter(pk=county.elder.pk).update(birth_on=years_ago(50))
    move_household(
        county.household, unit=county.neighbour, region_code="411623101201", on=clock.today(),
        row_version=county.household.row_version, actor=system,
    )  # fmt: skip
    recompute_people({county.elder.pk})
    lead = Lead.objects.get()
    assert (lead.state, lead.unit_id) == (State.EXPIRED, county.neighbour.pk)
    # one that was left behind by an older version is found by a run over the new place all the same
    Lead.objects.update(region_code="411623002201", unit=county.unit)
    Resident.objects.filter(pk=county.elder.pk).update(birth_on=county.elder.birth_on)
    publish_all()
    run_everybody(RunKind.BY_HAND, "411623101")
    lead = Lead.objects.get()
    assert (lead.state, lead.region_code) == (State.NEW, "411623101201")
