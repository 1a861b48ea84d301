"""Two versions over the people of a place: the same as deciding person by person, and no small group shown."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from yimi.engine.catalogue import load_catalogue
from yimi.engine.pack_text import PackText
from yimi.engine.parameters import Bindings
from yimi.engine.reference import World
from yimi.engine.rules import Outcome, decide
from yimi.programmes.models import PackState
from yimi.programmes.tests.factories import make_version
from yimi.rulemaking.comparing import compare_at
from yimi.rulemaking.errors import NothingToCompare
from yimi.rulemaking.reading import rules_of
from yimi.rulemaking.tests.factories import (
    COUNTY,
    OTHER_COUNTY,
    TODAY,
    generated_people,
    make_draft,
    winter_text,
)

PAGE = "/rulemaking/compare/"


def next_text(age=20, amount=36000):
    """From another age on, and more."""
    text = PackText(winter_text(version=2)).changed("parameter:age:value:0", {"amount": age})
    return PackText(text).changed("parameter:amount_fen:value:0", {"amount": amount})


def given(rules, rows):
    world = World(rows, load_catalogue())
    return {
        row["uid"]: decision.values.get("amount_fen")
        for row in rows["resident"]
        if row["region_code"].startswith(COUNTY[:6])
        for decision in decide(rules, world, "resident", row, Bindings(TODAY))
        if decision.outcome in {Outcome.LIKELY, Outcome.ALREADY_RECEIVING}
    }


def test_what_changes_is_what_changes_person_by_person():
    rows, snapshot = generated_people()
    old, new = rules_of(winter_text()), rules_of(next_text())
    found = compare_at(old, new, region_code=COUNTY, day=TODAY, backend=snapshot.backend, exact=True)  # fmt: skip
    (one,) = found.benefits
    before, after = given(old, rows), given(new, rows)
    gained, lost = after.keys() - before.keys(), before.keys() - after.keys()
    other = {key for key in before.keys() & after.keys() if before[key] != after[key]}
    assert (one.total.gain, one.total.lose, one.total.other_amount) == (len(gained), len(lost), len(other))  # fmt: skip
    assert len(gained) > 5
    assert (one.people_old, one.people_new) == (len(before), len(after))
    assert one.unchanged == len(before) - len(lost) - len(other)
    assert (one.fen_old, one.fen_new) == tuple(sum(v or 0 for v in x.values()) for x in (before, after))  # fmt: skip
    towns = Counter(row["region_code"][:9] for row in rows["resident"] if row["uid"] in gained)
    assert {row.key: row.gain for row in one.cuts["town"] if row.gain} == dict(towns)


def test_against_nothing_everybody_gains():
    rows, snapshot = generated_people()
    new = rules_of(winter_text())
    found = compare_at(None, new, region_code=COUNTY, day=TODAY, backend=snapshot.backend, exact=True)  # fmt: skip
    assert found.benefits[0].total.gain == len(given(new, rows))
    assert found.benefits[0].people_old == 0


def test_small_groups_are_hidden_from_who_does_not_see_the_records():
    _rows, snapshot = generated_people()
    old = rules_of(winter_text())

    def compared(text):
        return compare_at(
            old, rules_of(text), region_code=COUNTY, day=TODAY, backend=snapshot.backend, exact=False
        ).benefits[0]  # fmt: skip

    many = compared(next_text())
    for rows in many.cuts.values():
        assert all(row.gain is None or row.gain == 0 or row.gain >= 5 for row in rows)
        assert all(row.fen is None for row in rows if None in (row.gain, row.lose, row.other_amount))  # fmt: skip
    small = next(
        one for age in range(59, 50, -1) if (one := compared(next_text(age, 30000))).is_small
    )
    assert (small.total.gain, small.total.fen, small.fen_new, small.cuts) == (None, None, None, {})
    assert small.people_new % 10 == 0
    assert not compared(winter_text(version=2)).changes


def test_a_draft_is_compared_in_round_figures_and_never_down_to_a_village():
    _rows, snapshot = generated_people()
    new = rules_of(next_text())

    def compared(rules, **how):
        return compare_at(
            None, rules, region_code=COUNTY, day=TODAY, backend=snapshot.backend, exact=False, **how
        )  # fmt: skip

    (one,) = compared(new, about=True).benefits
    assert (one.total.gain % 10, one.people_new % 10, one.fen_new % 100_000) == (0, 0, 0)
    village = next_text().replace("or died_on > :as_of", "and region_code = '411623001001'")
    with pytest.raises(NothingToCompare):
        compared(rules_of(village))


@pytest.mark.django_db
def test_whoever_signs_sees_it_from_the_proposal_and_takes_it_along(people, facts, sign_in):
    old, proposed = make_version(winter_text()), make_version(next_text(), state=PackState.PROPOSED)
    page = sign_in("zhao").get(f"/programmes/packs/{proposed.pk}/").content.decode()
    assert f"{PAGE}?new={proposed.pk}" in page
    shown = sign_in("zhao").get(PAGE, {"new": proposed.pk}).content.decode()
    for words in ("取暖补贴", "东城街道", "第 1 版（已发布）", "60—79 岁"):
        assert words in shown
    book = sign_in("zhao").get(f"{PAGE}export/", {"new": proposed.pk, "old": old.pk})
    workbook = CalamineWorkbook.from_filelike(BytesIO(b"".join(book.streaming_content)))
    rows = workbook.get_sheet_by_index(0).to_python()
    assert rows[4][:2] == ["取暖补贴", "合计"]
    english = sign_in("zhao").get(PAGE, {"new": proposed.pk}, headers={"accept-language": "en"})
    assert "Gain" in english.content.decode()


@pytest.mark.django_db
def test_strangers_compare_nothing_and_readers_only_their_own_people(people, facts, sign_in):
    make_version(winter_text())
    proposed = make_version(next_text(), state=PackState.PROPOSED)
    draft = make_draft(next_text())
    for uid in (proposed.pk, draft.pk):
        assert sign_in("wang").get(PAGE, {"new": uid}).status_code == 404
        assert sign_in("drolma").get(PAGE, {"new": uid}).status_code == 403
    published = make_version(next_text().replace("version = 2", "version = 3"))
    assert sign_in("wang").get(PAGE, {"new": published.pk}).status_code == 404
    assert sign_in("li").get(PAGE, {"new": "x"}).status_code == 404
    national = make_version(winter_text("national").replace("411623", "national"))
    told = sign_in("wang").get(PAGE, {"new": national.pk}).context["asked"]
    assert told.region_code == OTHER_COUNTY


@pytest.mark.django_db
def test_a_wrong_draft_says_why_it_cannot_be_compared(people, facts, sign_in):
    row = make_draft(winter_text().replace("aged(", "agedd("))
    assert "还不能对比" in sign_in("li").get(PAGE, {"new": row.pk}).content.decode()
    later = make_draft(winter_text(version=4))
    told = sign_in("li").get(PAGE, {"new": later.pk, "old": "none", "day": "2020-01-01"})
    assert "还没有施行" in told.content.decode()


@pytest.mark.django_db
def test_a_comparison_costs_as_much_with_many_towns(people, facts, sign_in, django_assert_max_num_queries):  # fmt: skip
    row = make_draft(next_text())
    client = sign_in("li")
    client.get(PAGE, {"new": row.pk})
    with django_assert_max_num_queries(14):
        client.get(PAGE, {"new": row.pk})


@pytest.mark.django_db
def test_what_one_person_alone_wrote_is_compared_in_round_figures(people, facts, sign_in):
    make_version(winter_text())
    for state, about in ((PackState.PROPOSED, True), (PackState.PUBLISHED, False)):
        version = make_version(next_text(), state=state)
        shown = sign_in("zhao").get(PAGE, {"new": version.pk, "old": "none"})
        assert shown.context["asked"].is_about is about
        version.delete()
