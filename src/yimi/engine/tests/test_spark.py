"""Spark gives DuckDB's answers. Slow to start, so it runs when asked: ``YIMI_SPARK=1``, with the extra and Java 17."""

from __future__ import annotations

import pytest

from yimi.engine.backends.duckdb import DuckBackend
from yimi.engine.backends.spark import SparkBackend
from yimi.engine.expressions import check
from yimi.engine.tests.generated import CATALOGUE, PARAMETERS
from yimi.engine.tests.test_agreement import answers_of, questions

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def engines():
    duck = DuckBackend()
    duck.lock()
    # small data: one partition, no compiled stages
    spark = SparkBackend(
        settings={
            "spark.sql.shuffle.partitions": "1",
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.adaptive.enabled": "false",
        }
    )
    yield duck, spark
    spark.session.stop()


@pytest.mark.parametrize("seed", range(4))
def test_spark_and_duckdb_answer_alike(engines, seed):
    subject, rows, texts = questions(seed * 7919)
    trees = [check(text, CATALOGUE, subject, parameters=PARAMETERS) for text in texts]
    answers = []
    for engine in engines:
        for name, given_rows in rows.items():
            engine.add_rows(name, given_rows)
        answers.append(answers_of(engine, subject, trees))
    assert answers[0] == answers[1], texts
