"""The picker: type or drill down, choose, choose again; also without scripts; never more than 200 options."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.template import Context, Template
from django.urls import reverse

from yimi.regions.models import Region
from yimi.regions.picking import MAX_OPTIONS, Picker, opened_place, options_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


@pytest.fixture
def drolma(client):
    client.force_login(
        get_user_model().objects.create(username="drolma", name="卓玛", password="!"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def fetch(client, route="regions:options", **query):
    response = client.get(reverse(route), query)
    assert response.status_code == 200
    return response.content.decode()


def names(html):
    return re.findall(r"<b>(.*?)</b>|<span>(.*?)</span></label>", html)


def test_a_stranger_is_asked_to_sign_in(client):
    for route in ("regions:options", "regions:choose"):
        assert client.get(reverse(route)).status_code == 302


def test_it_opens_with_the_provinces(drolma):
    html = fetch(drolma)
    assert "河南省" in html
    assert "商水县" not in html


def test_it_drills_down_with_crumbs(drolma):
    html = fetch(drolma, at="411623000000")
    assert "东城街道" in html
    assert html.index("全国") < html.index("河南省") < html.index("周口市") < html.index("东城街道")


def test_typing_shows_places_with_their_parents(drolma):
    html = fetch(drolma, q="商水 东城")
    assert "河南省 周口市 商水县 东城街道" in html
    assert 'value="411623002000"' in html


def test_nothing_found_says_what_to_do_and_escapes_what_was_typed(drolma):
    html = fetch(drolma, q="<script>龘")
    assert "没有找到" in html
    assert "<script>" not in html


def test_a_choice_is_kept_in_a_hidden_field_of_the_name_asked_for(drolma):
    html = fetch(drolma, "regions:choose", value="411623002000", name="hukou")
    assert '<input type="hidden" name="hukou" value="411623002000">' in html
    assert "河南省 周口市 商水县 东城街道" in html


def test_levels_decide_what_may_be_chosen_and_how_deep_it_opens(drolma):
    html = fetch(drolma, at="411623000000", levels="4")
    assert 'value="411623002000"' in html
    assert "at=411623002000" not in html
    above = fetch(drolma, at="411600000000", levels="4")
    assert "at=411623000000" in above
    assert 'value="411623000000"' not in above


def test_a_city_without_counties_may_be_chosen_as_a_county(drolma):
    assert 'value="441900000000"' in fetch(drolma, at="440000000000", levels="3")


def test_within_cannot_be_left(drolma):
    outside = fetch(drolma, within="411623000000", at="440000000000")
    assert "东莞市" not in outside
    assert "东城街道" in outside
    assert "没有找到" in fetch(drolma, within="411623000000", q="东莞")
    assert "河南省" not in fetch(drolma, within="411623000000", at="411623002000")


@pytest.mark.parametrize(
    "query",
    [
        {"at": "x"},
        {"at": "999999999999"},
        {"within": "-1"},
        {"levels": "abc"},
        {"name": "a b"},
        {"value": "0" * 99},
    ],
)
def test_senseless_addresses_are_answered(drolma, query):
    fetch(drolma, **query)
    fetch(drolma, "regions:choose", **query)


def test_it_never_ships_more_than_200_options():
    for parent in (
        *Region.objects.filter(level__lt=5, is_placeholder=False).values_list("code", flat=True),
    ):
        shown = options_for(Picker(at=parent))["options"]
        assert len(shown) <= MAX_OPTIONS
    assert len(options_for(Picker(text="村"))["options"]) <= MAX_OPTIONS


def test_a_list_costs_the_same_for_3_and_for_170_options(drolma, django_assert_num_queries):
    small = Region.objects.get(code="540100000000")
    large = Region.objects.get(code="411623000000")
    for parent in (small, large):
        # 4: the place, its children, the crumbs, the place again with its path
        with django_assert_num_queries(5):
            options_for(Picker(at=parent.code))


def test_the_tag_puts_the_picker_into_a_form():
    template = Template(
        "{% load regions %}{% region_picker 'region_code' within='411623000000' levels='4' %}"
    )
    html = template.render(Context())
    assert 'type="radio" name="region_code" value="411623002000"' in html
    assert 'value="411623002000" checked' not in html


def test_no_inline_script_or_style(drolma):
    html = fetch(drolma, "regions:choose")
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|hx-on", html)


def test_a_form_without_scripts_says_where_to_look_further():
    assert (
        opened_place({"region_code-open": "1", "region_code-at": "411623002000"}) == "411623002000"
    )
    assert opened_place({"region_code-open": "1", "region_code-at": "x"}) == ""
    assert opened_place({"region_code": "411623002000"}) is None
