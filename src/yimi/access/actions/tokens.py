"""API tokens: made by the person they act for, shown once, revoked at once."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yimi.access.errors import TokenAlreadyRevoked, TokenLimitReached
from yimi.access.models import ApiToken, User
from yimi.access.queries import TOKEN_PREFIX, token_digest
from yimi.access.rules import plain_text
from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Forbidden, Invalid

TOKEN_BYTES = 32
NAME_MAX = 60
#: A token lives at most this long, and this many live at once.
LONGEST = timedelta(days=366)
MOST = 10


@transaction.atomic
def make_token(
    user: User, *, actor: Actor, name: str, expires_on: date, read_only: bool
) -> tuple[ApiToken, str]:
    """Make a key for programs; returns it with its text, which is kept nowhere.

    Only for oneself and only by a person: a token makes no tokens, or a stolen one would live for ever.
    """
    actor.require("access.manage_own_tokens")
    if actor.uid != user.uid or actor.token_uid is not None:
        raise Forbidden(permission="access.manage_own_tokens")
    today = clock.today()
    name = plain_text(name)
    if not 0 < len(name) <= NAME_MAX:
        raise Invalid.one("name", _("请写明这个密钥给谁用，不超过 60 个字，例如“县统计平台”。"))
    if not today <= expires_on <= today + LONGEST:
        raise Invalid.one("expires_on", _("有效期从今天起，最长一年。"))
    live = ApiToken.objects.filter(user=user, revoked_at=None, expires_on__gte=today).count()
    if live >= MOST:
        raise TokenLimitReached(count=live)
    raw = TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    token = ApiToken(
        user=user,
        name=name,
        digest=token_digest(raw),
        read_only=read_only,
        expires_on=expires_on,
    )
    try:
        with transaction.atomic():
            token.save(force_insert=True)
    except IntegrityError:
        raise Invalid.one(
            "name", _("您已有一个叫这个名字的密钥。请换个名字，或先停用原来的。")
        ) from None
    record_event(
        actor,
        "access.token_made",
        subject_kind="api_token",
        subject_uid=token.uid,
        details={"read_only": read_only, "expires_on": str(expires_on)},
    )
    return token, raw


@transaction.atomic
def revoke_token(token: ApiToken, *, actor: Actor) -> ApiToken:
    """Stop a token at once. Its owner may, and whoever manages the owner's account."""
    if token.user_id != actor.uid:
        actor.require_at("access.manage_users", region_code=token.user.region_code)
    changed = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now())
    if changed != 1:
        raise TokenAlreadyRevoked
    token.refresh_from_db(fields=["revoked_at"])
    record_event(actor, "access.token_revoked", subject_kind="api_token", subject_uid=token.uid)
    return token
