"""Figures from the facts beside figures reported elsewhere: everything up to a day, of one place."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from yimi.engine.backends.duckdb import DuckBackend
from yimi.insight.errors import NoFactsYet
from yimi.portal import computed
from yimi.portal.published import published
from yimi.regions.tests.factories import make_region
from yimi.reported.computing import Wanted


@pytest.fixture
def facts(monkeypatch):
    """Two cases of one county, one of another, and two townships of which one has a station."""
    duck = DuckBackend()
    duck.add_rows("case_file", [_case("a", "411623"), _case("b", "411623", 2026), _case("c", "411700")])  # fmt: skip
    opened = date(2020, 1, 1)
    towns = [("411623001000", opened), ("411623002000", None), ("411623003000", None)]
    duck.add_rows("township", [
        {"region_code": code, "class_code": "0", "valid_from_on": opened, "plated_on": plated} for code, plated in towns
    ])  # fmt: skip
    duck.lock()
    monkeypatch.setattr(computed, "open_snapshot", lambda: SimpleNamespace(backend=duck))


def _case(uid, county, year=2021):
    return {
        "uid": uid, "unit_uid": "u", "region_code": f"{county}001001", "stage": "intake",
        "opened_on": date(year, 3, 1), "sessions": 0,
    }  # fmt: skip


def test_a_flow_is_counted_from_the_beginning_to_the_day(facts):
    early = Wanted("P08_cases_new", "4116", date(2021, 12, 5))
    today = Wanted("P08_cases_new", "4116", date(2026, 11, 22))
    whole = Wanted("P08_cases_new", "", date(2026, 11, 22))
    found = computed.compute_beside([today, early, whole])
    assert [(int(found[one].value), found[one].unit) for one in (early, today, whole)] == [
        (1, "个"), (2, "个"), (3, "个"),
    ]  # fmt: skip


def test_a_percentage_keeps_its_two_counts(facts):
    share = Wanted("P21_coverage_plated", "4116", date(2026, 11, 22))
    found = computed.compute_beside([share])[share]
    assert (str(found.value), found.counts) == ("33.3", (1, 3))
    nowhere = Wanted("P21_coverage_plated", "64", date(2026, 11, 22))
    assert nowhere not in computed.compute_beside([nowhere])


def test_nothing_is_computed_while_no_facts_are_published(monkeypatch):
    def none():
        raise NoFactsYet

    monkeypatch.setattr(computed, "open_snapshot", none)
    assert computed.compute_beside([Wanted("P08_cases_new", "41", date(2026, 1, 1))]) == {}


@pytest.mark.django_db
def test_a_pack_is_entered_from_the_command_line_once():
    make_region("640000000000")
    first = CliRunner().invoke(published, ["load"])
    assert first.exit_code == 0, first.output
    assert "新登记 26 个" in first.output  # the country's and Ningxia's; no other place is on file
    assert "新登记 0 个，更正 0 个，已有 26 个" in CliRunner().invoke(published, ["load"]).output
