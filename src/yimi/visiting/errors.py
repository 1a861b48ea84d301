"""What the visiting room refuses, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Conflict, DomainError


class NotAHomeVisit(DomainError):
    """The observation belongs to a visit at home where somebody was met."""

    code = "not_a_home_visit"
    message = _("探访记录表只用于见到了人的入户走访。请打开那一次走访的记录再填。")


class ConsultationAlreadyDone(Conflict):
    """Two people noted the same follow-up."""

    code = "consultation_done"
    message = _("这次咨询刚被标为已跟进。请刷新页面。")


class VisitAlreadyWithdrawn(Conflict):
    """Two people took the same visit out of the plan."""

    code = "visit_withdrawn"
    message = _("这一户刚被移出这天的安排。请刷新页面。")
