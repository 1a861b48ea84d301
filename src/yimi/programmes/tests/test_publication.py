"""What figures know of programmes: claims and payments as they went, and what rules ask about workers. Uids and codes only."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from yimi.core import clock
from yimi.core.clock import standing_at
from yimi.insight.facts.feed import follow, publish_all
from yimi.insight.facts.snapshot import forget_snapshots, open_snapshot
from yimi.insight.facts.verifying import verify
from yimi.programmes import actions
from yimi.programmes.tests.factories import CERTIFICATE, NOW, make_account
from yimi.programmes.tests.helpers import answer, apply, fresh, send, walk
from yimi.workforce.tests.factories import make_certificate

pytestmark = pytest.mark.django_db
CLAIMS = "SELECT status, amount_fen, level, benefit, subject_uid FROM claim ORDER BY uid"
PAID = "SELECT amount_fen, paid_on, level, period_start_on FROM payment ORDER BY amount_fen"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    forget_snapshots()


def rows(sql, known_at=None):
    return open_snapshot(known_at).backend.connection.cursor().execute(sql).fetchall()


class Days:
    """One thing a day, and what was known after each."""

    def __init__(self):
        self.day, self.seen = 0, {}

    @contextmanager
    def next(self):
        self.day += 1
        with standing_at(NOW + timedelta(days=self.day)):
            yield
            follow()
            at = open_snapshot().through_at
            self.seen[at] = (rows(CLAIMS), rows(PAID))


def test_a_claim_is_known_step_by_step_and_from_scratch_too(people):
    publish_all()
    days = Days()
    with days.next():
        claim = apply(people)
    assert rows(CLAIMS) == [("applied", 50000, "assistant", CERTIFICATE, people.worker.uid)]
    with days.next():
        claim = walk(people, claim)
    assert rows(CLAIMS)[0][0] == "approved"
    with days.next():
        make_account(claim.payee)
        made = send(people, claims=[claim.pk])
        today = str(clock.today()).encode()
        told = answer(made, {claim.number: "成功"}).replace(str(NOW.date()).encode(), today)
        actions.reconcile_list(made, told, actor=people.qian)
        claim = fresh(claim)
    assert rows(CLAIMS)[0][:2] == ("paid", 50000)
    assert rows(PAID) == [(50000, date(2024, 6, 6), "assistant", None)]
    with days.next():
        actions.reverse_claim(claim, actor=people.chen, expected=claim.row_version, reason="不符")
    assert rows(CLAIMS)[0][:2] == ("reversed", 0)
    assert len(rows(PAID)) == 1, "the money has not come back yet"
    with days.next():
        back = fresh(claim).reversals.current().get()
        actions.note_returned(back, actor=people.chen, returned_on=NOW.date())
    assert [row[0] for row in rows(PAID)] == [-50000, 50000]

    with standing_at(NOW + timedelta(days=9)):
        assert verify().holds
        publish_all(from_scratch=True)
    assert {at: (rows(CLAIMS, at), rows(PAID, at)) for at in days.seen} == days.seen
    assert rows(CLAIMS, NOW) == []


def test_two_files_of_one_person_are_one_subject(people):
    again = make_certificate(people.other, issued_on=people.certificate.issued_on)
    publish_all()
    first = walk(people, apply(people))
    apply(people, certificate=again, worker=people.other, actor=people.tashi)
    follow()
    assert len({row[4] for row in rows(CLAIMS)}) == 2
    actions.join_workers(people.worker, people.other, actor=people.chen, reason="同一个人")
    follow()
    assert {row[4] for row in rows(CLAIMS)} == {min(people.worker.uid, people.other.uid)}
    assert sorted(row[0] for row in rows(CLAIMS)) == ["approved", "refused"]
    assert first.amount_fen == 50000
    assert verify().holds


def test_what_rules_ask_about_workers_is_published(people):
    publish_all()
    for kind, values in (
        ("honour", {"kind": "other", "title": "优秀社工", "level": "city", "awarded_on": date(2024, 1, 2)}),
        ("conduct", {"checked_on": date(2024, 5, 1), "finding": "ethics", "found_on": date(2024, 4, 1)}),
        ("background", {"post": "union_worker", "social_work_degree": True, "internship_started_on": date(2023, 3, 1), "graduated_on": None, "full_time_student": None, "field": "elderly"}),
        ("exam_cost", {"exam_year": 2024, "kind": "fee", "amount_fen": 9000, "spent_on": date(2024, 3, 1), "invoice_number": "9900001"}),
    ):  # fmt: skip
        actions.record_fact(people.worker, kind, values, actor=people.li)
    follow()
    uid = people.worker.uid
    mine = f"WHERE worker_uid = '{uid}'"
    assert rows(f"SELECT level, region_code FROM honour {mine}") == [("city", "421002000000")]
    assert rows(f"SELECT kind, found_on FROM conduct_finding {mine}") == [
        ("ethics", date(2024, 4, 1))
    ]
    assert rows(f"SELECT has_invoice, amount_fen FROM exam_cost {mine}") == [(True, 9000)]
    known = "social_work_degree, internship_started_on, conduct_checked_on"
    assert rows(f"SELECT {known} FROM worker WHERE uid = '{uid}'") == [
        (True, date(2023, 3, 1), date(2024, 5, 1))
    ]
    posts = rows(f"SELECT post, field FROM employment {mine} ORDER BY post")
    assert ("station_worker", "elderly") in posts
    assert verify().holds
