"""What can go wrong in the reports room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import DomainError


class WrongState(DomainError):
    """The report is not where this step begins."""

    code = "report_state"
    status = 409
    message = _("这份报表现在是“%(state)s”，不能做这一步。请刷新页面看看现在到哪一步了。")


class NotOver(DomainError):
    """The period still runs."""

    code = "report_period_runs"
    message = _("%(period)s还没有结束，结束以后才能上报。现在可以先看算出来的数。")


class FactsBehind(DomainError):
    """The facts do not reach past the period, so that its last records would be missing."""

    code = "report_facts_behind"
    message = _("统计数据还没有更新到这个时段以后，请过一会儿再上报。")


class OwnReport(DomainError):
    """Whoever handed it in does not check it."""

    code = "report_own"
    status = 403
    message = _("这份报表是您自己上报的，请由另一位同事审核。")


class Locked(DomainError):
    """Accepted and past its lock day."""

    code = "report_locked"
    status = 409
    message = _("这份报表已经锁定。补录和更正请做更正报告。")


class NothingChanged(DomainError):
    """A correction without a difference."""

    code = "report_unchanged"
    message = _("重新计算以后，没有数字和上报时不同，不需要更正。")
