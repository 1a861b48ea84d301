"""Visit tiers, consultations that are followed up, referrals at every step, and resources for households."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from yimi.core.actor import Actor
from yimi.demo.households import Home, Person, Tier
from yimi.demo.practice import last_open, practice
from yimi.demo.visits import next_open
from yimi.demo.writing.diary import Diary
from yimi.people.models import Household, Resident
from yimi.referrals import actions
from yimi.referrals.actions.consents import ConsentDraft
from yimi.referrals.actions.resources import Delivery
from yimi.referrals.actions.steps import Sending
from yimi.referrals.drafts import ForWhom, ReceiverDraft, ReferralDraft, ResourceDraft
from yimi.referrals.models import Referral, ResourceLink
from yimi.services.rules import NewRecord
from yimi.stations.models import Authority, ServiceUnit
from yimi.visiting.actions import (
    AssignmentDraft,
    ConsultationDraft,
    assign_tiers,
    record_consultations,
)
from yimi.workforce.models import Worker

#: How the station's own rhythm reads in the county's tiers, and why.
TIERS = {
    Tier.WEEKLY: ("high", "高龄独居或重残，需要每周看一次"),
    Tier.MONTHLY: ("key", "独居、留守或重残，每月看一次"),
}
#: So many households of each rhythm have been put into a tier so far.
TIERED = 15
#: Days back at which the steps of a referral were taken: opened, sent, answered, asked after.
OPENED, SENT, ANSWERED, ASKED = 52, 45, 30, 12


def note_tiers(diary: Diary, homes: Sequence[Home], actor: Actor, on: date) -> None:
    """The head puts the households that are visited most into tiers."""
    wanted = {tier: [home.uid for home in homes if home.tier == tier][:TIERED] for tier in TIERS}

    def assign() -> None:
        rows = Household.objects.in_bulk([uid for uids in wanted.values() for uid in uids])
        drafts = [
            AssignmentDraft(rows[uid], *TIERS[tier])
            for tier, uids in wanted.items()
            for uid in uids
        ]
        if drafts:
            assign_tiers(drafts, actor=actor)

    diary.at(last_open(on - timedelta(days=6)), assign, minute=30)


def note_consultations(
    diary: Diary, records: Sequence[NewRecord], actors: Mapping[UUID, Actor], on: date
) -> None:
    """The last consultations: answered, referred, and one to which the station still owes an answer."""
    results = ("answered", "referred", "answered", "later")
    for record, result in zip(records, results, strict=False):
        due = next_open(on + timedelta(days=2)) if result == "later" else None
        draft = ConsultationDraft(
            record=record, channel="visit", result=result, follow_up_on=due,
            is_anonymous=not (record.household_uid or record.participants),
        )  # fmt: skip
        actor = actors[record.worker_uids[0]]
        diary.at(record.served_on, partial(record_consultations, [draft], actor=actor), minute=480)


@dataclass(slots=True)
class HelpStory:
    """A station's referrals and resource links: for whom, by whom."""

    unit: ServiceUnit
    worker_uid: UUID
    actor: Actor
    people: Sequence[tuple[Home, Person]]
    on: date

    def note_in(self, diary: Diary) -> None:
        """A referral that waits too long, one that ended well, one just sent and one just begun; two resources."""
        for number, words in enumerate(practice()["referral"][: len(self.people)]):
            _ReferralStory(self, words, *self.people[number]).note_in(diary, number)
        for number, words in enumerate(practice()["link"][: len(self.people)]):
            day = last_open(self.on - timedelta(days=34 - 20 * number))
            diary.at(day, partial(self._link, words, self.people[-1 - number], day), minute=60)

    def whom(self, home: Home, person: Person) -> ForWhom:
        """The person with their household, and the worker who looks after it."""
        return ForWhom(
            unit=self.unit, worker=Worker.objects.get(pk=self.worker_uid),
            household=Household.objects.select_related("unit", "key").get(pk=home.uid),
            resident=Resident.objects.select_related("unit", "key").get(pk=person.uid),
        )  # fmt: skip

    def _link(self, words: Mapping[str, Any], who: tuple[Home, Person], day: date) -> None:
        draft = ResourceDraft(
            whom=self.whom(*who),
            need=words["need"],
            kind=words["kind"],
            requested_on=day,
            text=words["text"],
        )
        link: ResourceLink = actions.request_resource(draft, actor=self.actor)
        if "provider" not in words:
            return
        link = actions.match_resource(
            link, actor=self.actor, row_version=link.row_version, provider=words["provider"], on=day,
            quantity=words["quantity"], value_fen=words["value_fen"],
        )  # fmt: skip
        delivery = Delivery(
            on=day, result="met", minutes=40, item_code=words["item"], receipt_seen=True
        )
        actions.deliver_resource(link, delivery, actor=self.actor, row_version=link.row_version)


@dataclass(slots=True)
class _ReferralStory:
    """One referral; ``number`` says how far it has come."""

    help: HelpStory
    words: Mapping[str, Any]
    home: Home
    person: Person
    row: Referral | None = None

    def note_in(self, diary: Diary, number: int) -> None:
        on = self.help.on
        far = number < 2
        opened = last_open(on - timedelta(days=OPENED if far else 16 - 4 * number))
        diary.at(opened, self._open, minute=70)
        if number < 3:
            diary.at(opened, partial(self._ask, opened), minute=71)
            sent = last_open(on - timedelta(days=SENT if far else 4))
            # feedback on the first was due weeks ago
            due = next_open(sent + timedelta(days=20)) if far else None
            diary.at(max(sent, opened), partial(self._send, max(sent, opened), due), minute=72)
        if number == 1:
            diary.at(last_open(on - timedelta(days=ANSWERED)), self._settle, minute=73)
            diary.at(last_open(on - timedelta(days=ASKED)), self._complete, minute=74)

    def _receiver(self) -> ReceiverDraft:
        line = self.words.get("authority")
        found = Authority.objects.filter(
            line=line, region_code=self.help.unit.region_code[:6].ljust(12, "0"), ended_on=None
        ).first() if line else None  # fmt: skip
        if found is not None:
            return ReceiverDraft(kind="authority", authority=found)
        return ReceiverDraft(
            name=self.words.get("receiver", "商水县社会服务中心（示例）"), contact="服务台"
        )

    def _open(self) -> None:
        draft = ReferralDraft(
            whom=self.help.whom(self.home, self.person), reason=self.words["reason"], receiver=self._receiver(),
            shared=("basic", "phone", "situation"), text=self.words["text"],
        )  # fmt: skip
        self.row = actions.open_referral(draft, actor=self.help.actor)

    @property
    def _referral(self) -> Referral:
        assert self.row is not None  # noqa: S101 - opened first
        return self.row

    def _fresh(self) -> Referral:
        self.row = Referral.objects.select_related(
            "unit", "key", "resident", "household", "consent"
        ).get(pk=self._referral.pk)
        return self.row

    def _ask(self, day: date) -> None:
        row, actor = self._referral, self.help.actor
        draft = ConsentDraft(ground="consent", given_on=day, manner="oral")
        actions.record_consent(row, draft, actor=actor, row_version=row.row_version)
        row = self._fresh()
        note = "电话问过，对方让带身份证和病历过去。"
        actions.note_contact(row, actor=actor, row_version=row.row_version, on=day, note=note)

    def _send(self, day: date, due: date | None) -> None:
        row = self._fresh()
        sending = Sending(on=day, minutes=20, item_code=self.words["item"], due_on=due)
        actions.send_referral(row, sending, actor=self.help.actor, row_version=row.row_version)

    def _settle(self) -> None:
        row, actor, day = (
            self._fresh(),
            self.help.actor,
            last_open(self.help.on - timedelta(days=ANSWERED)),
        )
        actions.settle_referral(
            row, actor=actor, row_version=row.row_version, outcome="served", on=day, note="已经办好，当天领到。"
        )  # fmt: skip
        row = self._fresh()
        due = last_open(self.help.on - timedelta(days=ASKED))
        actions.plan_follow_up(row, actor=actor, row_version=row.row_version, due_on=due)

    def _complete(self) -> None:
        row, day = self._fresh(), last_open(self.help.on - timedelta(days=ASKED))
        actions.complete_referral(
            row, actor=self.help.actor, row_version=row.row_version, on=day, note="用上了，说比原来方便多了。"
        )  # fmt: skip


def people_to_help(rng: Random, homes: Sequence[Home], on: date) -> list[tuple[Home, Person]]:
    """Up to four grown people of different households on file for two months."""
    known = [home for home in homes if (on - home.opened_on).days > 60 and home.tier != Tier.YEARLY]
    adults = [
        (home, person)
        for home in known
        if (person := next((p for p in home.present if p.age(on) >= 50), None)) is not None
    ]
    return rng.sample(adults, min(4, len(adults)))
