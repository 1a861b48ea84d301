"""What an import refuses, in words: files, cells, steps out of order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Conflict, DomainError
from yimi.imports.faults import Problem
from yimi.services.errors import MESSAGES as SERVICE_MESSAGES

FILE_MESSAGES: Mapping[str, Any] = {
    "empty_file": _("这个文件是空的。请检查是不是选错了，或者还没有保存。"),
    "too_big": _("文件超过 64 MB。请删去表里的图片，或分成几个文件再上传。"),
    "too_large_inside": _(
        "这个表格展开后太大，读不了。多半是很远的地方有一个孤立的格子，"
        "或整列整行都设了格式。请把要导入的行复制到一个新工作簿再上传。"
    ),
    "too_many_rows": _("表里超过 300,000 行。请分成几个文件再上传。"),
    "picture": _("这是一张图片，只是名字像表格。请上传 Excel 或 CSV 文件；照片上的名单需要先录成表格。"),
    "pdf": _("这是 PDF，读不出表格。请找原来的 Excel 文件上传。"),
    "word": _("这是 Word 文档。请把里面的表格复制到 Excel，保存后再上传。"),
    "archive": _("这是压缩包或别的文件，不是 Excel 工作簿。请解压后上传里面的表格。"),
    "web_page": _(
        "这个文件其实是网页格式，常见于其他系统导出的“.xls”。"
        "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再上传。"
    ),
    "password": _("这个工作簿设了打开密码。请在 Excel 里取消密码，保存后再上传。"),
    "damaged": _("文件已损坏或没有传完整。请在 Excel 里打开检查，另存一份后再上传。"),
    "not_a_table": _("读不出这个文件。请上传 Excel（.xlsx、.xls）或 CSV 文件。"),
    "no_header": _("没有找到表头。请确认有一行写着各列的名称（如“姓名”），或下载模板填写。"),
}  # fmt: skip

MESSAGES: Mapping[str, Any] = {
    Problem.MISSING: _("这一格没有填，请补上。"),
    Problem.TOO_LONG: _("太长了，最多 %(detail)s 个字。"),
    Problem.NO_SUCH_DATE: _("没有这一天，请检查月份和日期。"),
    Problem.DATE_STYLE: _("看不懂这个日期。请写成 2024-03-05 这样。"),
    Problem.TWO_DIGIT_YEAR: _("年份只有两位，分不清是哪个世纪。请写四位年份，如 2024-03-05。"),
    Problem.DATE_INCOMPLETE: _("日期不完整，请写到哪一日，如 2024-03-05。"),
    Problem.DATE_IN_FUTURE: _("日期在今天之后，请检查年份。"),
    Problem.NOT_A_NUMBER: _("这里要填数字，请检查。"),
    Problem.ID_FLOAT: _(
        "身份证号被 Excel 变成了科学计数，后三位已经丢失，找不回来。请先把这一列的格式设为“文本”，再按证件重新填写。"
    ),
    Problem.ID_ROUNDED: _(
        "身份证号末三位是 000，校验码也不对，多半是 Excel 把后三位改成了 0。请把这一列设为“文本”，再按证件重新填写。"
    ),
    Problem.ID_LENGTH: _("身份证号应是 18 位（早年的是 15 位），请数一数有没有漏填或多填。"),
    Problem.ID_CHARACTERS: _("身份证号只能是数字，最后一位可以是 X。"),
    Problem.ID_DATE: _("身份证号里的出生日期不存在，请对照证件检查第 7 至 14 位。"),
    Problem.ID_FUTURE: _("身份证号里的出生日期还没有到，请对照证件检查第 7 至 14 位。"),
    Problem.ID_CHECKSUM: _("身份证号的校验码对不上，有一位可能填错了，请对照证件检查。"),
    Problem.PHONE_FLOAT: _("电话被 Excel 变成了科学计数。请把这一列设为“文本”后重新填写。"),
    Problem.PHONE_NO_AREA_CODE: _("座机请在前面加上区号，例如 0394-5441234。"),
    Problem.PHONE_UNKNOWN: _("这不像能拨通的号码，手机应是 11 位，座机要带区号。"),
    Problem.UNKNOWN_CHOICE: _("没有这个选项，请从模板的下拉列表中选择。"),
    Problem.UNKNOWN_STATUS: _("有一种身份系统里没有，请对照模板“选项”表改写。"),
    Problem.UNKNOWN_VILLAGE: _("本站服务的区域里没有这个村（社区）。%(detail)s"),
    Problem.VILLAGE_ELSEWHERE: _("这个村（社区）不归本站服务，请由它所属的站点导入。"),
    Problem.VILLAGE_AMBIGUOUS: _("有几个同名的村（社区），请写上乡镇：%(detail)s"),
    Problem.UNKNOWN_ITEM: _("没有这项服务，或它在服务当天已停用。请对照模板“选项”表改写。"),
    Problem.UNKNOWN_WORKER: _("本站当天没有这位社工。请检查姓名，或先登记他的任职。"),
    Problem.UNKNOWN_PERSON: _("本站档案里没有这个人。请检查姓名，或先导入住户。"),
    Problem.SAME_NAME: _("本站有几位同名，分不清是哪一位。请填身份证号，或填户档号。"),
    Problem.UNKNOWN_HOUSEHOLD: _("本站没有这个户档号，请检查。"),
    Problem.SEX_DIFFERS: _("性别与身份证号对不上，请对照证件检查。"),
    Problem.BIRTH_DIFFERS: _("出生日期与身份证号对不上，请对照证件检查。"),
    Problem.TWO_HEADS: _("这一户有两位户主。如果是两户，请填不同的户编号。"),
    Problem.NO_HEAD: _("这一户没有户主。请把一人的“与户主关系”写成“户主”。"),
    Problem.HOUSEHOLD_CLOSED: _("这一户的档案已经销档，不能再加人。"),
    Problem.SAME_PERSON_TWICE: _("这个人在表里出现了不止一次，内容又不一样。请只留对的一行。"),
    Problem.PERSON_ELSEWHERE: _("这个人在本站有档案，但不在所选的村（社区）。请检查名册的范围。"),
    Problem.PERSON_DIED: _("这个人已登记去世，不再登记待遇。请核对姓名和身份证号。"),
    Problem.UNKNOWN_STATION: _("没有找到这个站点，或它不归您登记人员。请写站点全称。"),
    Problem.CERTIFICATE_INCOMPLETE: _("证书要有级别和发证日期，请补全，或把证书这几列都空着。"),
    Problem.CERTIFICATE_DIFFERS: _(
        "这个人的这一级证书已经登记，发证日期或管理号不同。请核对；写错的请在人员页面撤回后再导入。"
    ),
    Problem.WORKER_NOT_FOUND: _("人员名单里没有这个人。请检查姓名和身份证号，或先导入人员。"),
    Problem.WORKER_SAME_NAME: _("人员名单里有几位同名，分不清是哪一位。请填身份证号。"),
    Problem.HOUSEHOLD_FAULTY: _("这一行没有错，但户主那一行要改。改好后，整户一起再导入。"),
    Problem.REFUSED: _("检查之后，系统里的资料有变化，这一行没有存进去。请再导入一次看原因。"),
}  # fmt: skip


def fault_text(problem: str, detail: str = "") -> str:
    """A row's fault as a sentence in the reader's language. A rule of the services room speaks in its own words."""
    text = str(MESSAGES.get(problem) or SERVICE_MESSAGES[problem])
    return text % {"detail": detail} if "%(" in text else text


class FileRefused(DomainError):
    """The file cannot be taken in; the message says what it really is and what to do."""

    code = "file_refused"

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(FILE_MESSAGES[problem])


class StepTaken(Conflict):
    """Somebody else, or the other window, took this step already."""

    code = "import_step_taken"
    message = _("这次导入已经走到下一步了。请刷新页面看现在的情况。")


class ColumnsMissing(DomainError):
    """A column without which nothing can be read is not matched."""

    code = "import_columns_missing"
    message = _("还没有对上这几列：%(columns)s。请在下面选择它们是文件里的哪一列。")


class FilesGone(DomainError):
    """The sealed file was deleted after its two weeks."""

    code = "import_files_gone"
    status = 410
    message = _("上传的文件已按规定删除，不能再下载。需要时请重新上传原文件。")
