"""Publishing: one proposes, another lets in, nothing published changes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from yimi.core.errors import Conflict, Forbidden, Invalid
from yimi.programmes import access, actions, errors
from yimi.programmes.models import PackState, PackVersion
from yimi.programmes.tests.factories import jingzhou_text, make_version
from yimi.programmes.versions import in_force, newest_versions

pytestmark = pytest.mark.django_db


def second_version(amount=60000):
    return jingzhou_text().replace("version = 1", "version = 2").replace("amount = 50000", f"amount = {amount}")  # fmt: skip


def test_a_second_person_publishes(people):
    version = actions.propose_pack(second_version(), actor=people.chen)
    assert newest_versions([people.worker.region_code])[0].version == 1
    with pytest.raises(errors.SecondPersonNeeded):
        actions.decide_pack(version, actor=people.chen, expected=1, publish=True)
    with pytest.raises(Forbidden):
        actions.decide_pack(version, actor=people.li, expected=1, publish=True)
    actions.decide_pack(version, actor=people.sun, expected=1, publish=True)
    assert newest_versions([people.worker.region_code])[0].name == version.name
    with pytest.raises(Conflict):
        actions.decide_pack(version, actor=people.qian, expected=1, publish=False, note="晚了")


def test_the_database_refuses_one_person_for_both(people):
    with pytest.raises(IntegrityError), transaction.atomic():
        PackVersion.objects.filter(pk=people.version.pk).update(
            decided_by=people.version.proposed_by
        )


def test_a_number_is_used_once_and_a_refused_one_again(people):
    with pytest.raises(errors.VersionTaken):
        actions.propose_pack(jingzhou_text(), actor=people.chen)
    version = actions.propose_pack(second_version(), actor=people.chen)
    with pytest.raises(Invalid):
        actions.decide_pack(version, actor=people.sun, expected=1, publish=False)
    actions.decide_pack(version, actor=people.sun, expected=1, publish=False, note="金额不对")
    assert version.state == PackState.REFUSED
    assert actions.propose_pack(second_version(50000), actor=people.chen).version == 2


def test_a_text_that_contradicts_itself_is_refused_with_the_place(people):
    broken = second_version().replace("issued_on between", "isued_on between", 1)
    with pytest.raises(errors.PackNotUsable) as refused:
        actions.propose_pack(broken, actor=people.chen)
    assert "issued_on" in str(refused.value)
    with pytest.raises(errors.PackNotUsable):
        actions.propose_pack("这不是 TOML", actor=people.chen)


def test_a_county_does_not_propose_for_its_city(people):
    with pytest.raises(Forbidden):
        actions.propose_pack(second_version(), actor=people.li)


def test_a_text_changed_in_the_database_is_not_used(people):
    PackVersion.objects.filter(pk=people.version.pk).update(text=second_version())
    with pytest.raises(errors.PackDamaged):
        in_force(PackVersion.objects.get(pk=people.version.pk))


def test_a_repeal_holds_from_its_day(people):
    with pytest.raises(Invalid):
        actions.repeal_pack(
            people.version, actor=people.sun, expected=1, repealed_on=date(2024, 6, 2), reason="x"
        )
    actions.repeal_pack(
        people.version, actor=people.sun, expected=1, repealed_on=date(2024, 7, 1), reason="新办法"
    )
    found = in_force(people.version)
    assert found.is_on(date(2024, 6, 30))
    assert not found.is_on(date(2024, 7, 1))


def test_proposals_are_for_the_offices_of_the_place(people):
    version = actions.propose_pack(second_version(), actor=people.chen)
    assert version in access.visible_packs(people.sun)
    for actor in (people.drolma, people.zhou, people.wang):
        seen = access.visible_packs(actor)
        assert people.version in seen
        assert version not in seen


def test_another_places_pack_is_not_asked(people):
    other = jingzhou_text().replace("421000", "420100")
    make_version(other)
    assert {v.pack_id for v in newest_versions([people.worker.region_code])} == {
        people.version.pack_id
    }
