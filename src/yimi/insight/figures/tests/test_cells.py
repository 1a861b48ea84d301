"""Random cells, roles, dates and known-at: what opens is as many as the cell says."""

from __future__ import annotations

from random import Random

import pytest

from yimi.insight.figures.tests.worlds import (
    World,
    check_table,
    make_people,
    random_question,
    same_as_ever,
)

pytestmark = pytest.mark.django_db
CELLS = 200


def test_every_cell_opens_to_as_many_rows_as_it_says():
    chance, checked, tried = Random(7), 0, 0
    world = World(7)
    people = make_people(world)
    while checked < CELLS:
        tried += 1
        assert tried < 10 * CELLS
        actor = chance.choice([people.drolma, people.town, people.li, people.province, people.wang])
        question = random_question(chance, actor, people)
        if question is not None:
            checked += check_table(world, actor, question, chance, cells=6)


def test_a_figure_known_on_a_past_day_never_changes():
    world = World(3, size=60)
    people = make_people(world)
    chance = Random(3)
    questions = [random_question(chance, people.province, people) for _ in range(12)]
    for question in [one for one in questions if one is not None][:4]:
        assert same_as_ever(world, people.province, question)
