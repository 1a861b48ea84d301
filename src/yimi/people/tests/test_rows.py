"""Rows made by the thousand are the rows that one plain instance after the other would be."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimi.audit.models import AuditEvent
from yimi.core.ids import new_uid
from yimi.people.actions import (
    add_resident,
    add_residents,
    correct_resident,
    end_phone,
    open_household,
    open_households,
    set_id_number,
)
from yimi.people.actions.trail import row_digest
from yimi.people.drafts import HouseholdDraft, ResidentDraft
from yimi.people.models import Household, Resident, SearchToken
from yimi.people.tests.conftest import VILLAGE
from yimi.people.tests.plain_writer import everything, write_plainly
from yimi.people.tests.test_codes import demo_id

pytestmark = [pytest.mark.django_db]

DAYS = st.dates(date(1930, 1, 1), date(2026, 9, 1))
OPTIONAL = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["李明", "单长乐", "阿依古丽 • 艾合买提", "བཀྲ་ཤིས", "王王", "John Smith"]),
    },
    optional={
        "birth_on": DAYS,
        "birth_precision": st.sampled_from(["day", "month", "year"]),
        "ethnic_code": st.sampled_from(["01", "05"]),
        "phone": st.sampled_from(["10012345678", "0394-5441234", "138 0000 0000"]),
        "phone_label": st.just("女儿"),
        "language": st.just("藏语"),
        "hukou_region_code": st.just(VILLAGE),
        "agreed_by": st.just("赵桂英"),
        "is_demo": st.booleans(),
    },
)  # fmt: skip
HOMES = st.lists(
    st.tuples(st.sampled_from(["", "三组 18 号"]), st.lists(OPTIONAL, min_size=1, max_size=4)),
    min_size=1,
    max_size=4,
)


class _Undone(Exception):
    """Takes back what was written."""


def _written(write):
    try:
        with transaction.atomic():
            write()
            found = everything()
            _agrees_with_the_trail()
            raise _Undone
    except _Undone:
        return found


def _agrees_with_the_trail():
    """What the trail holds of each row is the digest of the row as it is on file."""
    for event in AuditEvent.objects.filter(
        action__in=["people.add_resident", "people.open_household"]
    ):
        model = Resident if event.subject_kind == "resident" else Household
        for uid, digest in event.details["rows"]:
            row = model.objects.get(pk=uid)
            if model is Resident:
                row.id_sealed = bytes(row.id_sealed)
            assert row_digest(row) == digest


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(homes=HOMES, serial=st.integers(0, 90))
def test_together_one_by_one_and_plainly_are_the_same(stage, everyone_helper, homes, serial):
    families, actor = [], everyone_helper
    for place, (address, people) in enumerate(homes):
        opened = date(2025, 3, 1) if place % 2 else None
        draft = HouseholdDraft(stage.station_a, VILLAGE, address, opened, new_uid())
        members = [
            {**person, "relation": "20" if at else "02", "uid": new_uid()}
            for at, person in enumerate(people)
        ]
        # one of each household by the number alone
        number = demo_id("19720301", f"{serial + place:03d}")
        members[0] = {
            "name": "赵建军",
            "relation": "02",
            "uid": members[0]["uid"],
            "id_number": number,
        }
        families.append((draft, members))

    def together():
        households = open_households([draft for draft, _ in families], actor=actor)
        add_residents(
            [
                ResidentDraft(household=household, **member)
                for household, (_, members) in zip(households, families, strict=True)
                for member in members
            ],
            actor=actor,
        )

    def singly():
        for draft, members in families:
            household = open_household(draft, actor=actor)
            for member in members:
                add_resident(ResidentDraft(household=household, **member), actor=actor)

    with time_machine.travel("2026-09-16 10:00+08:00", tick=False):
        plainly = _written(lambda: write_plainly(families, actor=actor))
        assert _written(together) == plainly
        assert _written(singly) == plainly


def test_instances_given_back_are_what_is_on_file(stage, drolma):
    household = open_household(
        HouseholdDraft(stage.station_a, VILLAGE, "东城路 1 号"), actor=drolma
    )
    added = add_resident(
        ResidentDraft(
            name="赵建军", household=household, relation="02", id_number=demo_id("19720301", "013")
        ),
        actor=drolma,
    )
    for given_back in (household, added):
        stored = type(given_back).objects.get(pk=given_back.pk)
        for field in stored._meta.concrete_fields:
            ours, theirs = getattr(given_back, field.attname), getattr(stored, field.attname)
            assert (bytes(ours) == bytes(theirs)) if isinstance(ours, bytes) else ours == theirs
    assert added.key.open(added.id_sealed, field="id", row=added.pk) == demo_id("19720301", "013")


def test_corrections_leave_no_old_search_word(stage, drolma):
    number = demo_id("19720301", "013")
    added = add_resident(
        ResidentDraft(name="赵建军", household=stage.household, relation="20", id_number=number),
        actor=drolma,
    )
    fresh = add_resident(
        ResidentDraft(name="钱小明", household=stage.household, relation="20"), actor=drolma
    )
    correct_resident(added, actor=drolma, row_version=1, name="钱小明")
    set_id_number(added, actor=drolma, row_version=2, number="")
    words = [_words(uid) for uid in (added.pk, fresh.pk)]
    assert words[0] == words[1]


def test_a_phone_that_ends_like_the_id_number_takes_only_itself_along(stage, drolma):
    number = demo_id("19720301", "013")
    assert number[-4:].isdigit()
    added = add_resident(
        ResidentDraft(
            name="赵建军",
            household=stage.household,
            relation="20",
            id_number=number,
            phone=f"1001234{number[-4:]}",
        ),
        actor=drolma,
    )
    end_phone(added.phones.get(), actor=drolma)
    kinds = [kind for _token, kind in _words(added.pk)]
    assert (kinds.count("i"), kinds.count("p")) == (2, 0)


def _words(uid: UUID) -> set[tuple[str, str]]:
    return set(SearchToken.objects.filter(resident=uid).values_list("token", "kind"))
