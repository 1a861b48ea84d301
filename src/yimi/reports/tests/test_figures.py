"""A report's figures come from the engine: by station, by town, for all of a county at once."""

from __future__ import annotations

from datetime import date

import pytest

from yimi.reports.figures import NOTHING, TOTAL, Amount, changed, compute
from yimi.reports.layout import Level
from yimi.reports.queries.subjects import place_subjects, station_subject
from yimi.reports.reading import shipped
from yimi.reports.spans import Span
from yimi.reports.tests.conftest import OCTOBER
from yimi.reports.tests.factories import contact, facts_of

pytestmark = pytest.mark.django_db
SPAN = Span(date(2026, 10, 1), 1)


def test_a_stations_month_beside_last_year_and_the_year_so_far(world):
    pack = shipped()["station-month"]
    cells = compute(pack, [station_subject(world.a), station_subject(world.b)], SPAN, world.facts)
    mine = cells[str(world.a.pk)]
    visits = [mine["visits", column].value for column in ("period", "last_year", "to_date")]
    assert visits == [2, 1, 3]
    # one household, visited twice in October and once in March: never 2 + 1
    assert [mine["households", column].value for column in ("period", "to_date")] == [1, 1]
    assert mine["minutes", "period"] == Amount(45 * 4)
    assert mine["handlings", "period"] == Amount(2)
    assert mine["cases_new", "period"] == Amount(0)
    assert cells[str(world.b.pk)]["visits", "period"] == Amount(1)


def test_a_streets_handlings_stand_by_item_and_what_no_line_names_gets_its_own(world):
    pack = shipped()["street-month"]
    (town,) = place_subjects(Level.TOWN, [world.a.region_code])
    assert town.unit_uid == world.a.pk
    cells = compute(pack, [town], SPAN, world.facts)[town.key]
    assert cells["cards", "period"] == Amount(1)
    assert cells["other:AH7", "period"] == Amount(1)
    assert cells["dibao", "period"] == Amount(0)
    # visits have items too; they are no handlings and get no line
    assert not any(row.startswith("other:EL") for row, _column in cells)
    assert ("volunteer_elders", "period") not in cells


def test_a_county_is_counted_anew_not_added_up(world):
    pack = shipped()["county-month"]
    (county,) = place_subjects(Level.COUNTY, ["411623000000"])
    rows = [
        contact(world.a, OCTOBER, resident_uid="x"),
        contact(world.b, OCTOBER, resident_uid="x"),
    ]
    cells = compute(pack, [county], SPAN, facts_of(service_contact=rows))[county.key]
    towns = [world.a.region_code[:9], world.b.region_code[:9]]
    assert [cells[code, "persons"].value for code in towns] == [1, 1]
    assert cells[TOTAL, "persons"].value == 1
    assert cells[TOTAL, "person_times"].value == 2


def test_a_cell_that_vanished_counts_as_changed_to_nothing():
    before = {("a", "period"): Amount(3), ("b", "period"): Amount(0), ("c", "target"): Amount(9)}
    assert changed(before, {("b", "period"): Amount(0)}) == [("a", "period")]
    assert NOTHING.value is None
