"""What the database itself refuses."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from yimi.core.ids import SYSTEM_UID
from yimi.people.models import Membership, StatusKind
from yimi.people.models.links import HEAD
from yimi.people.tests.factories import make_household, make_resident, make_status
from yimi.stations.tests.factories import make_unit

pytestmark = pytest.mark.django_db


def test_nobody_is_in_two_households_at_once():
    unit = make_unit()
    first, second = make_household(unit), make_household(unit)
    resident = make_resident(first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            resident=resident, household=second, relation=HEAD, starts_on=date(2024, 2, 1),
            recorded_by=SYSTEM_UID,
        )  # fmt: skip


def test_a_household_has_one_head():
    household = make_household(make_unit())
    make_resident(household)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_resident(household, "李秀英", relation=HEAD)


def test_one_answer_per_status():
    resident = make_resident(make_household(make_unit()))
    make_status(resident, "dibao")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_status(resident, "dibao", value=False)


def test_the_shipped_statuses_are_there():
    assert StatusKind.objects.count() == 28
    disabled = StatusKind.objects.get(pk="disabled")
    assert len(disabled.varieties) == 7
    assert len(disabled.levels) == 4
