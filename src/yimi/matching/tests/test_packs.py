"""Which rules hold where, and what a change of them sets going."""

from __future__ import annotations

import hashlib
import threading
from typing import Any

import pytest

from yimi.audit.actions import record_event
from yimi.audit.sealer import seal_pending
from yimi.core import clock
from yimi.core.ids import SYSTEM_UID, new_uid
from yimi.insight.facts.feed import follow, publish_all
from yimi.matching.actions import keep_leads, recompute_household, run_due
from yimi.matching.actions.settling import SYSTEM
from yimi.matching.models import Lead, RecomputeRun
from yimi.matching.packs_in_force import packs_in_force
from yimi.matching.tests.conftest import OLD_AGE, County
from yimi.people.tests.factories import make_household, make_resident
from yimi.portal import background
from yimi.programmes.models import PackState, PackVersion

pytestmark = pytest.mark.django_db
TEXT = """
[pack]
id = "411623/elders"
version = {version}
kind = "rules"
title = "商水县敬老金"
title_en = "Elders' gift"
region = "411623"
source = "测试用"
in_force_from = 2022-01-01

[[benefit]]
id = "gift"
title = "敬老金"
title_en = "Elders' gift"
subject = "resident"
clause = "第一条"
frequency = "yearly"
amount_fen = "{fen}"
[[benefit.condition]]
id = "old"
clause = "第一条"
text = "年满八十一周岁"
test = "aged(81, :as_of)"
"""


def publish(version: int = 1, text: str = "") -> PackVersion:
    text = text or TEXT.format(version=version, fen="30000")
    return PackVersion.objects.create(
        pack_id="411623/elders", version=version, text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(), title="商水县敬老金", kind="rules",
        region_code="411623000000", state=PackState.PUBLISHED, proposed_by=new_uid(),
        decided_by=SYSTEM_UID, decided_at=clock.now(),
    )  # fmt: skip


def test_a_county_that_published_its_own_leaves_the_shipped_examples(county: County):
    recompute_household(county.household)
    assert Lead.objects.get().benefit == OLD_AGE
    publish()
    packs = packs_in_force(clock.today())
    assert [pack.is_example for pack in packs.at("411623002201")] == [False]
    assert [pack.is_example for pack in packs.at("411622104201")] == [True]
    recompute_household(county.household)
    states = dict(Lead.objects.values_list("benefit", "state"))
    assert states == {OLD_AGE: "expired", "411623/elders/gift": "new"}


def test_next_years_version_published_early_leaves_this_years_in_force(county: County):
    publish()
    later = TEXT.format(version=2, fen="40000").replace("2022-01-01", "2099-01-01")
    publish(version=2, text=later)
    (pack,) = packs_in_force(clock.today()).at("411623002201")
    assert pack.name == "411623/elders@1"


def test_whatever_goes_wrong_the_leads_go_on(monkeypatch: Any):
    stopping, tries = threading.Event(), []

    def fail(_told: object) -> None:
        tries.append(1)
        if len(tries) > 1:
            stopping.set()
        raise TypeError("a pack nobody thought of")

    monkeypatch.setattr(background, "LEADS_EVERY_SECONDS", 0)
    monkeypatch.setattr(background, "keep_leads", fail)
    background.keep_matching(stopping)
    assert len(tries) == 2


def test_a_published_pack_sets_a_run_going_and_a_day_needs_one(county: County):
    far = make_household(county.elsewhere)
    make_resident(far, "远方", birth_on=county.elder.birth_on, hukou_region_code="411622104201")
    assert run_due() is None, "no facts yet"
    publish_all()
    keep_leads()
    assert [run.kind for run in RecomputeRun.objects.all()] == ["nightly"]
    assert Lead.objects.filter(benefit=OLD_AGE, state="new").count() == 2
    keep_leads()
    assert RecomputeRun.objects.count() == 1

    version = publish()
    record_event(
        SYSTEM, "programmes.publish_pack", subject_kind="pack_version", subject_uid=version.pk
    )
    seal_pending()
    keep_leads()
    assert run_due() is None, "the facts do not know of it yet"
    follow()
    keep_leads()
    run = RecomputeRun.objects.order_by("-started_at").first()
    assert (run.kind, run.prefix) == ("packs", "411623")
    assert Lead.objects.get(benefit="411623/elders/gift").amount_fen == 30000
    assert Lead.objects.get(benefit=OLD_AGE, state="new").unit_id == county.elsewhere.pk
    assert run_due() is None


def test_a_pack_that_cannot_be_computed_is_named_and_its_leads_stay(county: County):
    publish()
    publish_all()
    keep_leads()
    lead = Lead.objects.get()
    publish(text=_without_value(2), version=2)
    RecomputeRun.objects.all().delete()
    keep_leads()
    run = RecomputeRun.objects.get()
    assert [name for name, _sentence in run.told] == ["411623/elders"]
    assert "没有执行的数值" in run.told[0][1]
    lead.refresh_from_db()
    assert lead.state == "new"
    assert not recompute_household(county.household)["ended"]


def _without_value(version: int) -> str:
    parameter = '\n[[parameter]]\nid = "gift_fen"\nkind = "money_fen"\ntitle = "敬老金标准"\n'
    return TEXT.format(version=version, fen="param('gift_fen')") + parameter


def test_facts_are_not_there_and_nothing_breaks(county: County):
    keep_leads()
    assert not RecomputeRun.objects.exists()


def test_a_worker_that_stops_leaves_the_run_where_it_is(county: County, monkeypatch: Any):
    publish_all()

    class Once:
        turns = 0

        def wait(self, _seconds: float) -> bool:
            self.turns += 1
            return self.turns > 2

        def is_set(self) -> bool:
            return True

    monkeypatch.setattr(background, "close_old_connections", lambda: None)
    background.keep_matching(Once())
    assert RecomputeRun.objects.get().ended_at is None
    keep_leads()
    assert RecomputeRun.objects.get().ended_at is not None
