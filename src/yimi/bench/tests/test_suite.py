"""The suite's jobs: nothing is left out, every database test on both databases, and a failure is a failure."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from django.db import connection

from yimi.bench.suite import Job, run_jobs, suite_jobs
from yimi.bench.suite_parts import PARTS, part_of

SERVER = "postgres://yimi@127.0.0.1:5432/yimi"


def parts_run(jobs: list[Job]) -> set[tuple[str, str]]:
    """Which part runs on which kind of database."""
    return {
        (part, job.environment["YIMI_DATABASE_URL"])
        for job in jobs
        for part in PARTS
        if f"--part={part}" in job.command
    }


def test_the_jobs_leave_no_part_out_and_take_both_databases():
    assert parts_run(suite_jobs(SERVER, sqlite=True)) == {
        ("database", SERVER), ("database", ""), ("browser", ""), ("plain", ""),
    }  # fmt: skip
    for one in (suite_jobs(SERVER, sqlite=False), suite_jobs(None, sqlite=True)):
        assert {part for part, _url in parts_run(one)} == set(PARTS)


@pytest.mark.django_db
def test_a_test_that_asks_a_database_runs_on_both(request: pytest.FixtureRequest):
    assert part_of(request.node) == "database"


@pytest.mark.own_database
def test_a_test_with_a_database_of_its_own_runs_on_both(request: pytest.FixtureRequest):
    assert part_of(request.node) == "database"


def test_a_plain_test_is_refused_any_query(request: pytest.FixtureRequest):
    """So it comes out the same whatever the database, and need not run twice."""
    assert part_of(request.node) == "plain"
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        connection.ensure_connection()


def test_each_line_carries_its_job_and_one_failure_fails_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    speak = [sys.executable, "-c", "print('first'); print('12 passed')"]
    jobs = [Job("good", speak), Job("bad", [sys.executable, "-c", "raise SystemExit(3)"])]
    outcomes = run_jobs(jobs, tmp_path)
    assert [(one.title, one.code, one.last_line) for one in outcomes] == [
        ("good", 0, "12 passed"),
        ("bad", 3, ""),
    ]
    told = capsys.readouterr().out
    assert "good │ first" in told
    assert "bad: FAILED (3)" in told
