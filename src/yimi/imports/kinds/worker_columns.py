"""The columns of staff lists and of lists of certificates."""

from __future__ import annotations

from yimi.imports.cells import limited, parse_phone_cell
from yimi.imports.dates import parse_date
from yimi.imports.kinds.base import Column
from yimi.imports.kinds.household_columns import parse_name
from yimi.imports.kinds.words import parse_sex

_NAME = Column(
    "name", "姓名", ("社工姓名", "人员姓名", "工作人员", "名字"), parse_name, is_required=True, width=12, example="李晓梅",
)  # fmt: skip
_ID = Column(
    "id_number", "身份证号", ("身份证号码", "公民身份号码", "身份证", "证件号码", "证件号"),
    is_text=True, width=22, example="990101199203071228", note="18 位，按它认人；没有的可以空着。",
)  # fmt: skip
_NUMBER = Column(
    "number", "证书管理号", ("管理号", "证书编号", "证书号", "资格证号"), limited(60), is_text=True, width=22,
)  # fmt: skip
_REGISTERED = Column(
    "registered_on", "登记日期", ("证书登记日期", "注册日期"), parse_date, is_text=True, width=14,
    note="证书在民政部门登记的日期，登记有效期三年。",
)  # fmt: skip
_LEVEL_NAMES = ("级别", "证书等级", "职业资格", "社工证", "持证情况", "资格等级")
_ISSUED_NAMES = ("取证时间", "取得时间", "发证时间", "证书日期", "批准日期")

WORKER_COLUMNS = (
    _NAME,
    Column("sex", "性别", (), parse_sex, choices="sex", width=8, example="女", note="有身份证号时可以不填。"),
    Column(
        "birth", "出生日期", ("出生年月日", "生日"), parse_date, is_text=True, width=14, note="有身份证号时可以不填。",
    ),
    _ID,
    Column("phone", "联系电话", ("电话", "手机", "手机号", "联系方式"), parse_phone_cell, is_text=True, width=16, example="10000005567"),
    Column("education", "学历", ("文化程度", "最高学历"), choices="education", width=12, example="本科"),
    Column("employment_mode", "用工方式", ("聘用方式", "用工形式", "人员性质"), choices="employment_mode", width=14, example="购买服务"),
    Column("employer", "用人单位", ("承接机构", "所属机构", "签约单位", "合同单位"), width=24, note="已登记的承接机构写全称。"),
    Column("joined_on", "入职日期", ("入职时间", "到岗时间", "到岗日期", "上岗时间"), parse_date, is_text=True, width=14, example="2024-03-01"),
    Column("station", "站点", ("所在站点", "社工站", "工作单位", "服务站点", "派驻站点"), width=20, note="空着就是上传时选的站点。"),
    Column("post_kind", "岗位", ("岗位类别", "岗位性质"), choices="post_kind", width=10, example="服务岗"),
    Column("is_head", "是否站长", ("站长",), choices="yes_no", width=10, example="否"),
    Column("level", "证书级别", _LEVEL_NAMES, choices="level", width=16, note="没有证书的空着。"),
    Column("issued_on", "发证日期", _ISSUED_NAMES, parse_date, is_text=True, width=14),
    _NUMBER,
    _REGISTERED,
)  # fmt: skip

CERTIFICATE_COLUMNS = (
    _NAME,
    _ID,
    Column("level", "证书级别", _LEVEL_NAMES, is_required=True, choices="level", width=16, example="社会工作师"),
    Column(
        "issued_on", "发证日期", _ISSUED_NAMES, parse_date, is_required=True, is_text=True, width=14, example="2022-10-16",
    ),
    _NUMBER,
    _REGISTERED,
)  # fmt: skip
