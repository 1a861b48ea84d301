"""The contenders of ``bench rules`` come to the same outcomes and reasons, so that what is compared is the same work."""

from __future__ import annotations

import pytest

from yimi.bench.rules_contenders import contenders, gain_and_lose
from yimi.bench.rules_world import make_population


@pytest.fixture(scope="module")
def population(tmp_path_factory):
    return make_population(tmp_path_factory.mktemp("population"), 3_000)


def test_everyone_comes_to_the_same_decisions(population):
    counted = {}
    for number, contender in enumerate(contenders()):
        if not contender.missing:
            prepared = population / f"prepared_{number}.parquet"
            contender.prepare(population, prepared)
            counted[contender.name] = contender.decide(prepared)
    assert len(counted) >= 2
    for name, counts in counted.items():
        assert counts == counted["engine"], name


def test_a_lower_age_is_gained_by_many_and_lost_by_none(population):
    changes = gain_and_lose(population)
    assert changes["old_age"][0] > 0
    assert changes["old_age"][1] == 0
