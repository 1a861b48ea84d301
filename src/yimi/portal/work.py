"""专业服务: one page with the way into every room of professional work, each shown to those who may enter it.

The order is that of a station's week: people first, then what is held together, then what others ask of the station.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from yimi.core.actor import Actor
from yimi.core.doors import Channel, own_door
from yimi.core.requests import Request


@dataclass(frozen=True, slots=True)
class Way:
    """A door: its words, what lies behind it, where it leads, who may enter."""

    label: Any
    says: Any
    icon: str
    url_name: str
    permission: str


@dataclass(frozen=True, slots=True)
class Link:
    """A way as the page shows it."""

    label: Any
    says: Any
    icon: str
    url: str


WORK: tuple[tuple[Any, tuple[Way, ...]], ...] = (
    (
        _("服务居民"),
        (
            Way(
                _("个案"),
                _("接案、预估、计划、介入、评估、结案、回访"),
                "folder",
                "cases:cases",
                "cases.view_case",
            ),
            Way(
                _("走访路线"),
                _("今天走哪几户，哪些过期了"),
                "place",
                "visiting:route",
                "visiting.plan_visits",
            ),
            Way(
                _("咨询登记"),
                _("来访、电话、线上，可以不留名"),
                "phone",
                "visiting:consultations",
                "visiting.record_consultation",
            ),
            Way(
                _("转介"),
                _("转出去，等反馈，直到有结果"),
                "next",
                "referrals:referrals",
                "referrals.view_referral",
            ),
            Way(
                _("资源链接"),
                _("需要什么，谁提供，送到没有"),
                "check",
                "referrals:resources",
                "referrals.view_referral",
            ),
            Way(
                _("强制报告"),
                _("疑似侵害：立即报告，留下时间"),
                "warning",
                "protection:reports",
                "protection.follow_reports",
            ),
        ),
    ),
    (
        _("小组与活动"),
        (
            Way(
                _("小组"),
                _("计划、组员、每一节、总结"),
                "people",
                "groups:groups",
                "groups.view_groups",
            ),
            Way(
                _("活动"),
                _("计划、扫码签到、人数、总结"),
                "calendar",
                "activities:activities",
                "activities.view_activities",
            ),
            Way(
                _("临时服务队"),
                _("救灾等临时派出的队伍"),
                "building",
                "teams:teams",
                "teams.view_teams",
            ),
        ),
    ),
    (
        _("督导与评价"),
        (
            Way(
                _("督导"),
                _("我的督导、约定的事、下一次"),
                "person",
                "supervision:mine",
                "supervision.view_own_sessions",
            ),
            Way(
                _("站点的督导"),
                _("日期、方式、时长"),
                "clock",
                "supervision:sessions",
                "supervision.view_sessions",
            ),
            Way(
                _("结对协议"),
                _("各项约定做到了没有"),
                "checklist",
                "supervision:pairings",
                "supervision.view_pairings",
            ),
            Way(
                _("我的证书和激励"),
                _("可以申请什么、最迟哪一天、发了没有"),
                "document",
                "programmes:mine",
                "programmes.claim_own",
            ),
            Way(
                _("社工激励"),
                _("申请、发放表、规则包"),
                "document",
                "programmes:claims",
                "programmes.view_claims",
            ),
            Way(
                _("服务对象的评价"),
                _("两个问题，不留名，满五份才显示"),
                "chart",
                "feedback:figures",
                "feedback.view_voice",
            ),
            Way(
                _("投诉"),
                _("登记、办理、答复"),
                "info",
                "feedback:complaints",
                "feedback.view_complaints",
            ),
        ),
    ),
    (
        _("表格与数字"),
        (
            Way(
                _("报表"),
                _("月报、季报、年报：核对、上报、接收、催报"),
                "checklist",
                "reports:reports",
                "reports.view_reports",
            ),
            Way(
                _("简报"),
                _("按记录写好的一段话，可复制、下载"),
                "document",
                "reports:bulletins",
                "reports.view_bulletins",
            ),
            Way(_("表格"), _("空白表、本地加的栏目"), "document", "forms:list", "forms.view_forms"),
            Way(
                _("上报和公布的数字"),
                _("别处说过的数，写明出处"),
                "book",
                "reported:figures",
                "reported.view_figures",
            ),
        ),
    ),
    (
        _("本县设定"),
        (
            Way(
                _("本地参数"),
                _("迟录天数、常态服务的周数"),
                "filter",
                "services:numbers",
                "services.set_local_number",
            ),
            Way(
                _("本县的身份类别"),
                _("在全国通用的之外再加"),
                "people",
                "people:status_kinds",
                "people.manage_status_kinds",
            ),
            Way(
                _("走访等级"),
                _("各等级多少天走访一次"),
                "filter",
                "visiting:tiers",
                "visiting.set_tiers",
            ),
            Way(
                _("个案级别"),
                _("各级别的含义和频次"),
                "filter",
                "cases:levels",
                "cases.manage_levels",
            ),
            Way(
                _("强制报告的提醒时限"),
                _("法律要求立即；本地可设提醒"),
                "clock",
                "protection:limits",
                "protection.set_limit",
            ),
            Way(
                _("谁能看强制报告"),
                _("单独的、有期限的名单"),
                "lock",
                "protection:readers",
                "protection.name_readers",
            ),
            Way(
                _("转介反馈期限"),
                _("几天内要有回音"),
                "clock",
                "referrals:days",
                "referrals.set_days",
            ),
            Way(
                _("投诉答复期限"),
                _("几天内要答复"),
                "clock",
                "feedback:days",
                "feedback.set_days",
            ),
        ),
    ),
)


def ways_of(actor: Actor) -> list[tuple[Any, list[Link]]]:
    """The sections with the doors this actor may open; sections without any are left out. No query."""
    sections = [
        (
            title,
            [
                Link(way.label, way.says, way.icon, reverse(way.url_name))
                for way in ways
                if actor.may(way.permission)
            ],
        )
        for title, ways in WORK
    ]
    return [section for section in sections if section[1]]


@own_door(model="home", channel=Channel.PAGE, reason="a person's own menu")
@require_GET
def work(request: Request) -> HttpResponse:
    """专业服务."""
    return render(request, "portal/work.html", {"sections": ways_of(request.actor)})
