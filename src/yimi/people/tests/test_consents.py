"""Consent, guardians and relatives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import time_machine

from yimi.core.errors import Conflict, Forbidden, Invalid
from yimi.people.actions import (
    add_relative,
    add_resident,
    add_residents,
    ask_consent,
    end_guardianship,
    give_consent,
    reveal_value,
    set_guardian,
    withdraw_consent,
)
from yimi.people.drafts import ResidentDraft
from yimi.people.models import Consent, FamilyRelation
from yimi.people.queries import may_collect_from, pending_consents
from yimi.people.rules.collecting import Answer, Collecting
from yimi.people.tests.factories import make_resident

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 16)


@pytest.fixture(autouse=True)
def _september():
    with time_machine.travel("2026-09-16 10:00+08:00", tick=False):
        yield


@pytest.fixture
def child(stage):
    return make_resident(stage.household, "赵一诺", birth_on=date(2015, 6, 1), relation="42")


def test_a_pending_consent_blocks_photos_until_the_guardian_agrees(child, drolma):
    ask_consent(child, actor=drolma, purpose="photo")
    assert may_collect_from(child, Collecting.PHOTO) == Answer.PENDING
    assert may_collect_from(child, Collecting.BASIC_FILE) == Answer.YES
    assert may_collect_from(child, Collecting.PROTECTION) == Answer.YES
    given = give_consent(
        child, actor=drolma, purpose="photo", given_on=TODAY, given_by="guardian",
        guardian_name="赵建军", notice_version="2026-01",
    )  # fmt: skip
    assert may_collect_from(child, Collecting.PHOTO) == Answer.YES
    assert Consent.objects.get() == given
    withdraw_consent(given, actor=drolma, withdrawn_on=TODAY)
    assert may_collect_from(child, Collecting.PHOTO) == Answer.WITHDRAWN


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"given_by": "self"}, "given_by"),
        ({"given_by": "guardian"}, "guardian_name"),
        ({"purpose": "fun"}, "purpose"),
        ({"basis": "because"}, "basis"),
        ({"given_on": date(2026, 9, 17)}, "given_on"),
    ],
)
def test_what_is_wrong_stands_at_its_field(child, drolma, fields, field):
    with pytest.raises(Invalid) as refused:
        give_consent(child, actor=drolma, **{"purpose": "photo", "given_on": TODAY} | fields)
    assert list(refused.value.fields) == [field]


def test_an_emergency_asks_nobody(child, drolma):
    give_consent(child, actor=drolma, purpose="sharing", given_on=TODAY, basis="emergency")
    assert may_collect_from(child, Collecting.SHARING) == Answer.YES


def test_asking_twice_asks_once_and_giving_twice_is_refused(stage, drolma):
    first = ask_consent(stage.head, actor=drolma, purpose="photo")
    assert ask_consent(stage.head, actor=drolma, purpose="photo") == first
    assert first.given_by == "self"
    give_consent(stage.head, actor=drolma, purpose="photo", given_on=TODAY)
    with pytest.raises(Conflict):
        give_consent(stage.head, actor=drolma, purpose="photo", given_on=TODAY)
    withdrawn = withdraw_consent(Consent.objects.get(), actor=drolma, withdrawn_on=TODAY)
    with pytest.raises(Conflict):
        withdraw_consent(withdrawn, actor=drolma, withdrawn_on=TODAY)


def test_a_guarded_adult_is_answered_for(stage, drolma):
    give_consent(stage.head, actor=drolma, purpose="photo", given_on=TODAY)
    guardianship = set_guardian(
        stage.head, actor=drolma, kind="appointed", name="赵建国", phone="10012340001",
        since=date(2026, 1, 1),
    )  # fmt: skip
    assert may_collect_from(stage.head, Collecting.PHOTO) == Answer.GUARDIAN_MISSING
    shown = reveal_value(stage.head, f"guardian_phone:{guardianship.pk}", actor=drolma)
    assert shown == "10012340001"
    end_guardianship(guardianship, actor=drolma, on=TODAY)
    assert may_collect_from(stage.head, Collecting.PHOTO) == Answer.YES


def test_relatives_may_be_names_only(child, stage, drolma):
    add_relative(child, actor=drolma, relation="51", name="赵建军", situation="working_away")
    add_relative(child, actor=drolma, relation="62", relative=stage.head)
    add_relative(child, actor=drolma, relation="51", name="赵建军", situation="lost_contact")
    now = FamilyRelation.objects.current().filter(resident=child)
    assert {(row.relation, row.situation) for row in now} == {
        ("51", "lost_contact"), ("62", "unknown")
    }  # fmt: skip
    for fields in ({"name": ""}, {"relative": child}, {"name": "甲", "relation": "01"}):
        with pytest.raises(Invalid):
            add_relative(child, actor=drolma, **{"relation": "51"} | fields)


def test_what_is_due_is_listed_at_the_station(child, drolma, wang):
    ask_consent(child, actor=drolma, purpose="photo", due_on=date(2026, 10, 1))
    assert pending_consents(drolma).count() == 1
    assert pending_consents(drolma, until=date(2026, 9, 30)).count() == 0
    assert pending_consents(wang).count() == 0


def test_strangers_record_nothing(child, wang, li, township_officer):
    for stranger in (wang, li, township_officer):
        with pytest.raises(Forbidden):
            ask_consent(child, actor=stranger, purpose="photo")
        with pytest.raises(Forbidden):
            set_guardian(child, actor=stranger, kind="parent", name="甲")


def test_a_guardian_who_agrees_when_a_child_is_added_leaves_nothing_pending(stage, drolma):
    drafts = [
        ResidentDraft(
            name=name, household=stage.household, relation="42", birth_on=date(2015, 6, 1), agreed_by=who
        )
        for name, who in (("赵一诺", "赵建军"), ("赵一一", ""))
    ]  # fmt: skip
    agreed, pending = add_residents(drafts, actor=drolma)
    assert may_collect_from(agreed, Collecting.OPTIONAL_DATA) == Answer.YES
    assert may_collect_from(pending, Collecting.OPTIONAL_DATA) == Answer.PENDING
    with pytest.raises(Invalid) as refused:
        add_resident(replace(drafts[0], agreed_by="12345"), actor=drolma)
    assert set(refused.value.fields) == {"agreed_by"}
