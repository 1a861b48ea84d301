"""The rooms' tables that facts are made of, and the columns they need of each."""

from __future__ import annotations

from yimi.activities.models import Activity, BudgetLine
from yimi.cases.models import Case, CaseSession, Intake
from yimi.groups.models import GroupSession, SocialGroup
from yimi.insight.facts.sources import Source
from yimi.people.models import (
    FamilyRelation,
    Household,
    Membership,
    MergeLink,
    Resident,
    ResidentStatus,
    ResidentVersion,
    StatusKind,
)
from yimi.referrals.models import Referral, ReferralConsent, ReferralStep, ResourceLink
from yimi.regions.models import Region
from yimi.reported.models import ReportedFigure
from yimi.reported.models import Source as FigureSource
from yimi.services.models import (
    HeadCount,
    Participant,
    RecordWorker,
    ServiceItem,
    ServiceRecord,
    VisitDue,
)
from yimi.stations.models import Operator, OperatorEngagement, ServiceUnit, UnitName
from yimi.supervision.models import Supervisee, SupervisionSession
from yimi.visiting.models import HouseholdTier
from yimi.workforce.models import Certificate, Placement, Worker

_DATED = ("starts_on", "ends_on", "recorded_at", "superseded_at")

SOURCES = {
    source.name: source
    for source in (
        Source("region", Region, ("code", "level", "township_class", "is_placeholder", "valid_from", "valid_to")),
        Source("unit", ServiceUnit, ("uid", "kind", "region_code", "opened_on", "closed_on", "built_under", "recorded_at")),
        Source("unit_sign", UnitName, ("uid", "unit_id", *_DATED), only="kind = 'sign'"),
        Source("engagement", OperatorEngagement, ("uid", "unit_id", "operator_id", *_DATED)),
        Source("operator", Operator, ("uid", "region_code", "kind", "founded_on", "dissolved_on", "recorded_at")),
        Source("figure", ReportedFigure, ("uid", "region_code", "key", "measure", "value", "qualifier", "starts_on", "ends_on", "source_id", "recorded_at", "superseded_at")),
        Source("figure_source", FigureSource, ("uid", "published_on")),
        Source("household", Household, ("uid", "unit_id", "region_code", "opened_on", "closed_on", "recorded_at")),
        Source("resident", Resident, ("uid", "unit_id", "region_code", "hukou_region_code", "living_region_code", "sex", "birth_on", "birth_precision", "ethnic_code", "died_on", "recorded_at")),
        Source("resident_version", ResidentVersion, ("resident_id", "superseded_at", "unit_id", "region_code", "hukou_region_code", "living_region_code", "sex", "birth_on", "birth_precision", "ethnic_code", "died_on")),
        Source("membership", Membership, ("uid", "resident_id", "household_id", "relation", *_DATED)),
        Source("merge", MergeLink, ("uid", "duplicate_id", "kept_id", "merged_at"), only="undone_at IS NULL"),
        Source("any_merge", MergeLink, ("duplicate_id", "kept_id", "merged_at", "undone_at")),
        Source("status_kind", StatusKind, ("code", "tags")),
        Source("status", ResidentStatus, ("uid", "resident_id", "kind_id", "value", "level", "variety", "source", "verified_on", *_DATED)),
        Source("relative", FamilyRelation, ("uid", "resident_id", "relative_id", "relation", "situation", *_DATED)),
        Source("tier", HouseholdTier, ("uid", "household_id", "tier_code", *_DATED)),
        Source("visit_due", VisitDue, ("household_id", "last_met_on")),
        Source("worker", Worker, ("uid", "region_code", "sex", "birth_on", "employer_id", "employment_mode", "education", "joined_on", "left_on", "recorded_at")),
        Source("certificate", Certificate, ("uid", "worker_id", "level", "issued_on", "registered_on", "registration_until", "recorded_at", "superseded_at")),
        Source("placement", Placement, ("uid", "worker_id", "unit_id", "full_time", *_DATED)),
        Source("item", ServiceItem, ("code", "domain_id")),
        Source("record", ServiceRecord, ("uid", "number", "unit_id", "household_id", "project_uid", "served_region_code", "method", "outcome", "item_id", "served_on", "minutes", "person_times", "recorded_at", "superseded_at", "voided_at")),
        Source("activity_record", ServiceRecord, ("uid", "number", "unit_id", "project_uid", "served_region_code", "item_id", "served_on", "minutes", "person_times", "recorded_at", "superseded_at", "voided_at"), only="method = 'activity'"),
        Source("participant", Participant, ("id", "record_id", "resident_id", "presence")),
        Source("head_count", HeadCount, ("id", "record_id", "band", "count")),
        Source("lead", RecordWorker, ("record_id", "worker_id"), only="is_lead"),
        Source("case", Case, ("uid", "unit_id", "resident_id", "household_id", "owner_id", "stage", "level", "opened_on", "closed_on", "closing_reason", "recorded_at")),
        Source("intake", Intake, ("case_id", "decision")),
        Source("case_session", CaseSession, ("uid", "case_id", "record_number")),
        Source("social_group", SocialGroup, ("uid", "unit_id", "kind", "item_id", "status")),
        Source("session", GroupSession, ("uid", "group_id", "no", "phase", "record_number", "recorded_at", "voided_at")),
        Source("event", Activity, ("uid", "unit_id", "kind", "item_id", "status", "record_number", "recorded_at")),
        Source("budget", BudgetLine, ("uid", "activity_id", "actual_fen", "superseded_at")),
        Source("handed_over", Referral, ("uid", "unit_id", "resident_id", "region_code", "state", "recorded_at")),
        Source("referral_consent", ReferralConsent, ("uid", "referral_id", "ground", "given_on", "superseded_at")),
        Source("referral_step", ReferralStep, ("uid", "referral_id", "step", "happened_on")),
        Source("link", ResourceLink, ("uid", "unit_id", "resident_id", "household_id", "region_code", "need", "kind", "value_fen", "receipt_seen", "requested_on", "matched_on", "delivered_on", "ended_on", "result", "recorded_at")),
        Source("supervision", SupervisionSession, ("uid", "file_uid", "unit_id", "unit_region_code", "supervisor_id", "kind", "held_on", "minutes", "recorded_at", "superseded_at")),
        Source("supervisee", Supervisee, ("id", "session_id")),
    )
}  # fmt: skip
