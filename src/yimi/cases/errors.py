"""What the cases room refuses, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Conflict, DomainError, Forbidden, Invalid


class InvalidBatch(DomainError):
    """Some rows of a batch are wrong: ``rows`` maps position → field → messages. Nothing was saved."""

    code = "invalid_batch"
    message = _("这一批里有几行需要改，整批都没有保存。")

    def __init__(self, rows: Mapping[int, dict[str, list[Any]]]) -> None:
        self.rows = rows
        super().__init__()


class AgreementNeeded(DomainError):
    """The one thing that blocks: no agreement to the service, and no emergency."""

    code = "agreement_needed"
    message = _(
        "服务对象还没有同意接受服务，不能进入介入。请先记下服务协议；情况紧急时可以选“紧急情况，先服务后补签”。"
    )


class StepNotPossible(DomainError):
    """The case cannot go there from where it stands."""

    code = "step_not_possible"
    message = _("个案现在是“%(now)s”，不能直接到“%(to)s”。请按顺序进行，或先看看现在该做什么。")


class CaseIsClosed(DomainError):
    """Something that only an open case takes."""

    code = "case_closed"
    message = _("这个个案已经结束。需要继续服务时，请重开一次，会连着原来的档案。")


class CaseIsOpen(DomainError):
    """Something that only a closed case takes."""

    code = "case_open"
    message = _("这个个案还没有结案。")


class CaseStillOpen(Conflict):
    """The client is asked what they think once the case is closed."""

    code = "case_still_open"
    message = _("结案以后再请服务对象评价。")


class CaseWithoutHousehold(Conflict):
    """Referrals and resource links are opened for a household; the case has none."""

    code = "case_without_household"
    message = _("这个个案没有连着户档。请先为服务对象建户档，再提出转介或登记资源。")


class AlreadyReopened(Conflict):
    """There is a newer episode."""

    code = "already_reopened"
    message = _("这个个案已经重开过了，请到新的一次里继续。")


class IntakeAlreadyDecided(Conflict):
    """The decision was taken meanwhile."""

    code = "intake_decided"
    message = _("接案决定已经作出，请刷新后看看。")


class ReasonNeeded(DomainError):
    """A step that must say why."""

    code = "reason_needed"
    message = _("请写明原因，它会留在个案里。")


class HandOverInstead(DomainError):
    """Colleagues are there: the case is handed over, not closed."""

    code = "hand_over_instead"
    message = _(
        "站里还有其他社工，社工离岗或项目变动时请先交接，不要结案。没有人接手时才能这样结案。"
    )


class AlreadyAnswered(Conflict):
    """Somebody answered the review first."""

    code = "review_answered"
    message = _("这次督导意见已经有人填了，请刷新后看看。")


class NotesNotYours(Forbidden):
    """A colleague of the station: may see that the case exists, not what is in it."""

    code = "notes_not_yours"
    message = _("个案内容只有责任社工、协同社工和被指派的督导能看。需要时请联系责任社工。")


class NotOnThisCase(Forbidden):
    """May read, may not change."""

    code = "not_on_this_case"
    message = _("这个个案由别的社工负责，您不能改。需要时请站长办理交接。")


#: Message keys of ``rules.picture.check_picture``.
PICTURE_MESSAGES: dict[str, Any] = {
    "too_many_people": _("图上最多 40 个人。"),
    "too_many_systems": _("图上最多 12 个支持系统。"),
    "name_needed": _("请填称呼或姓名。"),
    "name_too_long": _("称呼最多 20 个字。"),
    "key_twice": _("同一个人出现了两次，请刷新后再改。"),
    "two_clients": _("图上只能有一位服务对象。"),
    "unknown_person": _("选中的人不在图上，请刷新后再选。"),
    "unknown_choice": _("有一个选项系统里没有，请刷新页面后重选。"),
    "one_parent_twice": _("父亲和母亲选了同一个人。"),
    "own_ancestor": _("有人成了自己的长辈，请核对父亲、母亲。"),
    "born_before_parent": _("出生年份早于父母，请核对。"),
}


def invalid_picture(faults: Sequence[str]) -> Invalid:
    """The faults of a family picture at its first field."""
    return Invalid({"name": [PICTURE_MESSAGES[fault] for fault in faults]})
