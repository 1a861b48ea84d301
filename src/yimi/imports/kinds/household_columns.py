"""The columns of a register of residents."""

from __future__ import annotations

from yimi.imports.cells import limited, parse_person_name, parse_phone_cell
from yimi.imports.dates import parse_date, parse_partial_date
from yimi.imports.kinds.base import Column
from yimi.imports.kinds.words import parse_ethnic, parse_relation, parse_sex
from yimi.people.rules.names import NameProblem, read_name


def parse_name(text: str) -> str:
    """A resident's name under the people room's own rule."""
    name, problem = read_name(text)
    if problem == NameProblem.TOO_LONG:
        return limited(60)(name)
    return parse_person_name(name)


HOUSEHOLD_COLUMNS = (
    Column(
        "household_key", "户编号", ("户号", "户档号", "家庭编号", "户口簿号", "户口本号", "家庭户号", "户序号", "户主编号"),
        limited(40), is_text=True, width=12, example="1",
        note="同一户的每一行写同一个号，如户口簿号。已建档的户写户档号。没有号时，每户从户主一行写起，家人接着写。",
    ),
    Column(
        "name", "姓名", ("成员姓名", "家庭成员姓名", "居民姓名", "人员姓名", "对象姓名", "名字"), parse_name,
        is_required=True, width=12, example="赵桂英",
    ),
    Column(
        "relation", "与户主关系", ("户主关系", "与户主的关系", "家庭关系", "关系", "成员关系", "与户主之关系"), parse_relation,
        choices="relation", width=12, example="户主", note="每户要有一位“户主”。独居的可以不填。",
    ),
    Column("sex", "性别", (), parse_sex, choices="sex", width=8, example="女", note="有身份证号时可以不填。"),
    Column(
        "birth", "出生日期", ("出生年月", "出生年月日", "生日", "出生时间"), parse_partial_date, is_text=True, width=14,
        example="1944-05-06", note="有身份证号时可以不填。只知道年月就写年月。",
    ),
    Column(
        "id_number", "身份证号", ("身份证号码", "公民身份号码", "身份证", "证件号码", "证件号", "居民身份证号", "公民身份证号码"),
        is_text=True, width=22, example="990101194405061228", note="18 位。没有的可以空着。",
    ),
    Column("ethnic", "民族", ("族别",), parse_ethnic, choices="ethnic", width=10, example="汉族"),
    Column(
        "village", "村（社区）", ("村", "社区", "村居", "行政村", "所在村", "村名", "村委会", "居委会", "村社区", "所属村", "所属社区"),
        is_required=True, choices="village", width=18,
        note="本站服务区域内的村（社区）。同一户只写第一行也可以。",
    ),
    Column(
        "address", "住址", ("详细住址", "家庭住址", "居住地址", "地址", "家庭地址", "现住址", "现居住地", "门牌号", "详细地址"),
        limited(200), width=26, example="三组 18 号",
    ),
    Column(
        "phone", "联系电话", ("电话", "手机", "手机号", "手机号码", "电话号码", "联系方式", "本人电话"), parse_phone_cell,
        is_text=True, width=16, example="10000005567",
    ),
    Column(
        "statuses", "身份类别", ("人员类别", "类别", "对象类别", "救助类型", "困难类型", "特殊身份", "服务对象类别", "人群类别", "身份"),
        choices="status", width=20, example="低保、残疾", note="可以写几种，用顿号隔开。空着表示没有问过，不表示没有。",
    ),
    Column(
        "head_name", "户主姓名", ("户主", "户主名", "户主名字"), parse_person_name, width=12, example="",
        note="没有户编号时，用户主姓名把一家人归到一户。",
    ),
    Column(
        "opened_on", "建档日期", ("建档时间", "登记日期", "录入日期"), parse_date, is_text=True, width=14,
        note="空着就是导入的这一天。",
    ),
)  # fmt: skip
