"""A place says how its payment lists are posted."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.superseding import supersede
from yimi.programmes.models import PostingTemplate
from yimi.programmes.permissions import PREPARE_LISTS
from yimi.programmes.postings import Posting
from yimi.programmes.rules.posting import MAX_DAYS, columns_of
from yimi.stations.actions.checks import require_text


@transaction.atomic
def set_template(
    posting: Posting, *, actor: Actor, region_code: str, benefit: str = ""
) -> PostingTemplate:
    """A division sets how its lists are posted, with the document that says so. Raises Invalid, Forbidden."""
    actor.require_at(PREPARE_LISTS, region_code=region_code)
    if posting.days > MAX_DAYS:
        raise Invalid.one("days", _("公示天数最多 60 天；不公示的写 0。"))
    try:
        columns = columns_of(posting.columns)
    except ValueError:
        raise Invalid.one("columns", _("姓名和金额两列不能少。")) from None
    held = PostingTemplate.objects.current().filter(region_code=region_code, benefit=benefit)
    for old in held:
        supersede(old)
    row = PostingTemplate(
        region_code=region_code,
        benefit=benefit,
        heading=require_text("heading", posting.heading, longest=200),
        columns=[column.value for column in columns],
        days=posting.days,
        place=require_text("place", posting.place, longest=200),
        source=require_text("source", posting.source, longest=200),
        recorded_by=actor.uid,
    )
    row.save(force_insert=True)
    record_event(
        actor, "programmes.set_posting", subject_kind="posting_template", subject_uid=row.pk,
        region_code=region_code,
        details={"benefit": benefit, "columns": row.columns, "days": row.days},
    )  # fmt: skip
    return row
