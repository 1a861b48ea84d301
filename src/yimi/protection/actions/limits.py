"""Setting how soon a place wants reports to have reached an authority."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.codes.text import clean_line
from yimi.core.errors import Conflict, Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import replace_fact, supersede
from yimi.protection.models import ProtectionLimit
from yimi.protection.permissions import SET_LIMIT

MOST_MINUTES = 7 * 24 * 60


@transaction.atomic
def set_limit(region_code: str, *, actor: Actor, minutes: int, source: str) -> ProtectionLimit:
    """From today on this limit holds in the division; 0 is at once. The one before ends yesterday and stays on file.

    Raises Forbidden outside the actor's divisions, Invalid without a source, Conflict when two set it at the same moment.
    """
    actor.require_at(SET_LIMIT, region_code=region_code)
    source = clean_line(source)[:200]
    if not source:
        raise Invalid.one("source", _("请写明依据的文件和文号；没有本地文件时请保持“立即”。"))
    if not 0 <= minutes <= MOST_MINUTES:
        raise Invalid.one("minutes", _("时限要在 0（立即）到 10080 分钟（七天）之间。"))
    today = clock.today()
    standing = ProtectionLimit.objects.current().filter(region_code=region_code, ends_on=None)
    for earlier in standing:
        if earlier.starts_on < today:
            replace_fact(earlier, actor=actor, ends_on=today - timedelta(days=1))
        else:
            supersede(earlier)  # set today already: the one before never held for a whole day
    try:
        with transaction.atomic():
            limit = ProtectionLimit.objects.create(
                uid=new_uid(),
                region_code=region_code,
                minutes=minutes,
                source=source,
                starts_on=today,
                recorded_by=actor.uid,
                recorded_at=clock.now(),
            )
    except IntegrityError:
        raise Conflict from None
    record_event(
        actor,
        "protection.limit_set",
        subject_kind="protection_limit",
        subject_uid=limit.pk,
        region_code=region_code,
        details={"minutes": minutes, "source": source},
    )
    return limit
