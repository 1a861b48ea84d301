"""Nobody who knows the sum and the rule can name a small count: tried on every small world there is."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest

from yimi.insight.figures.hiding import hidden_places

THRESHOLD = 3


@pytest.mark.parametrize("places, largest", [(2, 20), (3, 16), (4, 13)])
def test_a_hidden_small_count_is_never_the_only_one_possible(places, largest):
    """Worlds that look alike from outside must differ in every small count that is hidden."""
    names = "abcd"[:places]
    alike = defaultdict(list)
    for world in product(range(largest + 1), repeat=places):
        if sum(world) > largest:
            continue  # its look-alikes would not all be among those tried
        counts = dict(zip(names, world, strict=True))
        hidden = hidden_places(counts, counts, THRESHOLD)
        shown = tuple((name, value) for name, value in counts.items() if name not in hidden)
        alike[shown, sum(world)].append(counts)
    for (shown, _total), worlds in alike.items():
        for name in set(names) - {name for name, _value in shown}:
            possible = {counts[name] for counts in worlds}
            small = possible & set(range(1, THRESHOLD))
            assert not small or len(possible) > 1, (name, worlds)


def test_what_is_shown_is_never_small():
    for world in product(range(8), repeat=3):
        counts = dict(zip("abc", world, strict=True))
        shown = set(counts) - hidden_places(counts, counts, THRESHOLD)
        assert all(counts[name] >= THRESHOLD for name in shown)
        # and what is left over is never nothing, or the shown places' rows would be the township's
        rest = sum(world) - sum(counts[name] for name in shown)
        assert not shown or shown == set(counts) or rest >= THRESHOLD


def test_few_people_hide_many_visits():
    assert hidden_places({"a": 40, "b": 30, "c": 20}, {"a": 2, "b": 9, "c": 9}, 5) == {"a", "b"}
