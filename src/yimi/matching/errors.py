"""What can go wrong in the matching room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import DomainError


class StepNotNow(DomainError):
    """The lead stands where this step does not follow."""

    code = "lead_step_not_now"
    message = _("这条建议现在不能这样登记：它已经是“%(state)s”。请刷新后再看。")
