"""The main navigation, as data: what stands in it, in which order, and which permission shows it.

The order is the order on the page. Only addresses that exist are listed; a new room adds its line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yimi.core.actor import Actor

#: A phone's bottom bar holds this many links besides 我的; the one solid button takes the room of one more.
PHONE_LINKS = 4


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line: its words, its icon, where it leads, who sees it; ``primary`` is the one solid button (记一笔).

    Who holds ``permission`` sees it, unless they also hold ``unless``.
    """

    label: Any
    icon: str
    url_name: str
    permission: str = ""
    unless: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True)
class NavLink:
    """A line as one page shows it; ``is_extra``: no room for it on a phone, where it stands under 我的."""

    label: Any
    icon: str
    url: str
    primary: bool
    is_current: bool
    is_extra: bool


NAVIGATION: tuple[NavItem, ...] = (
    NavItem(_("今天"), "calendar", "portal:home", "services.record_service"),
    NavItem(_("首页"), "chart", "portal:home", unless="services.record_service"),
    NavItem(pgettext_lazy("导航", "住户"), "home", "people:households", "people.view_household"),
    NavItem(
        _("名册"),
        "people",
        "people:holders",
        "people.view_statuses",
        unless="people.view_household",
    ),
    NavItem(_("记一笔"), "pencil", "services:record", "services.record_service", primary=True),
    NavItem(pgettext_lazy("导航", "专业服务"), "folder", "portal:work"),
    NavItem(
        pgettext_lazy("导航", "服务记录"), "document", "services:register", "services.view_record"
    ),
    NavItem(pgettext_lazy("导航", "统计"), "chart", "explore:table", "services.view_figures"),
    NavItem(_("政策找人"), "search", "matching:leads", "matching.view_leads"),
    NavItem(
        _("政策找人"), "search", "matching:uptake", "matching.view_uptake", "matching.view_leads"
    ),
    NavItem(pgettext_lazy("导航", "报表"), "document", "reports:reports", "reports.view_reports"),
    NavItem(
        pgettext_lazy("导航", "津贴与奖励"),
        "checklist",
        "programmes:claims",
        "programmes.view_claims",
    ),
    NavItem(
        pgettext_lazy("导航", "起草规则"),
        "pencil",
        "rulemaking:drafts",
        "programmes.propose_packs",
    ),
    NavItem(pgettext_lazy("导航", "发布数据"), "book", "reported:figures", "reported.view_figures"),
    NavItem(
        pgettext_lazy("导航", "指标"), "filter", "explore:indicators", "insight.propose_indicators"
    ),
    NavItem(pgettext_lazy("导航", "站点"), "building", "stations:units", "stations.view_units"),
    NavItem(pgettext_lazy("导航", "社工"), "people", "workforce:workers", "workforce.view_workers"),
    NavItem(pgettext_lazy("导航", "导入"), "upload", "imports:jobs", "imports.view_imports"),
    NavItem(_("账号与岗位"), "key", "access:users", "access.view_users"),
)


def links_for(
    actor: Actor, path: str, items: tuple[NavItem, ...] = NAVIGATION
) -> tuple[NavLink, ...]:
    """The lines this actor sees; no query. The current one is the longest address that ``path`` begins with."""
    shown = [
        (item, reverse(item.url_name))
        for item in items
        if (not item.permission or actor.may(item.permission))
        and not (item.unless and actor.may(item.unless))
    ]
    matching = [url for _item, url in shown if path == url or (url != "/" and path.startswith(url))]
    current = max(matching, key=len, default="")
    has_button = any(item.primary for item, _url in shown)
    room = PHONE_LINKS - has_button
    links = []
    for item, url in shown:
        room -= not item.primary
        links.append(
            NavLink(
                label=item.label,
                icon=item.icon,
                url=url,
                primary=item.primary,
                is_current=url == current,
                is_extra=not item.primary and room < 0,
            )
        )
    return tuple(links)
