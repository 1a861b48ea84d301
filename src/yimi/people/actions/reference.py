"""Statuses as data: those that are shipped, and a county's own."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.codes.text import clean_line
from yimi.core.errors import Conflict, Forbidden, Invalid
from yimi.core.pinyin import reading
from yimi.people.models import StatusGroup, StatusKind
from yimi.people.permissions import MANAGE_STATUS_KINDS

FILE = Path(__file__).resolve().parent.parent / "data" / "status_kinds.toml"
_SLUG = re.compile(r"[a-z0-9_]{2,40}")


@transaction.atomic
def load_status_kinds() -> int:
    """Bring the shipped statuses up to date after an upgrade; counties' own are not touched. Returns how many."""
    entries = tomllib.loads(FILE.read_text("utf-8"))["status"]
    for order, entry in enumerate(entries, start=1):
        StatusKind.objects.update_or_create(pk=entry["code"], defaults={**entry, "order": order})
    return len(entries)


@transaction.atomic
def add_status_kind(
    *,
    actor: Actor,
    region_code: str,
    name: str,
    slug: str = "",
    name_en: str = "",
    group: str = StatusGroup.OTHER,
    source: str = "",
) -> StatusKind:
    """Add a county's own status, offered to the units of that county only.

    ``slug`` becomes part of the code that packs and imports use; without one it is made from the name's pinyin.
    """
    actor.require_at(MANAGE_STATUS_KINDS, region_code=region_code)
    name = clean_line(name)[:50]
    slug = slug or "_".join(filter(None, map(reading, name)))[:40]
    if not name or not _SLUG.fullmatch(slug) or group not in StatusGroup.values:
        raise Invalid.one("name", _("请填写名称，代号用小写字母和下划线。"))
    code = f"{region_code[:6]}-{slug}"
    kind, is_new = StatusKind.objects.get_or_create(
        pk=code,
        defaults={
            "name": name, "name_en": clean_line(name_en)[:80] or name, "group": group,
            "region_code": region_code, "source": clean_line(source)[:200],
        },
    )  # fmt: skip
    if not is_new:
        raise Invalid.one("name", _("本县已经有过“%(name)s”，请换一个名称。") % {"name": kind.name})
    record_event(
        actor,
        "people.add_status_kind",
        subject_kind="status_kind",
        subject_uid=code,
        region_code=region_code,
    )
    return kind


@transaction.atomic
def end_status_kind(kind: StatusKind, *, actor: Actor, on: date) -> StatusKind:
    """From the day after ``on`` a county's own status is no longer offered; what was recorded under it stays."""
    actor.require_at(MANAGE_STATUS_KINDS, region_code=kind.region_code)
    if not kind.region_code:
        raise Forbidden(_("这是全国通用的身份，不能在这里停用。"))
    if StatusKind.objects.filter(pk=kind.pk, valid_to=None).update(valid_to=on) != 1:
        raise Conflict()
    kind.valid_to = on
    record_event(
        actor,
        "people.end_status_kind",
        subject_kind="status_kind",
        subject_uid=kind.pk,
        region_code=kind.region_code,
        details={"valid_to": on.isoformat()},
    )
    return kind
