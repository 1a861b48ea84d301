"""``yimi rules`` as people and programs use it: CSV in, reasons out, plain errors, honest exit codes."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from yimi.engine.commands import rules
from yimi.engine.errors import EngineError

PACK = "421000/worker-incentives"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "worker.csv").write_text(
        "uid,region_code,conduct_checked_on\nw1,421002001000,2022-08-01\nw2,421002001000,\n",
        "utf-8",
    )
    (tmp_path / "certificate.csv").write_text(
        "uid,worker_uid,region_code,level,issued_on\n"
        "c1,w1,421002001000,intermediate,2022-03-08\nc2,w2,421002001000,assistant,2022-05-01\n",
        "utf-8",
    )
    (tmp_path / "employment.csv").write_text(
        "uid,worker_uid,region_code,post,field,full_time,started_on\n"
        "e1,w1,421002001000,station_worker,elderly,true,2020-03-01\n"
        "e2,w2,421002001000,station_worker,elderly,是,2020-03-01\n",
        "utf-8",
    )
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(rules, [str(a) for a in arguments])


def check(folder, *more):
    return run("check", PACK, "--facts", folder, "--as-of", "2022-10-01", *more)


def test_it_says_how_many_and_why(folder):
    result = check(folder, "--explain")
    assert result.exit_code == 0, result.output
    assert "考证扶持资金：已在享受 0，建议核实 1，信息不全 1，不建议 0" in result.output
    assert "c1  考证扶持资金：建议核实（金额 1,000 元，最迟申请日 2023-03-08）" in result.output
    assert (
        "? 近三年没有违法、重大违纪、违背职业操守、违反行业管理规范的情形（适用对象）"
        in result.output
    )
    assert "可以问：用人单位和县级民政部门核查" in result.output


def test_a_program_reads_the_same(folder):
    found = json.loads(check(folder, "--explain", "--format", "json").output)
    assert found["pack"] == f"{PACK}@1"
    assert len(found["sha256"]) == 64
    assert found["summary"]["certificate"]["likely"] == 1
    first = next(d for d in found["decisions"] if d["key"] == "c1")
    assert first["values"] == {"amount_fen": 100000, "claim_until": "2023-03-08"}
    assert {reason["truth"] for reason in first["reasons"]} == {True}


@pytest.mark.parametrize(
    "file, text, code, hint",
    [
        ("certificate.csv", "uid,worker_uid,region_code,level,issued_on\nc,w,421002001000,seniorr,2022-01-01\n", "bad_value", "第 2 行"),
        ("certificate.csv", "uid,worker_uid,region_code,level,issued_on\nc,w,421002001000,senior,2022/1/1\n", "bad_value", "2022-09-14"),
        ("certificate.csv", "uid,worker_uid,region_code,level,isued_on\n", "missing_columns", "issued_on"),
        ("certificate.csv", "uid,worker_uid,region_code,level,issued_on,colour\n", "unknown_column", "colour"),
        ("certificate.csv", "uid,worker_uid,region_code,level,issued_on\nc,,421002001000,senior,2022-01-01\n", "empty", "不能空着"),
        ("certficate.csv", "uid\n", "unknown_fact", "certificate"),
    ],
)  # fmt: skip
def test_a_fact_that_does_not_fit_is_named(folder, file, text, code, hint):
    (folder / file).write_text(text, "utf-8")
    error = check(folder).exception
    assert isinstance(error, EngineError)
    assert error.code == code
    assert file in str(error)
    assert hint in str(error)


def test_a_day_before_the_policy_is_refused(folder):
    error = run("check", PACK, "--facts", folder, "--as-of", "2022-09-13").exception
    assert isinstance(error, EngineError)
    assert error.code == "not_in_force"


def test_a_place_can_set_its_own_amounts(folder, tmp_path):
    local = tmp_path / "local.toml"
    local.write_text(
        '[[parameter]]\nid = "intermediate_fen"\n[[parameter.value]]\nregion = "421002000000"\n'
        'from = 2022-09-20\namount = 120000\nsource = "沙市区通知（示例）"\n',
        "utf-8",
    )
    result = check(folder, "--parameters", local, "--explain")
    assert "金额 1,200 元" in result.output
    assert "自 2022-09-20 起，沙市区通知（示例）" in result.output


def test_a_pack_is_read_back():
    result = run("describe", PACK)
    assert "《荆州市社会工作人才发展扶持激励办法》" in result.output
    assert "社会福利、社会救助、慈善事业" in result.output


def test_cases_decide_the_exit_code(tmp_path):
    assert run("test", PACK).exit_code == 0
    assert run("test", "national/core-indicators").exit_code == 1
    error = run("test", "421000/worker-incentive").exception
    assert "421000/worker-incentives" in str(error)
