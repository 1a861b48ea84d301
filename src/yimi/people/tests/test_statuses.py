"""Statuses: yes, confirmed no, or not asked; and complete lists."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimi.audit.models import AuditEvent
from yimi.core.errors import Forbidden, Invalid, NotFound
from yimi.people.actions import (
    add_status_kind,
    end_status,
    import_official_list,
    load_status_kinds,
    merge_residents,
    record_status,
    record_statuses,
)
from yimi.people.drafts import StatusDraft
from yimi.people.models import ResidentStatus, StatusKind
from yimi.people.queries import status_kinds_for, statuses_on
from yimi.people.tests.factories import make_household, make_resident, make_status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _september():
    with time_machine.travel("2026-09-16 10:00+08:00", tick=False):
        yield


def known(resident, kind: str, on: date) -> bool | None:
    return statuses_on([resident.pk], on=on).get((resident.pk, kind))


def test_nobody_asked_is_neither_yes_nor_no(stage):
    assert known(stage.head, "dibao", date(2026, 9, 16)) is None


def test_an_answer_holds_from_its_day(stage, drolma):
    record_status(StatusDraft(stage.head.pk, "dibao", starts_on=date(2021, 3, 1)), actor=drolma)
    assert known(stage.head, "dibao", date(2021, 2, 28)) is None
    assert known(stage.head, "dibao", date(2021, 3, 1)) is True


def test_a_changed_answer_ends_the_one_before(stage, drolma):
    record_status(StatusDraft(stage.head.pk, "dibao", starts_on=date(2021, 3, 1)), actor=drolma)
    record_status(
        StatusDraft(stage.head.pk, "dibao", value=False, starts_on=date(2025, 9, 1)), actor=drolma
    )
    assert known(stage.head, "dibao", date(2025, 8, 31)) is True
    assert known(stage.head, "dibao", date(2025, 9, 1)) is False
    first = ResidentStatus.objects.filter(superseded_at__isnull=False).get()
    assert (first.starts_on, first.ends_on) == (date(2021, 3, 1), None)


def test_last_years_knowledge_can_be_asked_again(stage, drolma):
    with time_machine.travel("2025-01-10 10:00+08:00"):
        record_status(StatusDraft(stage.head.pk, "dibao", starts_on=date(2021, 3, 1)), actor=drolma)
    with time_machine.travel("2025-01-20 10:00+08:00"):
        from yimi.core import clock

        then = clock.now()
    record_status(
        StatusDraft(stage.head.pk, "dibao", value=False, starts_on=date(2020, 1, 1)), actor=drolma
    )
    then_known = ResidentStatus.objects.known_at(then).get()
    assert then_known.value is True
    assert [row.value for row in ResidentStatus.objects.current()] == [False]


def test_the_same_answer_again_keeps_its_start_and_gets_the_later_proof(stage, drolma):
    record_status(StatusDraft(stage.head.pk, "dibao", starts_on=date(2021, 3, 1)), actor=drolma)
    record_status(
        StatusDraft(stage.head.pk, "dibao", source="certificate", verified_on=date(2026, 9, 1)),
        actor=drolma,
    )
    row = ResidentStatus.objects.current().get()
    assert (row.starts_on, row.verified_on, row.source) == (
        date(2021, 3, 1), date(2026, 9, 1), "certificate"
    )  # fmt: skip


def test_a_new_level_is_a_new_answer(stage, drolma):
    card = StatusDraft(
        stage.head.pk, "disabled", level="3", variety="4", starts_on=date(2020, 1, 1)
    )
    record_status(card, actor=drolma)
    record_status(
        StatusDraft(stage.head.pk, "disabled", level="2", variety="4", starts_on=date(2026, 1, 1)),
        actor=drolma,
    )
    rows = ResidentStatus.objects.current().order_by("starts_on")
    assert [(row.level, row.ends_on) for row in rows] == [("3", date(2025, 12, 31)), ("2", None)]


def test_a_past_episode_leaves_the_present_alone(stage, drolma):
    record_status(StatusDraft(stage.head.pk, "dibao", starts_on=date(2025, 1, 1)), actor=drolma)
    record_status(
        StatusDraft(stage.head.pk, "dibao", starts_on=date(2020, 1, 1), ends_on=date(2022, 12, 31)),
        actor=drolma,
    )
    assert ResidentStatus.objects.current().count() == 2
    assert known(stage.head, "dibao", date(2023, 6, 1)) is None


def test_a_status_ends_on_its_last_day(stage, drolma, wang):
    row = record_status(
        StatusDraft(stage.head.pk, "dibao", starts_on=date(2021, 3, 1)), actor=drolma
    )
    with pytest.raises(Forbidden):
        end_status(row, actor=wang, ends_on=date(2026, 8, 31))
    with pytest.raises(Invalid):
        end_status(row, actor=drolma, ends_on=date(2020, 8, 31))
    end_status(row, actor=drolma, ends_on=date(2026, 8, 31))
    assert known(stage.head, "dibao", date(2026, 8, 31)) is True
    assert known(stage.head, "dibao", date(2026, 9, 1)) is None


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"kind": "rich"}, "kind"),
        ({"kind": "disabled", "level": "9"}, "level"),
        ({"kind": "disabled", "variety": "x"}, "variety"),
        ({"source": "rumour"}, "source"),
        ({"verified_on": date(2027, 1, 1)}, "verified_on"),
        ({"starts_on": date(2026, 1, 2), "ends_on": date(2026, 1, 1)}, "ends_on"),
    ],
)
def test_what_is_wrong_stands_at_its_field(stage, drolma, fields, field):
    with pytest.raises(Invalid) as refused:
        record_status(StatusDraft(**{"resident_uid": stage.head.pk, "kind": "dibao"} | fields), actor=drolma)  # fmt: skip
    assert field in refused.value.fields


def test_out_of_reach_is_not_found(stage, wang):
    with pytest.raises(NotFound):
        record_status(StatusDraft(stage.head.pk, "dibao"), actor=wang)


answers = st.tuples(
    st.booleans(),
    st.dates(date(2020, 1, 1), date(2026, 9, 1)),
    st.none() | st.integers(0, 900),
)


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(given_answers=st.lists(answers, min_size=1, max_size=6), together=st.booleans())
def test_no_day_ever_has_two_answers(stage, drolma, given_answers, together):
    """However answers come in, one by one or in a batch, what we hold is unambiguous and the last word counts."""
    from datetime import timedelta

    person = make_resident(None, unit=stage.station_a, region_code=stage.household.region_code)
    drafts = [
        StatusDraft(
            person.pk, "dibao", value=value, starts_on=start,
            ends_on=None if days is None else start + timedelta(days=days),
        )
        for value, start, days in given_answers
    ]  # fmt: skip
    if together:
        record_statuses(drafts, actor=drolma)
    else:
        for draft in drafts:
            record_status(draft, actor=drolma)
    rows = sorted(
        ResidentStatus.objects.current().filter(resident=person), key=lambda r: r.starts_on
    )
    for one, two in itertools.pairwise(rows):
        assert one.ends_on is not None
        assert one.ends_on < two.starts_on
    last = drafts[-1]
    assert known(person, "dibao", last.starts_on) is last.value


class TestOfficialList:
    """A complete list says no for everyone of the place who is not on it."""

    @pytest.fixture
    def others(self, stage):
        household = make_household(stage.station_a)
        return [make_resident(household, name) for name in ("王一", "王二", "王三")]

    def import_it(self, stage, actor, listed):
        return import_official_list(
            "411623001", "dibao", listed, actor=actor, as_of=date(2026, 9, 1), document="9 月名册"
        )

    def test_those_on_it_are_yes_and_the_others_no(self, stage, drolma_as_head, others):
        counts = self.import_it(stage, drolma_as_head, [others[0].pk])
        assert counts == (1, 3)
        on = date(2026, 9, 1)
        assert known(others[0], "dibao", on) is True
        assert known(others[1], "dibao", on) is False
        assert known(stage.head, "dibao", on) is False
        assert ResidentStatus.objects.filter(source="official_list").count() == 4

    def test_the_same_list_again_changes_nothing(self, stage, drolma_as_head, others):
        self.import_it(stage, drolma_as_head, [others[0].pk])
        assert self.import_it(stage, drolma_as_head, [others[0].pk]) == (0, 0)
        assert ResidentStatus.objects.count() == 4

    def test_who_drops_off_becomes_no(self, stage, drolma_as_head, others):
        make_status(others[1], "dibao", starts_on=date(2024, 1, 1))
        self.import_it(stage, drolma_as_head, [others[0].pk])
        assert known(others[1], "dibao", date(2026, 8, 31)) is True
        assert known(others[1], "dibao", date(2026, 9, 1)) is False

    def test_a_merged_double_counts_as_the_kept_one(self, stage, drolma_as_head, others):
        merge_residents(others[0], others[1], actor=drolma_as_head, reason="同一人")
        assert self.import_it(stage, drolma_as_head, [others[0].pk]) == (1, 2)
        assert known(others[1], "dibao", date(2026, 9, 1)) is True

    def test_people_of_other_places_are_left_alone(self, stage, drolma_as_head, others):
        far = make_resident(make_household(stage.far_station), "李四")
        self.import_it(stage, drolma_as_head, [far.pk])
        assert known(far, "dibao", date(2026, 9, 1)) is None

    def test_only_heads_and_township_officers_import(self, stage, drolma, li, township_officer):
        for refused in (drolma, li):
            with pytest.raises(Forbidden):
                self.import_it(stage, refused, [])
        assert self.import_it(stage, township_officer, []) == (0, 1)
        assert AuditEvent.objects.filter(action="people.import_official_list").count() == 1


def test_a_county_adds_its_own_status(stage, li, drolma):
    added = add_status_kind(
        actor=li, region_code="411623000000", slug="flood_2021", name="受灾重点户"
    )
    assert added.pk == "411623-flood_2021"
    offered = [kind.pk for kind in status_kinds_for("411623001001")]
    assert added.pk in offered
    assert added.pk not in [kind.pk for kind in status_kinds_for("411622101201")]
    with pytest.raises(Forbidden):
        add_status_kind(actor=drolma, region_code="411623000000", slug="other", name="其他")
    with pytest.raises(Invalid):
        add_status_kind(actor=li, region_code="411623000000", slug="flood_2021", name="又一个")


def test_loading_the_shipped_statuses_again_changes_nothing(db):
    before = list(StatusKind.objects.order_by("pk").values())
    assert load_status_kinds() == len(before)
    assert list(StatusKind.objects.order_by("pk").values()) == before
