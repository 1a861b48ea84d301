"""Which of several places' counts may be shown, so that no small one can be found by subtraction. Pure.

The sum over all places of a group is known to whoever looks, and so is this rule. What is hidden therefore has to be at
least two places that together reach the threshold and are not all as large as hidden ones can be; where it is not so,
further places are hidden, in the order of their codes: an order that depended on the counts would tell them.
"""

from __future__ import annotations

from collections.abc import Mapping


def hidden_places(values: Mapping[str, int], people: Mapping[str, int], threshold: int) -> set[str]:
    """The places of one group whose value is not shown; ``people`` are those counted, whatever the value's unit.

    >>> counts = {"a": 9, "b": 8, "c": 2}
    >>> sorted(hidden_places(counts, counts, 5))
    ['a', 'c']
    >>> two, one = {"a": 9, "b": 8}, {"a": 9}
    >>> sorted(hidden_places(two, two, 5)), sorted(hidden_places(one, one, 5))
    ([], ['a'])
    """
    if len(values) < 2:
        return set(values)  # the only place below a township is the township
    hidden = {
        place for place, value in values.items() if min(value, people.get(place, 0)) < threshold
    }
    for place in sorted(set(values) - hidden):
        if not hidden or _is_covered(hidden, values, people, threshold):
            break
        hidden.add(place)
    return hidden


def _is_covered(
    hidden: set[str], values: Mapping[str, int], people: Mapping[str, int], threshold: int
) -> bool:
    if len(hidden) < 2:
        return False
    most = (threshold - 1) * len(hidden)
    sums = (sum(counts.get(place, 0) for place in hidden) for counts in (values, people))
    return all(found >= threshold and found != most for found in sums)
