"""Spark gives DuckDB's answers, on the same Parquet files: generated expressions, every shipped rule pack, every indicator.

Slow to start, so it runs when asked: ``YIMI_SPARK=1``, with the extra and Java 17 (docs/packs.md).
"""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from yimi.engine.backends.duckdb import DuckBackend, column_type
from yimi.engine.backends.spark import SparkBackend
from yimi.engine.expressions import check
from yimi.engine.indicators import Grouping, Periods, read_indicators
from yimi.engine.indicators.figures import Figures
from yimi.engine.kinds import Kind
from yimi.engine.packs import load_pack, shipped_packs
from yimi.engine.parameters import Bindings
from yimi.engine.rules import read_rules
from yimi.engine.rules.population import Population
from yimi.engine.tests.generated import CATALOGUE, PARAMETERS
from yimi.engine.tests.people import people_for
from yimi.engine.tests.test_agreement import answers_of, questions

pytestmark = pytest.mark.spark
PACKS = {name: load_pack(name) for name in shipped_packs()}
RULES = [name for name, pack in PACKS.items() if pack.kind == "rules"]
INDICATORS = [name for name, pack in PACKS.items() if pack.kind == "indicators"]
NUMBER = 150


@pytest.fixture(scope="module")
def spark():
    # small data: one partition, no compiled stages
    backend = SparkBackend(
        settings={
            "spark.sql.shuffle.partitions": "1",
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.adaptive.enabled": "false",
            "spark.driver.memory": "1g",
        }
    )
    yield backend
    backend.session.stop()


def both(folder, rows, spark):
    """Both engines over the very same Parquet files, laid out as the fact store lays them: uids in 16 bytes."""
    with duckdb.connect() as writer:
        for name, listed in rows.items():
            columns = CATALOGUE.fact(name).columns
            kinds = ", ".join(f'"{c.name}" {column_type(c)}' for c in columns.values())
            writer.execute(f'CREATE TABLE "{name}" ({kinds})')
            for row in listed:
                values = [row.get(column) for column in columns]
                writer.execute(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(values))})', values)  # fmt: skip
            stored = ", ".join(
                f'CAST(md5("{c.name}") AS UUID) AS "{c.name}"' if c.kind == Kind.UID else f'"{c.name}"'
                for c in columns.values()
            )  # fmt: skip
            writer.execute(
                f"COPY (SELECT {stored} FROM \"{name}\") TO '{folder / name}.parquet' (FORMAT parquet)"
            )
    duck = DuckBackend()
    duck.open_parquet(folder)
    duck.lock()
    spark.open_parquet(folder)
    return duck, spark


def plain(decision):
    """A decision with its key as text: DuckDB hands out UUIDs, Spark their letters."""
    return (
        decision.benefit, str(decision.key), decision.outcome, decision.failed, decision.unknown,
        decision.related, dict(decision.values),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_spark_and_duckdb_answer_alike(spark, seed):
    subject, rows, texts = questions(seed * 7919)
    trees = [check(text, CATALOGUE, subject, parameters=PARAMETERS) for text in texts]
    duck = DuckBackend()
    duck.lock()
    answers = []
    for engine in (duck, spark):
        for name, given_rows in rows.items():
            engine.add_rows(name, given_rows)
        answers.append(answers_of(engine, subject, trees))
    assert answers[0] == answers[1], texts


@pytest.mark.parametrize("name", RULES)
def test_every_rule_pack_decides_alike(spark, tmp_path, name):
    rules = read_rules(PACKS[name], CATALOGUE)
    day = max(rules.pack.in_force_from or date(2024, 6, 1), date(2024, 6, 1))
    rows = people_for(rules.pack.prefix, day, seed=len(name) + 40, number=NUMBER)
    found = []
    for engine in both(tmp_path, rows, spark):
        population = Population(rules, engine, CATALOGUE, Bindings(day))
        decisions = sorted(map(plain, population.decisions()), key=lambda one: one[:2])
        found.append((decisions, [population.summary(subject) for subject in rules.subjects]))
    assert found[0] == found[1]
    assert found[0][0]


@pytest.mark.parametrize("name", INDICATORS)
def test_every_indicator_counts_alike(spark, tmp_path, name):
    indicators = read_indicators(PACKS[name], CATALOGUE)
    rows = people_for("", date(2024, 6, 1), seed=5, number=NUMBER)
    found = []
    for engine in both(tmp_path, rows, spark):
        figures = Figures(indicators, engine, CATALOGUE)
        cells = figures.compute(
            list(indicators.indicators), Grouping(Periods(2023, 1, months=12), digits=6)
        )
        found.append(sorted((c.indicator.key, c.place, c.period, c.value, c.counts) for c in cells))
    assert found[0] == found[1]
    assert found[0]
