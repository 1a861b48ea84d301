"""The stations' professional work: who it is with, on which days, and that it stands in the rooms."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from yimi.activities.models import Activity, ActivityStatus, Partner
from yimi.audit.models import AuditEvent
from yimi.cases.models import Case, CaseSession, FamilyPicture, SupervisorReview
from yimi.demo import build as building
from yimi.demo import county as counties
from yimi.demo.calendar import is_closed
from yimi.demo.county import station_for_records
from yimi.demo.practice import plan_cases, plan_groups, practice, split_year
from yimi.demo.seeds import stream
from yimi.demo.tests.worlds import TODAY, county, homes, make_divisions, year
from yimi.demo.writing.published import PACK
from yimi.engine.figures import read_figures
from yimi.engine.packs import load_pack
from yimi.feedback.models import Complaint, VoiceTally
from yimi.forms.models import FormEntry
from yimi.groups.models import GroupSession, SocialGroup
from yimi.programmes.models import Claim, PackVersion, PaymentList
from yimi.protection.models import HarmReport
from yimi.referrals.models import Referral, ResourceLink
from yimi.regions.actions import load_divisions
from yimi.reported.models import ReportedFigure
from yimi.services.models import ServiceRecord
from yimi.services.models.record import Method
from yimi.supervision.models import AgreedAction, PairingAgreement, SupervisionSession
from yimi.supervision.queries import pairing_standing
from yimi.supervision.rules import Outcome
from yimi.teams.models import Deployment
from yimi.visiting.models import Consultation, HouseholdTier

HENAN = "410000000000"
PLAN = county()
STATION = station_for_records(PLAN.stations[0], homes(400))
CASES = plan_cases(stream(7, "cases"), STATION, first=PLAN.first, on=TODAY)
GROUPS = plan_groups(stream(7, "groups"), STATION, first=PLAN.first, on=TODAY)


@pytest.fixture
def small(monkeypatch, settings, tmp_path):
    """A hundred and twenty households in 商水县 with a year of work."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(counties, "YEAR", timedelta(days=200))
    monkeypatch.setitem(counties.places()["county"], "households", 150)
    monkeypatch.setitem(counties.places()["neighbour"], "households", 8)
    make_divisions()


def silently(stage, counts):
    """Nobody watches."""


def test_every_story_has_words_for_every_meeting():
    stories = practice()["case"].values()
    assert all(len(story["notes"]) == 8 and len(story["goals"]) == 3 for story in stories)


def test_cases_are_of_every_stage_with_clients_whom_the_story_fits():
    assert [len(plan.meetings) for plan in CASES[:2]] == [1, 2]
    assert any(plan.is_over for plan in CASES)
    assert len({plan.home.uid for plan in CASES}) == len(CASES)
    for plan in CASES:
        age = plan.client.age(plan.opened_on)
        assert (age >= 65) if plan.story == "elder" else (age < 65)
        assert (age < 15) == (plan.story == "child")


def test_meetings_and_sessions_are_on_working_days_in_order_by_people_who_were_there():
    for plan in CASES:
        days = [meeting.on for meeting in plan.meetings]
        assert days == sorted(set(days))
        assert all(m.worker_uid in STATION.on_duty(m.on) for m in plan.meetings)
    days = [m.on for plan in CASES for m in plan.meetings] + [d for g in GROUPS for d in g.days]
    assert not any(is_closed(day) or day.weekday() > 4 for day in days)


def test_the_same_seed_plans_the_same_work():
    assert plan_cases(stream(7, "cases"), STATION, first=PLAN.first, on=TODAY) == CASES
    assert plan_groups(stream(7, "groups"), STATION, first=PLAN.first, on=TODAY) == GROUPS


def test_casework_and_group_work_leave_the_year_and_nothing_is_counted_twice():
    kept, taken = split_year(year(PLAN))
    records = [record for entry in kept.entries for record in entry.records]
    assert not {r.method for r in records} & {Method.CASE_SESSION, Method.GROUP_SESSION}
    there = {record.uid for record in records}
    assert not there & {record.uid for record in (*taken.activities, *taken.consultations)}
    assert {mending.record_uid for mending in kept.mendings} <= there


@pytest.mark.django_db
def test_the_work_stands_in_its_rooms_and_a_second_build_changes_nothing(small):
    assert building.build(on=TODAY, tell=silently)
    stages = Counter(
        Case.objects.filter(unit__region_code="411623002000").values_list("stage", flat=True)
    )
    assert len(stages) >= 4
    assert FamilyPicture.objects.exists()
    reviewed = SupervisorReview.objects.filter(
        case__unit__region_code="411623002000", answer="approved"
    )
    assert reviewed.filter(supervisor__region_code__startswith="411622").exists()
    met = [pairing_standing(one, as_of=TODAY).outcome for one in PairingAgreement.objects.all()]
    assert sorted(met) == sorted([Outcome.MET, Outcome.NOT_MET])
    for model, method in ((CaseSession, Method.CASE_SESSION), (GroupSession, Method.GROUP_SESSION)):
        numbers = set(model.objects.values_list("record_number", flat=True))
        found = ServiceRecord.objects.filter(method=method, unit__region_code__startswith="411623")
        assert set(found.values_list("number", flat=True)) == numbers
    against = Activity.objects.get(title__contains="禁毒")
    assert set(Partner.objects.filter(activity=against).values_list("name", flat=True)) == {
        "商水县公安局", "东城街道办事处", "商水县民政局社会服务中心",
    }  # fmt: skip
    assert Activity.objects.filter(status=ActivityStatus.PLANNED, planned_on__gt=TODAY).exists()
    assert Referral.objects.filter(state="sent", due_on__lt=TODAY).exists()
    assert ResourceLink.objects.filter(delivered_on=None).exists()
    assert Consultation.objects.filter(done_at=None, follow_up_on__gte=TODAY).exists()
    assert HouseholdTier.objects.exists()
    assert AgreedAction.objects.filter(result="open").exists()
    assert SupervisionSession.objects.exists()
    assert sorted(Complaint.objects.values_list("state", flat=True)) == ["closed", "handling"]
    report = HarmReport.objects.get()
    assert [step.kind for step in report.steps.order_by("at")] == [
        "found", "reported", "receipt", "follow_up",
    ]  # fmt: skip
    assert Deployment.objects.get().ends_on
    filled = {f"F-{number:02d}" for number in (1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 16, 18)}
    assert filled <= set(FormEntry.objects.values_list("code", flat=True))
    assert VoiceTally.objects.filter(answers__gte=5).exists()
    told = [
        one for one in read_figures(load_pack(PACK)) if one.place == HENAN and one.value is not None
    ]
    assert ReportedFigure.objects.filter(region_code=HENAN).count() == len(told) > 10
    states = set(Claim.objects.values_list("state", flat=True))
    assert {"paid", "applied"} <= states
    assert PaymentList.objects.filter(state="reconciled").exists()
    assert PackVersion.objects.filter(state="published").count() == 3
    before = AuditEvent.objects.count()
    assert not building.build(on=TODAY, tell=silently)
    assert AuditEvent.objects.count() == before


@pytest.mark.slow
@pytest.mark.django_db
def test_the_whole_county_is_built_to_the_last_stage(monkeypatch, settings, tmp_path):
    """Every real town and village, every stage and a whole year, with a fifth of the households."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setitem(counties.places()["county"], "households", 1_500)
    elsewhere = ("410621", "410781", "540102", "210113", "520603", "441900")
    load_divisions(actor=building.demo_actor(), within=("411623", "411622", *elsewhere))
    assert building.build(tell=silently)
    assert Case.objects.filter(unit__region_code__startswith="411623").count() > 50
    assert SocialGroup.objects.count() > 15
    assert not building.build(tell=silently)
