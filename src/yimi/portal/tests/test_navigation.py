"""Who sees what in the navigation."""

from __future__ import annotations

from yimi.core.actor import Actor, Grant, Scope, ScopeKind
from yimi.core.ids import new_uid
from yimi.portal.navigation import NAVIGATION, NavItem, links_for

EVERYWHERE = Scope(ScopeKind.EVERYWHERE)
HOME = NavItem("首页", "home", "portal:home")
RECORD = NavItem("记一笔", "pencil", "portal:mine", "services.record", primary=True)
PARTS = NavItem("组件", "folder", "portal:components", "portal.see")


def actor(*slugs: str) -> Actor:
    return Actor(
        uid=new_uid(), name="卓玛", grants=(Grant("worker", frozenset(slugs), EVERYWHERE),)
    )


def test_a_link_shows_only_to_those_who_may_open_it() -> None:
    labels = [link.label for link in links_for(actor("portal.see"), "/", (HOME, RECORD, PARTS))]
    assert labels == ["首页", "组件"]


def test_the_longest_matching_address_is_the_current_one() -> None:
    links = links_for(actor("portal.see"), "/components/buttons/", (HOME, PARTS))
    assert [link.is_current for link in links] == [False, True]


def test_the_home_is_current_on_the_home_only() -> None:
    assert [link.is_current for link in links_for(actor(), "/", (HOME,))] == [True]
    assert [link.is_current for link in links_for(actor(), "/elsewhere/", (HOME,))] == [False]


def test_a_phone_has_room_for_four_or_for_three_and_the_button() -> None:
    many = (HOME, PARTS, PARTS, PARTS, PARTS)
    assert sum(not link.is_extra for link in links_for(actor("portal.see"), "/", many)) == 4


def test_every_line_leads_somewhere_and_has_an_icon() -> None:
    from yimi.access.catalogue import catalogue
    from yimi.core.icons import ICONS

    everything = actor(*(item.permission for item in NAVIGATION))
    # 首页 is for who has no 今天, 名册 for who has no 住户: nobody sees both
    assert len(links_for(everything, "/")) == sum(not item.unless for item in NAVIGATION)
    assert {item.icon for item in NAVIGATION} <= set(ICONS)
    assert {item.permission for item in NAVIGATION if item.permission} <= set(catalogue())


def test_a_station_starts_with_today_and_an_office_with_its_home() -> None:
    assert str(links_for(actor("services.record_service"), "/")[0].label) == "今天"
    assert str(links_for(actor("stations.view_units"), "/")[0].label) == "首页"


def test_a_worker_has_one_solid_button_and_three_links_on_a_phone() -> None:
    slugs = [item.permission for item in NAVIGATION if item.permission]
    shown = [str(link.label) for link in links_for(actor(*slugs), "/") if not link.is_extra]
    assert shown == ["今天", "住户", "记一笔", "专业服务"]
