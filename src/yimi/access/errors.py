"""What the gate refuses, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Conflict, DomainError, Forbidden


class GrantAlreadyRevoked(Conflict):
    """Somebody else took the role away first."""

    code = "grant_already_revoked"
    message = _("这个岗位刚被收回过了，不用再收一次。请刷新页面看最新情况。")


class TokenAlreadyRevoked(Conflict):
    """The token was revoked in another window."""

    code = "token_already_revoked"
    message = _("这个密钥已经停用了，不用再停一次。")


class UserAlreadyInactive(Conflict):
    """The account was deactivated meanwhile."""

    code = "user_already_inactive"
    message = _("这个账号已经停用。请刷新页面看最新情况。")


class RolesExclude(DomainError):
    """Three administrators are three people, and none of them works with residents."""

    code = "roles_exclude"
    message = _(
        "这个账号在同一时间已是“%(held)s”，不能再当“%(role)s”：系统、安全、审计三员由三个人分别担任，"
        "管理员账号也不兼做业务。请换一个人，或先收回原来的岗位。"
    )


class OwnGrant(DomainError):
    """Nobody grants to, or revokes from, themselves."""

    code = "own_grant"
    message = _("不能给自己授予或收回岗位。请另一位安全管理员来办。")


class ReachesFurther(Forbidden):
    """The account holds a role outside the administrator's places."""

    code = "reaches_further"
    message = _("这个账号在您管理的范围之外还有岗位，请上一级系统管理员来重置密码。")


class AdministratorsApart(Forbidden):
    """The system administrator does not get into the other two administrators' accounts."""

    code = "administrators_apart"
    message = _(
        "系统管理员不能重置安全、审计管理员的密码（三员分立）。请由保管服务器的人运行 yimi users reset-password。"
    )


class TokenLimitReached(DomainError):
    """Too many live tokens for one person."""

    code = "token_limit_reached"
    message = _("您已有 %(count)s 个在用的密钥。请先停用不再用的，再新建。")
