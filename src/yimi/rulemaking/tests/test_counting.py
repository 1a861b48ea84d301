"""How many a rule reaches: the same as asking every person, and never a small group for who does not see the records."""

from __future__ import annotations

from collections import Counter

import pytest

from yimi.engine.catalogue import load_catalogue
from yimi.engine.kinds import Kind
from yimi.engine.parameters import Bindings
from yimi.engine.reference import World
from yimi.engine.rules import decide
from yimi.rulemaking import asking
from yimi.rulemaking.counting import Counted, count_benefits, count_condition, facts_of, shown
from yimi.rulemaking.narrowing import narrows_to_few
from yimi.rulemaking.reading import DraftText
from yimi.rulemaking.tests.factories import COUNTY, TODAY, generated_people, make_draft, winter_text

TESTS = [
    "sex = '2'",
    "aged(param('age'), :as_of)",
    "status('dibao') and any(family_link, relation = '51')",
    "household.income_month_fen < param('amount_fen') * 3",
    "not in_region(region_code, '411623001')",
]
NAMES = {"likely": "yes", "needs_information": "unknown", "not_eligible": "no", "already_receiving": "receiving"}  # fmt: skip


def by_hand(rules, rows):
    """By benefit, how many have which outcome, one person after the other."""
    world = World(rows, load_catalogue())
    found: dict[str, Counter] = {}
    for row in rows["resident"]:
        if not row["region_code"].startswith(COUNTY[:6]):
            continue
        for decision in decide(rules, world, "resident", row, Bindings(TODAY)):
            found.setdefault(decision.benefit, Counter())[NAMES[decision.outcome.slug]] += 1
    return found


@pytest.mark.parametrize("test", TESTS)
def test_a_condition_is_counted_as_person_by_person(test, june_2024):
    rows, snapshot = generated_people()
    draft = DraftText(winter_text())
    read = draft.read(test, ["resident"], Kind.BOOL)
    counted = count_condition(
        draft.pack, draft.parameters, read.tree, subject="resident", region_code=COUNTY, backend=snapshot.backend
    )  # fmt: skip
    alone = DraftText(draft.parts.changed("benefit:heating:condition:old_enough", {"test": test}))
    alone = DraftText(alone.parts.changed("benefit:heating", {"needs": None}))
    wanted = by_hand(alone.rules, rows)["heating"]
    assert {name: n for name, n in counted.counts.items() if n} == dict(wanted)
    assert counted.everyone == sum(wanted.values())


def test_benefits_are_counted_as_person_by_person(june_2024):
    rows, snapshot = generated_people()
    rules = DraftText(winter_text()).rules
    found = count_benefits(rules, snapshot.backend)["heating"]
    assert {name: n for name, n in found.counts.items() if n} == dict(by_hand(rules, rows)["heating"])  # fmt: skip
    assert found.day == TODAY


def test_small_groups_are_hidden_and_the_rest_is_rounded():
    counted = Counted("resident", {"yes": 3, "unknown": 0, "no": 1234, "receiving": 20}, TODAY)
    told = shown(counted, exact=False)
    assert told["yes"].value is None
    assert told["unknown"].value == 0
    # with one hidden only, the total minus the rest would tell it
    assert sum(one.value is None for one in told.values()) == 2
    assert {one.value for one in told.values()} <= {None, 0, 20, 1230}
    assert {n: one.value for n, one in shown(counted, exact=True).items()} == counted.counts
    staff = Counted("certificate", {"yes": 3, "unknown": 0, "no": 0, "receiving": 0}, TODAY)
    assert shown(staff, exact=False)["yes"].value == 3


@pytest.mark.parametrize(
    "test, few",
    [
        ("uid = 'x'", True),
        ("in_region(region_code, '411623001001')", True),
        ("region_code = '411623001001'", True),
        ("in_region(region_code, '411623001')", False),
        ("any(resident_status, resident_uid = 'x')", True),
        ("household_uid is not null and sex = '2'", False),
        # rounding gives way to whoever moves one border day by day
        ("birth_on <= '1949-09-28'", True),
        ("age_on(birth_on, add_days('2026-03-01', 12)) >= 75", True),
        ("age_on(birth_on, '2026-03-01') >= 75", True),
        ("file_opened_on = '2026-03-13'", True),
        ("days_between(file_opened_on, '2026-03-01') = 12", True),
        ("aged(80, :as_of) and file_opened_on >= '2026-03-01'", False),
    ],
)
def test_a_test_that_points_at_few_is_known(test, few):
    read = DraftText(winter_text()).read(test, ["resident"], Kind.BOOL)
    assert narrows_to_few(read.tree, "resident") is few


def test_the_facts_a_test_reads_are_found():
    read = DraftText(winter_text()).read(TESTS[2], ["resident"], Kind.BOOL)
    assert facts_of([read.tree], "resident") == ["resident", "resident_status", "family_link"]


@pytest.mark.django_db
def test_a_county_sees_rounded_counts_and_is_told_what_is_missing(people, facts):
    row, draft = make_draft(), DraftText(winter_text())
    told = asking.answer_to(
        people.li, row, draft, "sex = '2'", subjects=["resident"], kind=Kind.BOOL
    )
    assert told.read.words == "性别是女"
    assert told.reach.about
    assert all(one.value is None or one.value % 10 == 0 for one in told.reach.counts.values())
    few = asking.answer_to(people.li, row, draft, "uid = 'x'", subjects=["resident"], kind=Kind.BOOL)  # fmt: skip
    assert few.reach.why == "few"


@pytest.mark.django_db
def test_without_facts_it_says_so(people, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    told = asking.answer_to(
        people.li, make_draft(), DraftText(winter_text()), "sex = '2'", subjects=["resident"], kind=Kind.BOOL
    )  # fmt: skip
    assert "还没有生成" in told.reach.why
