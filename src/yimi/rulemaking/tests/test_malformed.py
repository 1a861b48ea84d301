"""A pack with something of the wrong kind in it is refused in words, wherever it is read; nothing breaks on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from yimi.core.errors import Invalid
from yimi.engine.errors import PackError
from yimi.engine.packs import parse_pack
from yimi.engine.rules.reading import read_rules
from yimi.engine.tests.malformed import CHANGES, malformed
from yimi.programmes.actions import propose_pack
from yimi.programmes.errors import PackNotUsable
from yimi.rulemaking.actions import begin_draft
from yimi.rulemaking.models import PackDraft
from yimi.rulemaking.tests.factories import COUNTY, make_draft, winter_text

KEY = "benefit:heating:condition:old_enough"
PAGES = ("", "text/", "words/", "reach/", "part/pack/", f"part/{KEY}/", "add/benefit/")


@pytest.mark.parametrize("name", CHANGES)
def test_a_pack_of_the_wrong_shape_is_refused_in_words(name):
    with pytest.raises(PackError) as refused:
        parse_pack(malformed(winter_text(), name).encode(), Path("draft"))
    assert refused.value.where.file == "draft"
    assert refused.value.code in {"pack_shape", "pack_unreadable"}


@pytest.mark.parametrize(
    "old, new",
    [
        ('[[parameter]]\nid = "age"', "[[parameter]]"),
        ('[[condition]]\nid = "alive"', "[[condition]]"),
        ('[[benefit.condition]]\nid = "old_enough"', "[[benefit.condition]]"),
        ("[codes]", '[[choice]]\nid = "a"\n[codes]'),
    ],
)
def test_what_is_missing_is_told_and_not_stumbled_over(old, new):
    assert old in winter_text()
    with pytest.raises(PackError):
        read_rules(parse_pack(winter_text().replace(old, new, 1).encode(), Path("draft")))


@pytest.mark.django_db
@pytest.mark.parametrize("name", CHANGES)
def test_a_draft_kept_before_opens_with_its_fault_and_goes_no_further(people, sign_in, name):
    row = make_draft()
    text = malformed(row.text, name)
    PackDraft.objects.filter(pk=row.pk).update(text=text)
    client = sign_in("li")
    for tail in PAGES:
        page = client.get(f"/rulemaking/{row.pk}/{tail}", follow=True)
        assert page.status_code == 200, tail
        if tail not in {"words/", "reach/"}:
            assert "还有 1 处要改" in page.content.decode(), tail
    compared = client.get(f"/rulemaking/compare/?new={row.pk}&day=2024-02-30")
    assert compared.status_code == 200
    with pytest.raises(PackNotUsable):
        propose_pack(text, actor=people.li)
    with pytest.raises(Invalid):
        begin_draft(text, region_code=COUNTY, begun_from="", actor=people.li)


@pytest.mark.django_db
def test_a_day_that_is_none_is_taken_as_not_given(people, facts, sign_in):
    row = make_draft()
    page = sign_in("li").get(f"/rulemaking/compare/?new={row.pk}&old=none&day=2024-02-30")
    assert page.status_code == 200
