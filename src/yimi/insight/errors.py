"""What can go wrong in the insight room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import DomainError


class NoFactsYet(DomainError):
    """Nothing has been published; figures have nothing to rest on."""

    code = "no_facts_yet"
    message = _(
        "统计数据还没有生成。请稍等片刻再看；如果一直没有，请管理员运行 yimi facts rebuild。"
    )


class FactsDamaged(DomainError):
    """A file that the manifest names is missing or is not the one that was written."""

    code = "facts_damaged"
    message = _("统计数据文件缺失或损坏。请管理员运行 yimi facts rebuild --from-scratch 重新生成。")
