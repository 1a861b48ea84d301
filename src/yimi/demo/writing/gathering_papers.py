"""The paper forms of groups and activities in the demo, in the words of ``data/practice.toml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from yimi.activities.models import Activity
from yimi.core.actor import Actor
from yimi.demo.practice import practice
from yimi.forms.actions import NewEntry, save_entries
from yimi.forms.queries import Subject
from yimi.groups.models import GroupSession, SocialGroup


def save_group_plan(
    group: SocialGroup, theme: Mapping[str, Any], days: Sequence[date], *, actor: Actor
) -> None:
    """F-10; what the table holds besides the plan: what is done in each session, and with what."""
    names = (
        "background", "theory", "overall_aim", "target_members", "recruiting", "risks", "evaluation",
    )  # fmt: skip
    rows = [
        {"no": number, "on": day, "theme": text, "activity": done, "material": theme["material"], "leader": actor.name}
        for number, (day, text, done) in enumerate(
            zip(days, theme["themes"], theme["activities"], strict=True), 1
        )
    ]  # fmt: skip
    budget = [
        {"item": "材料", "amount": 26_000}, {"item": "茶水和小礼品", "amount": 12_000},
    ]  # fmt: skip
    answers = {name: theme[name] for name in names} | {
        "aims": _numbered(theme["aims"]),
        "sessions": rows,
        "budget": budget,
        "worker_signature": {"who": actor.name, "on": days[0]},
    }
    _save([(Subject("group", group.pk), "F-10", answers)], group, actor)


def save_group_sessions(
    group: SocialGroup, theme: Mapping[str, Any], *, actor: Actor, is_over: bool
) -> None:
    """F-11 of the sessions held; when it is over also the summary F-12."""
    held = GroupSession.objects.filter(group=group, voided_at=None).order_by("no")
    forms = [(Subject("group_session", row.pk), "F-11", _session(theme, row.no)) for row in held]
    if is_over:
        results = [
            {"goal": text, "attainment": "full" if place else "partly", "note": "见各节记录和最后一节的自评。"}
            for place, text in enumerate(reversed(theme["aims"]))
        ]  # fmt: skip
        summary = {
            "attendance_note": "缺席的多因走亲戚、看病，都提前说了。",
            "goal_results": results[::-1],
            "member_changes": theme["changes"],
            "leaders_work": theme["leaders_work"],
            "reflection": theme["reflection"],
            "follow_up": theme["follow_up"],
        }
        forms.append((Subject("group", group.pk), "F-12", summary))
    _save(forms, group, actor)


def _session(theme: Mapping[str, Any], number: int) -> dict[str, Any]:
    last, place = len(theme["themes"]), number - 1
    aims = theme["aims"]
    return {
        "aim": "彼此认识，定下约定。"
        if number == 1
        else f"{aims[min(place // 2, len(aims) - 1)]}。",
        "process": theme["processes"][place],
        "dynamics": theme["dynamics"][place],
        "aim_reached": "partly" if number == 2 else "full",
        "highlights": "有组员主动帮别人。" if number > 1 else "约定是组员自己写的。",
        "problems": "时间紧了些，有的环节没有展开。" if number % 2 else "",
        "next": "" if number == last else f"备好下一节“{theme['themes'][number]}”要用的东西。",
    }


def save_activity_papers(activity: Activity, turn: int, *, actor: Actor) -> None:
    """F-16 and F-18 of an activity that was held."""
    words = practice()["event"][turn % len(practice()["event"])]
    plan_names = (
        "background", "aims", "target", "publicity", "material", "risks", "evaluation",
    )  # fmt: skip
    steps = [
        {"time": "8:30", "step": "布置", "content": "摆展板、桌椅，试音箱", "who": actor.name},
        {"time": "9:00", "step": "开场", "content": "合办单位讲话，说明流程", "who": "合办单位"},
        {"time": "9:20", "step": "服务和问答", "content": "分桌咨询，社工带小问答", "who": "社工和志愿者"},
        {"time": "10:30", "step": "收尾", "content": "登记需要，扫码评价，清场", "who": actor.name},
    ]  # fmt: skip
    plan = {name: words[name] for name in plan_names} | {"steps": steps, "volunteers": 6}
    summary = {name: words[name] for name in ("process", "result", "problems", "improvement")} | {
        "volunteers": 6, "aim_reached": "full",
        "satisfaction": "现场随机问了五位，都说听得懂、有用；扫码评价见合计。",
    }  # fmt: skip
    subject = Subject("activity", activity.pk)
    _save([(subject, "F-16", plan), (subject, "F-18", summary)], activity, actor)


def _numbered(texts: Sequence[str]) -> str:
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))


def _save(
    forms: Sequence[tuple[Subject, str, Mapping[str, Any]]],
    of: SocialGroup | Activity,
    actor: Actor,
) -> None:
    filled = [
        (subject, code, {key: value for key, value in answers.items() if value != ""})
        for subject, code, answers in forms
    ]
    save_entries(
        [NewEntry(subject, code, of.key, of.unit, answers) for subject, code, answers in filled],
        actor=actor,
    )
