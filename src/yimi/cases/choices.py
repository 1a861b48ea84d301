"""The codes of casework, in the words of MZ/T 094 and of the forms F-01 to F-09."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where a case stands: the six stages of MZ/T 094, the follow-up after them, and the two ends."""

    INTAKE = "intake", _("接案")
    ASSESSMENT = "assessment", _("预估")
    PLAN = "plan", _("计划")
    INTERVENTION = "intervention", _("介入")
    EVALUATION = "evaluation", _("评估")
    CLOSING = "closing", _("结案")
    FOLLOW_UP = "follow_up", _("回访")
    DONE = "done", _("已结束")
    DECLINED = "declined", _("不开案")


class Source(models.TextChoices):
    """How the case came to the station (F-01)."""

    SELF = "self", _("主动求助")
    FAMILY = "family", _("家属求助")
    COMMUNITY = "community", _("村（居）委会或邻里告知")
    REFERRAL = "referral", _("其他机构转介")
    OUTREACH = "outreach", _("社工主动发现")
    REOPENED = "reopened", _("结案后重开")


class Risk(models.TextChoices):
    """The worker's judgement of risk, with its reasons in the assessment form."""

    UNKNOWN = "unknown", _("未评定")
    LOW = "low", _("低")
    MEDIUM = "medium", _("中")
    HIGH = "high", _("高")


class Decision(models.TextChoices):
    """How an intake ends."""

    ACCEPTED = "accepted", _("接受，开案")
    REFERRED = "referred", _("转介到其他机构")
    REFUSED = "refused", _("不接案")


class ClosingReason(models.TextChoices):
    """Why a case is closed."""

    GOALS_MET = "goals_met", _("目标达成")
    REFERRED = "referred", _("转介")
    CLIENT_WITHDREW = "client_withdrew", _("服务对象主动终止")
    UNREACHABLE = "unreachable", _("失联")
    MOVED = "moved", _("迁离")
    DIED = "died", _("死亡")
    WORKER_LEFT = "worker_left", _("社工离岗，无人接手")
    CONTRACT_ENDED = "contract_ended", _("项目到期，无人接手")
    NOT_SUITABLE = "not_suitable", _("不适合继续")


class AssignmentRole(models.TextChoices):
    """What somebody is to a case."""

    OWNER = "owner", _("责任社工")
    CO_WORKER = "co_worker", _("协同社工")
    SUPERVISOR = "supervisor", _("督导")


class AgreementPurpose(models.TextChoices):
    """What the client agrees to; each purpose stands alone."""

    SERVICE = "service", _("接受个案服务")
    RECORDING = "recording", _("拍照、录音")
    SHARING = "sharing", _("向其他单位提供情况")


class Basis(models.TextChoices):
    """The ground on which the case is worked."""

    CONSENT = "consent", _("本人或监护人同意")
    EMERGENCY = "emergency", _("紧急情况，先服务后补签")


class GivenBy(models.TextChoices):
    """Who agreed."""

    CLIENT = "client", _("服务对象本人")
    GUARDIAN = "guardian", _("监护人")


class AgreementForm(models.TextChoices):
    """How the agreement was given."""

    WRITTEN = "written", _("书面签字")
    ORAL = "oral", _("口头同意")


class GoalKind(models.TextChoices):
    """The overall goal, or one of the specific ones under it."""

    OVERALL = "overall", _("总目标")
    SPECIFIC = "specific", _("具体目标")


class GoalStatus(models.TextChoices):
    """How a goal stands while the case is worked."""

    NOT_STARTED = "not_started", _("未开始")
    IN_PROGRESS = "in_progress", _("进行中")
    ACHIEVED = "achieved", _("已达成")
    BLOCKED = "blocked", _("受阻")
    DROPPED = "dropped", _("不再做")


class Attainment(models.TextChoices):
    """How far a goal was reached, judged when the case is evaluated (F-08)."""

    FULL = "full", _("完全达成")
    PARTLY = "partly", _("部分达成")
    NONE = "none", _("没有达成")


class SessionKind(models.TextChoices):
    """How worker and client met (F-05)."""

    INTERVIEW = "interview", _("面谈")
    HOME = "home", _("入户")
    PHONE = "phone", _("电话")
    ONLINE = "online", _("线上")
    ACCOMPANYING = "accompanying", _("陪同")


class ReviewOf(models.TextChoices):
    """What a supervisor is asked to look at."""

    INTAKE = "intake", _("接案")
    ASSESSMENT = "assessment", _("预估")
    PLAN = "plan", _("服务计划")
    EVALUATION = "evaluation", _("评估")
    CLOSING = "closing", _("结案")


class ReviewAnswer(models.TextChoices):
    """What came back; "none available" is an answer."""

    REQUESTED = "requested", _("等督导看")
    APPROVED = "approved", _("同意")
    RETURNED = "returned", _("请修改")
    NONE_AVAILABLE = "none_available", _("目前没有督导")


class FollowUpMode(models.TextChoices):
    """How the follow-up was made (F-09)."""

    PHONE = "phone", _("电话")
    HOME = "home", _("入户")
    ONLINE = "online", _("线上")


class FollowUpState(models.TextChoices):
    """How the client is doing (F-09)."""

    BETTER = "better", _("好转")
    STEADY = "steady", _("平稳")
    WORSE = "worse", _("变差")
    NOT_REACHED = "not_reached", _("没有联系上")


class HandOverReason(models.TextChoices):
    """Why a case changes hands."""

    WORKER_LEAVES = "worker_leaves", _("社工离岗")
    WORKLOAD = "workload", _("调整工作量")
    LONG_LEAVE = "long_leave", _("休假、病假")
    BETTER_FIT = "better_fit", _("更合适的社工")
