"""What the forms room refuses, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Conflict, DomainError

if TYPE_CHECKING:
    from yimi.forms.models import FormEntry


class UnknownForm(DomainError):
    """No form of this code and version ships."""

    code = "unknown_form"
    status = 404
    message = _("没有编号为 %(code)s 的表。请从表格清单里选。")


class EditClash(Conflict):
    """Somebody saved this form first. ``current`` is what is on file now, to be shown beside what was typed.

    None in the rare moment when the other save is not readable yet: opening the form again shows it.
    """

    code = "form_edit_clash"
    message = _("您填写时，这张表刚被别人保存过。两份内容都列在页面上，请核对后再保存。")

    def __init__(self, current: FormEntry | None) -> None:
        self.current = current
        super().__init__(row_version=current.version if current else 0)


class FieldHasEnded(Conflict):
    """Somebody ended the local field first."""

    code = "local_field_ended"
    message = _("这一栏已经停用。请回到清单看看现在的情况。")


class NoFontForPrinting(DomainError):
    """The machine has no Chinese font, so a PDF would show boxes. Word files carry no fonts and keep working."""

    code = "no_font_for_printing"
    status = 503
    message = _(
        "这台服务器没有中文字体，打不出 PDF。请系统管理员安装思源宋体或思源黑体（Debian：fonts-noto-cjk；藏文："
        "fonts-noto-core），现在可以先下载 Word。"
    )
