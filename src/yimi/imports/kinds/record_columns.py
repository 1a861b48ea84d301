"""The columns of a service ledger."""

from __future__ import annotations

from collections.abc import Iterable

from yimi.imports.cells import limited, parse_count, parse_minutes, parse_names
from yimi.imports.dates import parse_date
from yimi.imports.kinds.base import Column
from yimi.imports.kinds.ledger_words import parse_method, parse_outcome


def parse_bodies(text: str) -> tuple[str, ...]:
    """Bodies that held an activity together with the station."""
    names: Iterable[str] = (name[:80] for name in parse_names(text))
    return tuple(names)


RECORD_COLUMNS = (
    Column(
        "served_on", "服务日期", ("日期", "走访日期", "服务时间", "时间", "走访时间", "活动日期", "活动时间", "登记日期"), parse_date,
        is_required=True, is_text=True, width=14, example="2024-03-05",
    ),
    Column(
        "method", "服务方式", ("方式", "走访方式", "服务形式", "服务类型", "工作方式", "服务方法"), parse_method, is_required=True,
        choices="method", width=12, example="入户走访",
    ),
    Column(
        "item", "服务项目", ("项目", "服务内容分类", "服务类别", "服务事项", "事项", "服务名称"), is_required=True,
        choices="item", width=18, example="探访关爱",
    ),
    Column(
        "household_key", "户档号", ("户编号", "户号", "家庭编号", "档案号"), is_text=True, width=12,
        note="本站的户档号。写了姓名时可以不填。",
    ),
    Column(
        "names", "服务对象", ("姓名", "对象姓名", "服务对象姓名", "户主姓名", "户主", "被访人", "走访对象", "受访者", "居民姓名"),
        parse_names, width=18, example="赵桂英", note="几个人用顿号隔开。要先建档。不具名的活动只填人数。",
    ),
    Column(
        "id_number", "身份证号", ("身份证号码", "公民身份号码", "证件号码", "身份证"), is_text=True, width=22,
        note="只在有同名时需要。",
    ),
    Column(
        "village", "村（社区）", ("村", "社区", "行政村", "所在村", "村名", "村居", "村社区"), choices="village", width=16,
        note="有同名时用来分清。",
    ),
    Column(
        "outcome", "结果", ("走访结果", "是否见到", "见面情况"), parse_outcome, choices="outcome", width=10, example="见到",
    ),
    Column(
        "minutes", "时长（分钟）", ("时长", "服务时长", "分钟", "用时", "时间长度", "服务时数", "分钟数"), parse_minutes,
        width=12, example="45",
        note="写分钟数，也可以写“1 小时 30 分”。没有见到人的填 0。",
    ),
    Column(
        "head_count", "人数", ("参加人数", "服务人数", "人次", "服务人次", "参与人数"), parse_count, width=8,
        note="在场的总人数，包括写了姓名的。",
    ),
    Column(
        "workers", "社工", ("社工姓名", "走访人", "走访人员", "服务人员", "服务社工", "记录人", "工作人员", "经办人", "走访社工"),
        width=14, note="几位用顿号隔开，主要的写在前面。空着就是您自己。",
    ),
    Column(
        "co_organisers", "协办单位", ("合作单位", "联合单位", "协同单位"), parse_bodies, width=16,
    ),
    Column(
        "note", "服务内容", ("内容", "备注", "记录", "走访情况", "情况", "服务记录", "走访内容", "具体内容", "情况说明", "服务情况"),
        limited(20_000), width=40, example="量血压，提醒按时服药。",
    ),
    Column(
        "next_due_on", "下次走访", ("下次走访日期", "下次服务日期", "下次日期"), parse_date, is_text=True, width=14,
    ),
)  # fmt: skip
