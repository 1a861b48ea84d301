"""Keeping drafts: whose they are, what a clash leaves, what is no TOML, handing in."""

from __future__ import annotations

import pytest

from yimi.audit.models import AuditEvent
from yimi.core.errors import Forbidden, Invalid, NotFound
from yimi.engine.pack_text import PackText
from yimi.programmes.actions import decide_pack
from yimi.programmes.errors import PackNotUsable, VersionTaken
from yimi.programmes.models import PackState
from yimi.rulemaking import access, actions
from yimi.rulemaking.beginning import copied_text, empty_text, shipped_text
from yimi.rulemaking.errors import DraftGone, EditClash
from yimi.rulemaking.models import PackDraft
from yimi.rulemaking.reading import DraftText, faults_of
from yimi.rulemaking.tests.factories import COUNTY, TODAY, make_draft, winter_text

pytestmark = pytest.mark.django_db


def begin(actor, text="", region=COUNTY):
    return actions.begin_draft(text or winter_text(), region_code=region, begun_from="", actor=actor)  # fmt: skip


def test_a_draft_is_of_its_division_only(people):
    row = begin(people.li)
    assert list(access.visible_drafts(people.zhao)) == [row]
    assert not access.visible_drafts(people.wang).exists()
    with pytest.raises(NotFound):
        access.get_draft_for_edit(people.wang, row.pk)
    with pytest.raises(Forbidden):
        access.visible_drafts(people.drolma)
    for actor in (people.wang, people.drolma):
        with pytest.raises(Forbidden):
            begin(actor)
        with pytest.raises(Forbidden):
            actions.save_draft(row, winter_text(), expected=1, actor=actor)
    assert AuditEvent.objects.filter(action="rulemaking.begin_draft").count() == 1


def test_whoever_saves_second_is_shown_what_stands_now_and_nothing_is_overwritten(people):
    row = begin(people.li)
    mine, theirs = PackDraft.objects.get(), PackDraft.objects.get()
    actions.save_draft(theirs, winter_text(title="赵的"), expected=1, actor=people.zhao)
    with pytest.raises(EditClash) as clash:
        actions.save_draft(mine, winter_text(title="李的"), expected=1, actor=people.li)
    assert (clash.value.current.title, clash.value.current.saved_name) == ("赵的", "赵敏")
    actions.save_draft(mine, winter_text(title="李的"), expected=2, actor=people.li)
    row.refresh_from_db()
    assert (row.title, row.row_version) == ("李的", 3)


@pytest.mark.parametrize(
    "text, said",
    [
        ("[pack]\nid = \n", "第 2 行第 6 字"),
        ("x = 1\n", "[pack]"),
        (winter_text().replace('"rules"', '"indicators"'), "kind"),
        (winter_text("411622000000"), "411623000000"),
        ('[pack]\nid = "a"\nid = "b"\n', "TOML"),
    ],
)
def test_what_could_never_be_a_pack_of_the_place_is_not_kept(people, text, said):
    row = begin(people.li)
    with pytest.raises(Invalid) as refused:
        actions.save_draft(row, text, expected=1, actor=people.li)
    assert said in str(refused.value.fields["text"][0])
    row.refresh_from_db()
    assert row.text == winter_text()


def test_half_a_pack_is_kept_and_its_faults_are_told_with_their_places(people):
    text = PackText(winter_text()).changed(
        "benefit:heating:condition:old_enough", {"test": "died_on is null and\nagedd(3)"}
    )
    row = actions.save_draft(begin(people.li), text, expected=1, actor=people.li)
    (fault,) = faults_of(DraftText(row.text))
    assert (fault.part, fault.field) == ("benefit:heating:condition:old_enough", "test")
    assert (fault.line, fault.column) == (2, 1)
    assert "aged" in fault.message
    with pytest.raises(PackNotUsable):
        actions.propose_draft(row, expected=2, actor=people.li)
    assert row.proposed_as is None


def test_a_draft_becomes_a_version_that_a_second_person_publishes(people):
    row = begin(people.li)
    with pytest.raises(EditClash):
        actions.propose_draft(row, expected=7, actor=people.li)
    version = actions.propose_draft(row, expected=1, actor=people.li)
    assert (version.text, version.state) == (row.text, PackState.PROPOSED)
    assert row.proposed_as == version
    with pytest.raises(VersionTaken):
        actions.propose_draft(row, expected=2, actor=people.li)
    decide_pack(version, actor=people.zhao, expected=1, publish=False, note="金额不对")
    assert actions.propose_draft(row, expected=2, actor=people.li).version == 1


def test_a_draft_put_away_is_kept_and_not_changed_any_more(people):
    row = begin(people.li)
    same = PackDraft.objects.get()
    actions.drop_draft(row, expected=1, actor=people.li)
    assert not access.visible_drafts(people.li).exists()
    with pytest.raises(DraftGone):
        actions.save_draft(same, winter_text(), expected=1, actor=people.zhao)


def test_a_shipped_pack_becomes_the_places_own_and_an_empty_one_says_what_is_missing(people):
    shipped = shipped_text("national/elder-visits")
    text = copied_text(shipped, region_code=COUNTY, slug="elder-visits", version=3)
    head = PackText(text).part("pack").values
    assert (head["id"], head["version"], head["region"]) == ("411623/elder-visits", 3, COUNTY)
    assert faults_of(DraftText(begin(people.li, text).text)) == []
    empty = begin(people.li, empty_text(COUNTY, "x", "新办法", starts_on=TODAY))
    assert ["benefit" in fault.message for fault in faults_of(DraftText(empty.text))] == [True]


def test_a_draft_made_by_hand_reads_as_its_text():
    draft = make_draft()
    assert draft.pack_id == "411623/warm-winter"
