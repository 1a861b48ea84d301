"""What can go wrong in the insight room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Conflict, DomainError, Forbidden


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


class SecondPersonNeeded(Forbidden):
    """Two different people answer for a definition; the actor wrote it."""

    code = "second_person_needed"
    message = _("这个指标是您提出的，要由另一个人核对。请交给同级的同事。")


class StepNotNow(Conflict):
    """The version is not where the step begins."""

    code = "indicator_step_not_now"
    message = _("这一版现在不能这样办理，可能有人刚办过。请刷新后再看。")


class OpenVersion(Conflict):
    """Another version of the same indicator is being written or waits for its second person."""

    code = "indicator_open_version"
    message = _("这个指标已经有一版在写或待核对。请先把那一版办完。")
