"""A pack of published figures becomes the reported figures of its places: once, with sentence and source, for all staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from yimi.access.queries.actors import system_actor
from yimi.access.tests.factories import make_user
from yimi.core.errors import Forbidden
from yimi.engine.figures import FigureSet, read_figures
from yimi.engine.packs import load_pack
from yimi.regions.tests.factories import make_region
from yimi.reported.actions import correct_figure, withdraw_figure
from yimi.reported.computing import Counted, lay_beside, lend
from yimi.reported.loading import Loaded, load_figures
from yimi.reported.models import Quotation, ReportedFigure
from yimi.reported.packs import checked_packs
from yimi.reported.queries import findings_of
from yimi.reported.rules import NATION, Reported, Verdict, Why, compare, explain

pytestmark = pytest.mark.django_db
PACK = read_figures(load_pack("national/source-figures"))
PLACES = sorted({figure.place for figure in PACK} - {NATION})


def only(*names, **changes):
    """A smaller pack: some figures, changed or not."""
    kept = {name: replace(PACK.figures[name], **changes) for name in names}
    return FigureSet(PACK.pack, PACK.concepts, PACK.articles, kept)


@pytest.fixture
def system():
    return system_actor("示例数据", "reported")


@pytest.fixture
def henan(people, system):
    """What was published of the province and the country, and of one place elsewhere."""
    make_region("640000000000", "宁夏回族自治区")
    names = [
        name for name in PACK.figures if name.split(".")[0] in {"henan", "ministry", "ningxia"}
    ]
    people.loaded = load_figures(only(*names), actor=system)
    people.users.he = make_user("province_officer", "410000000000", name="何建军")
    return people


def current(name):
    return ReportedFigure.objects.current().select_related("quotation").get(quotation__entry=name)


def test_every_figure_with_a_number_is_loaded_once(people, system):
    for code in PLACES:
        make_region(code)
    first = load_figures(PACK, actor=system)
    assert first == Loaded(new=170, replaced=0, standing=0, wordy=1, elsewhere=0)
    assert load_figures(PACK, actor=system) == Loaded(0, 0, 170, 1, 0)
    assert ReportedFigure.objects.count() == Quotation.objects.count() == 170
    served = current("henan.served")
    assert (served.amount, served.measure, served.qualifier) == (3_450_000, "person_times", "odd")
    assert served.quotation.indicator == "P01_person_times"
    assert served.quotation.sentence.startswith("近年来河南省社工站累计服务群众345万余人次")
    assert served.source.is_public
    assert current("dongguan.supervisors").is_ambiguous
    assert "低的一头" in current("tangshan.subsidy").note
    assert current("tongren.served").qualifier == "at_least"


def test_places_that_are_not_on_file_are_left_out_and_come_later(people, system):
    pair = only("henan.served", "lhasa.plated", "ministry.stations", "tianjin.evaluated")
    assert load_figures(pair, actor=system) == Loaded(2, 0, 0, 1, 1)
    make_region("540100000000")
    assert load_figures(pair, actor=system) == Loaded(1, 0, 2, 1, 0)


def test_only_who_may_enter_figures_of_a_place_may_load_them(people):
    with pytest.raises(Forbidden):
        load_figures(only("henan.served"), actor=people.li)
    assert not Quotation.objects.exists()


def test_newer_words_correct_the_figure_and_a_withdrawn_one_stays_withdrawn(people, system):
    load_figures(only("henan.cases", "henan.visits"), actor=system)
    withdraw_figure(current("henan.visits"), actor=system, reason="重复登记")
    newer = only("henan.cases", "henan.visits", value=Decimal(3528))
    assert load_figures(newer, actor=system) == Loaded(0, 1, 1, 0, 0)
    fresh = current("henan.cases")
    assert (fresh.value, fresh.replaces.value) == (3528, 3527)
    by_hand = correct_figure(fresh, actor=system, changes={"value": Decimal(3529)})
    assert current("henan.cases") == by_hand
    assert load_figures(newer, actor=system) == Loaded(0, 0, 2, 0, 0)
    assert ReportedFigure.objects.current().count() == 1


def test_any_of_the_staff_may_read_what_was_printed_but_not_change_it(client, henan):
    figure = current("ningxia.share")
    for who in ("drolma", "town", "li", "wang", "he"):
        client.force_login(getattr(henan.users, who))
        assert client.get(reverse("reported:figure", args=[figure.pk])).status_code == 200
        edited = client.get(reverse("reported:edit_figure", args=[figure.pk])).status_code
        assert edited == 403


def test_the_list_begins_with_ones_own_places_and_those_above(client, henan):
    def places(who, **query):
        client.force_login(getattr(henan.users, who))
        page = client.get(reverse("reported:figures"), query)
        return [place for place, _figure, _lines in page.context["groups"]]

    assert set(places("li")) == set(places("drolma")) == set(places("he")) == {"全国", "河南省"}
    assert "宁夏回族自治区" in places("wang", everywhere="on")


def test_findings_stand_by_the_figure_and_on_a_page_of_their_own(client, henan):
    client.force_login(henan.users.li)
    share = current("ningxia.share")
    assert [found.check for found in findings_of(share)] == ["ratio"]
    page = client.get(reverse("reported:figure", args=[share.pk])).content.decode()
    assert "算出是 38.6%" in page
    assert "占全区持证社工的38.8%" in page  # the sentence it stands in
    near = client.get(reverse("reported:findings")).content.decode()
    assert "不能相加" in near
    assert "38.6%" not in near
    everywhere = client.get(reverse("reported:findings"), {"everywhere": "on"}).content.decode()
    assert "38.6%" in everywhere
    english = client.get(
        reverse("reported:findings"), {"everywhere": "on"}, headers={"accept-language": "en"}
    ).content.decode()
    assert "1,063 of 2,752 is 38.6 %" in english


def test_pages_cost_the_same_however_many_figures(client, henan, django_assert_max_num_queries):
    client.force_login(henan.users.li)
    client.get(reverse("reported:findings"))
    # session, user, grants; the unit of the home place; figures; names of places
    for name, most in (("figures", 7), ("findings", 8)):
        with django_assert_max_num_queries(most):
            client.get(reverse(f"reported:{name}"), {"everywhere": "on"})


@pytest.fixture
def computed():
    """A hand that knows two indicators of the province."""
    asked = []

    def compute(wanted):
        asked.extend(wanted)
        found = {}
        for one in wanted:
            past = one.through < date(2023, 1, 1)
            if one.indicator == "P08_cases_new":
                found[one] = Counted(Decimal(0 if past else 40), "新开个案", "个")
            if one.indicator == "P12_activities":
                found[one] = Counted(Decimal(8301), "社区活动", "场")
        return found

    lend(compute)
    yield asked
    lend(None)


def test_computed_figures_stand_beside_for_those_whose_place_it_is(client, henan, computed):
    cases, activities = current("henan.cases"), current("henan.activities")
    province = make_user("province_officer", "410000000000", name="何")
    client.force_login(province)
    page = client.get(reverse("reported:figure", args=[cases.pk])).content.decode()
    assert "系统里没有那时候的记录" in page
    listed = client.get(reverse("reported:figures")).content.decode()
    assert "40</b> 个" in listed
    same = client.get(reverse("reported:figure", args=[activities.pk])).content.decode()
    assert "和原文一样" in same
    assert {one.place for one in computed} == {"41"}  # the country is not the province's to see
    before = len(computed)
    assert lay_beside([cases], actor=henan.li) == {}
    assert len(computed) == before


def test_nothing_is_computed_until_somebody_lends_a_hand(henan):
    lend(None)
    assert lay_beside([current("henan.cases")], actor=henan.li) == {}


@pytest.mark.parametrize(
    "then, qualifier, verdict, why",
    [
        (None, "", Verdict.NOT_COMPUTED, Why.NONE),
        (0, "", Verdict.DIFFERENT, Why.NO_RECORDS_YET),
        (90, "", Verdict.DIFFERENT, Why.FEWER_RECORDS),
        (120, "", Verdict.DIFFERENT, Why.MORE_RECORDS),
        (100, "", Verdict.EQUAL, Why.NONE),
        (105, "odd", Verdict.CONSISTENT, Why.NONE),
        (400, "at_least", Verdict.CONSISTENT, Why.NONE),
        (99, "at_least", Verdict.DIFFERENT, Why.FEWER_RECORDS),
    ],
)
def test_the_difference_is_explained_as_far_as_the_two_tell(then, qualifier, verdict, why):
    reported = Reported(Decimal(100), "pieces", qualifier)
    computed = None if then is None else Decimal(then)
    assert compare(reported, computed, "pieces") == verdict
    assert explain(reported, computed, verdict) == why


def test_the_shipped_packs_are_read_once():
    assert checked_packs() is checked_packs()
