"""What the programmes room refuses, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Conflict, DomainError, Forbidden
from yimi.programmes.rules.finance import Fault


class PackNotUsable(DomainError):
    """The text is no pack of rules, or contradicts itself; the engine's sentence says where."""

    code = "pack_not_usable"
    message = _("这份规则包还不能用：%(why)s")


class PackDamaged(DomainError):
    """A version whose text does not match the digest it was published with."""

    code = "pack_damaged"
    status = 500
    message = _("规则包 %(name)s 的内容和发布时的校验值不一致，已停止使用。请联系系统管理员。")


class VersionTaken(Conflict):
    """That number of the pack was proposed or published before."""

    code = "pack_version_taken"
    message = _("%(name)s 的版本号要比已有的（%(last)s）大。请改 version 一行，再提交。")


class SecondPersonNeeded(Forbidden):
    """Two different people answer for this; the actor has done the other part already."""

    code = "second_person_needed"
    message = _("这一步要由另一个人来做：您已经做了前面的一步。请交给同级的同事。")


class NotOnYourself(Forbidden):
    """Nobody decides about their own money."""

    code = "not_on_yourself"
    message = _("这是您本人的申请，不能由您自己办理。请交给同级的同事。")


class PackNotInForce(DomainError):
    """Nothing can be claimed under it on that day."""

    code = "pack_not_in_force"
    message = _("%(why)s")


class NotEligible(DomainError):
    """The decision is no; ``why`` are its conditions."""

    code = "not_eligible"
    message = _("不符合条件：%(why)s。")


class NotCertainYet(DomainError):
    """A condition is not known, so nobody can approve."""

    code = "not_certain_yet"
    message = _("还有情况没有弄清：%(why)s。补登以后再核查。")


class AlreadyClaimed(Conflict):
    """The same slot is held by another claim of the person."""

    code = "already_claimed"
    message = _("同一事项已经有申请 %(number)s，不能重复。")


class TooSoon(DomainError):
    """The benefit comes back only after some time."""

    code = "claimed_too_soon"
    message = _("上一次还不满规定的间隔，最早 %(day)s 可以再申请。")


class SlotUnknown(DomainError):
    """What tells one payment from the next is not on file."""

    code = "slot_unknown"
    message = _("档案里缺少区分每次申请的信息（%(column)s），请先补登。")


class StepNotNow(Conflict):
    """The claim or list has moved on, or never came that far."""

    code = "programmes_step_not_now"
    message = _("现在的状态不能做这一步，可能别人刚办过。请刷新页面看看进展。")


class EvidenceMissing(DomainError):
    """Papers are missing."""

    code = "evidence_missing"
    message = _("材料还没有齐：%(missing)s。")


class AmountChanged(Conflict):
    """Another claim of the person was granted since this one was checked."""

    code = "amount_changed"
    message = _(
        "按现在的情况应为 %(now)s，核查时是 %(then)s（本人的其他申请有了变化）。请退回重新核查。"
    )


class LaterClaimRests(Conflict):
    """A later amount was computed from this one."""

    code = "later_claim_rests_on_it"
    message = _("申请 %(number)s 的金额是在这一笔之后算出的差额。请先撤销那一笔，再撤销这一笔。")


class OnASentList(Conflict):
    """Money may be on its way."""

    code = "on_a_sent_list"
    message = _("申请 %(number)s 已送财务发放，请等对账以后再办。")


class FileRefused(DomainError):
    """An upload that is none of what is taken."""

    code = "evidence_refused"
    message = _("文件没有收下：%(why)s")


class NothingToPay(DomainError):
    """No approved claim waits."""

    code = "nothing_to_pay"
    message = _("没有等待发放的申请。批准以后的申请才能列入发放表。")


class AccountMissing(DomainError):
    """Some people on the list have given no account."""

    code = "account_missing"
    message = _("还有人没有登记收款账户：%(names)s。请通知本人补登，或先移出发放表。")


class NotPostedLongEnough(DomainError):
    """The list has not hung for its days."""

    code = "not_posted_long_enough"
    message = _("公示还没有满期（到 %(day)s 为止）。")


class NotPosted(DomainError):
    """The list must hang first."""

    code = "not_posted"
    message = _("这类发放表要先公示 %(days)s 天，再送财务。")


class FinanceFileUnreadable(DomainError):
    """The finance file cannot be read at all."""

    code = "finance_file_unreadable"
    message = _("读不出这份文件：%(why)s")


class SamePersonAlready(Conflict):
    """The two files belong to one person already."""

    code = "same_person_already"
    message = _("这两份档案已经算作同一个人。")


class TwoFilesOnePerson(Conflict):
    """The ID number says that this is somebody who claims under another staff file."""

    code = "two_files_one_person"
    message = _(
        "这个身份证号在另一份档案下已经有申请或账户。请联系民政部门先把两份档案登记为同一个人。"
    )


class InvoiceTwice(Conflict):
    """The invoice was handed in before."""

    code = "invoice_twice"
    message = _("这张发票已经登记过，不能重复报销。")


#: What is wrong with a row of finance's file.
FAULTS: dict[Fault, Any] = {
    Fault.UNKNOWN_NUMBER: _("这张发放表里没有这个申请编号"),
    Fault.TWICE: _("同一编号在文件里出现了两次"),
    Fault.BAD_AMOUNT: _("金额不是数字"),
    Fault.OTHER_AMOUNT: _("金额和发放表上的不一致"),
    Fault.BAD_RESULT: _("结果要写“成功”或“失败”"),
    Fault.BAD_DAY: _("成功的要写发放日期，如 2022-12-05"),
    Fault.TOO_EARLY: _("发放日期要在送财务之后、今天之前"),
    Fault.SETTLED_OTHERWISE: _("和以前对账的结果相反，请和财务核实"),
}
