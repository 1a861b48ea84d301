"""Every action's event is known to the feed: under the facts it may change, or as one that changes none."""

from __future__ import annotations

import ast
from pathlib import Path

import yimi
from yimi.engine.catalogue import load_catalogue
from yimi.insight.facts.marks import CHANGES, IRRELEVANT, ROOMS, is_known, marked_by, uids_in
from yimi.insight.facts.registering import publications, published_facts, table_of
from yimi.insight.facts.sources import Given

RECORDERS = {
    "record_event",
    "make_event",
    "record_rows",
    "tell_of",
    "_tell",
    "record_dated",
    "_record",
}


def written_actions() -> set[str]:
    """Every literal ``room.verb`` that stands in a room's actions."""
    found: set[str] = set()
    root = Path(yimi.__file__).parent
    for room in root.iterdir():
        permissions = _literals(room / "permissions.py")
        files = [*room.glob("actions.py"), *room.glob("actions/**/*.py"), *room.glob("commands.py")]
        for path in files:
            for text in _literals(path):
                if (
                    text.startswith(f"{room.name}.")
                    and text.count(".") == 1
                    and not text.endswith((".", "_"))
                    and text not in permissions - CHANGES.keys()
                ):
                    found.add(text)
    return found


def _literals(path: Path) -> set[str]:
    if not path.exists():
        return set()
    return {
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value
    }


def test_every_action_is_known():
    unknown = sorted(action for action in written_actions() if not is_known(action))
    assert not unknown, f"say in marks.py which facts these change, or none: {unknown}"


def test_marks_name_published_facts():
    above = [one.changes for one in publications().values()]
    named = {
        fact for changes in (CHANGES, ROOMS, *above) for facts in changes.values() for fact in facts
    }
    assert not CHANGES.keys() & IRRELEVANT
    assert set(published_facts()) == named, "a fact that no event marks would stay what it was"
    for room, one in publications().items():
        assert not one.changes.keys() & one.irrelevant
        assert all(action.startswith(f"{room}.") for action in one.irrelevant)


def test_published_facts_stand_in_the_catalogue():
    catalogue = load_catalogue()
    for name, one in published_facts().items():
        fact = catalogue.fact(name)
        assert one.is_small or one.keyed_by in fact.columns
        assert not one.on or one.on in fact.columns
        assert [table_of(need.source) for need in (*one.needs, *one.past_needs)]
        assert one.is_small or one.reached, f"{name}: no event would reach its rows"
        for hop in (hop for way in one.reached for hop in way):
            table = table_of(hop.source)
            assert not isinstance(table, Given)
            assert {hop.where, hop.give} <= set(table.columns)


def test_rooms_above_say_what_their_actions_mean():
    assert {"programmes", "reports"} <= publications().keys()
    assert marked_by("programmes.pay_claim") == ("claim", "payment")
    assert marked_by("reports.submit_report") == ("report",)
    # an action of a room below, in its own marks and in those of a room above
    assert {"worker", "honour"} <= set(marked_by("workforce.correct_worker"))
    assert not is_known("programmes.something_new")


def test_uids_are_found_however_deep():
    uid = "0197a3de-0000-7000-8000-000000000001"
    other = "0197a3de-0000-7000-8000-000000000002"
    assert set(uids_in({"rows": [[uid, "digest"]], "to": {other: None}, "n": 3})) == {uid, other}
    assert marked_by("people.household_viewed") == ()
