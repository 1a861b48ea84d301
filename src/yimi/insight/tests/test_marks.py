"""Every action's event is known to the feed: under the facts it may change, or as one that changes none."""

from __future__ import annotations

import ast
from pathlib import Path

import yimi
from yimi.engine.catalogue import load_catalogue
from yimi.insight.facts.marks import CHANGES, IRRELEVANT, ROOMS, is_known, marked_by, uids_in
from yimi.insight.facts.published import PUBLISHED
from yimi.insight.facts.published.rooms import SOURCES

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
    named = {fact for facts in (*CHANGES.values(), *ROOMS.values()) for fact in facts}
    assert named <= PUBLISHED.keys()
    assert not CHANGES.keys() & IRRELEVANT
    assert set(PUBLISHED) == named, "a fact that no event marks would stay what it was at first"


def test_published_facts_stand_in_the_catalogue():
    catalogue = load_catalogue()
    for name, one in PUBLISHED.items():
        fact = catalogue.fact(name)
        assert one.is_small or one.keyed_by in fact.columns
        assert not one.on or one.on in fact.columns
        assert all(need.source in SOURCES for need in one.needs)
        read = {need.source for need in one.needs}
        assert all(
            hop.source in SOURCES and hop.where in SOURCES[hop.source].columns
            for way in one.reached
            for hop in way
        )
        assert read


def test_uids_are_found_however_deep():
    uid = "0197a3de-0000-7000-8000-000000000001"
    other = "0197a3de-0000-7000-8000-000000000002"
    assert set(uids_in({"rows": [[uid, "digest"]], "to": {other: None}, "n": 3})) == {uid, other}
    assert marked_by("people.household_viewed") == ()
