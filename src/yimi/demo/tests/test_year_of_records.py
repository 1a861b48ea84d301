"""A station's year: believable in number, season and wording, and correct by the rules of the services room."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

from yimi.core.clock import local_date
from yimi.demo import stories
from yimi.demo.calendar import Season, is_closed, lunar_day, season_of
from yimi.demo.seeds import stream
from yimi.demo.tests.worlds import NOW, TODAY, county, homes, year
from yimi.services.rules import check_record, is_late

PLAN = county()
YEAR = year(PLAN)
RECORDS = [record for entry in YEAR.entries for record in entry.records]
VISITS = [record for record in RECORDS if record.method == "home_visit"]


def test_the_same_seed_writes_the_same_year():
    assert year(PLAN) == YEAR


def test_every_record_is_right_by_itself():
    assert [check_record(record, today=TODAY) for record in RECORDS] == [{}] * len(RECORDS)


def test_every_uid_is_used_once():
    uids = [record.uid for record in RECORDS] + [m.new.uid for m in YEAR.mendings if m.new]
    assert len(uids) == len(set(uids))


def test_workers_serve_only_while_they_are_there():
    plan = county(turnover_days=75)
    posts = {member.uid: member.post for member in plan.stations[0].staff}
    for entry in year(plan).entries:
        for record in entry.records:
            assert all(posts[uid].holds(record.served_on) for uid in record.worker_uids)


def test_a_station_whose_people_left_has_no_records_since():
    plan = county(left_days=46)
    served = [record.served_on for entry in year(plan).entries for record in entry.records]
    assert max(served) <= TODAY - timedelta(days=46)


def test_a_worker_writes_between_forty_and_a_hundred_and_twenty_records_a_month():
    months = Counter((record.served_on.year, record.served_on.month) for record in RECORDS)
    full = [count for month, count in months.items() if month not in {(2025, 11), (2026, 11)}]
    assert all(40 <= count / 3 <= 120 for count in full)


def test_seasons_show():
    def per_day(season, wanted):
        seasons = [season_of(PLAN.first + timedelta(days=n)) for n in range(365)]
        return sum(season_of(r.served_on) == season and wanted(r) for r in RECORDS) / seasons.count(
            season
        )

    def visit(record):
        return record.method == "home_visit"

    def gathering(record):
        return record.method in {"activity", "group_session"}

    assert per_day(Season.NEW_YEAR, visit) > 1.2 * per_day(Season.ORDINARY, visit)
    assert per_day(Season.WHEAT, visit) < per_day(Season.ORDINARY, visit)
    assert per_day(Season.SUMMER, gathering) > per_day(Season.WHEAT, gathering)


def test_nobody_visits_on_holidays_or_sundays():
    spring = lunar_day(2026, 1, 1)
    assert is_closed(spring)
    assert is_closed(date(2026, 10, 1))
    assert not any(is_closed(record.served_on) for record in VISITS)


def test_some_visits_find_nobody_and_then_count_nobody():
    missed = [record for record in VISITS if record.outcome == "not_met"]
    assert 0.03 <= len(missed) / len(VISITS) <= 0.2
    assert all(record.person_times == 0 for record in missed)


def test_the_past_is_entered_within_days_but_for_a_few_late_ones():
    late = sum(
        is_late(record.served_on, local_date(entry.at), after_days=7)
        for entry in YEAR.entries
        for record in entry.records
    )
    assert 0.005 <= late / len(RECORDS) <= 0.06
    assert all(entry.at <= NOW for entry in YEAR.entries)
    assert all(r.served_on <= local_date(e.at) for e in YEAR.entries for r in e.records)


def test_visits_are_due_today_and_overdue():
    newest = {record.household_uid: record.next_due_on for record in VISITS}
    dues = [due for due in newest.values() if due]
    assert sum(due == TODAY for due in dues) >= 3
    assert sum(due < TODAY for due in dues) >= 3


def test_a_few_records_are_corrected_or_voided_with_a_reason():
    assert any(m.new for m in YEAR.mendings)
    assert any(m.new is None for m in YEAR.mendings)
    assert all(m.reason and m.at < NOW for m in YEAR.mendings)


def test_casework_is_put_right_only_by_those_who_gave_it():
    casework = 0
    for seed in range(1, 6):
        written = year(county(seed=seed))
        gave = {row.uid: row for entry in written.entries for row in entry.records}
        for mending in written.mendings:
            record = gave[mending.record_uid]
            if mending.new is not None and record.method == "case_session":
                casework += 1
                assert mending.worker_uid in record.worker_uids
    assert casework, "no seed corrects a case session: this test sees nothing"


def test_notes_are_varied_whole_and_never_carry_a_number_of_anybody():
    notes = [record.note for record in RECORDS if record.note]
    assert len(notes) / len(RECORDS) > 0.7
    assert len(set(notes)) / len(notes) > 0.6
    assert Counter(notes).most_common(1)[0][1] < len(notes) * 0.05
    for note in notes:
        assert not re.search(r"\d{5}", note)
        assert "{" not in note
        assert "|" not in note
        assert "@" not in note
        assert note.endswith(("。", "！", "？"))


def test_every_sentence_of_the_stock_can_be_filled():
    rng = stream(3)
    for home in homes()[:400]:
        for season in Season:
            assert stories.visit_note(rng, home, home.present, season, 2026)
