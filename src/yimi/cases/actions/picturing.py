"""Drawing the family and its support: every change is a new version, sealed."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from yimi.cases.access import require_work
from yimi.cases.actions.trail import case_event
from yimi.cases.errors import invalid_picture
from yimi.cases.models import Case, FamilyPicture
from yimi.cases.queries.pictures import FIELD, read_picture
from yimi.cases.rules.picture import Picture, check_picture, picture_json
from yimi.core.actor import Actor
from yimi.core.errors import Conflict
from yimi.core.ids import new_uid
from yimi.core.superseding import hold_rows, supersede


@transaction.atomic
def save_picture(case: Case, picture: Picture, *, actor: Actor, expected: int) -> FamilyPicture:
    """A new version of the picture; ``expected`` is the one that was on the screen (0: none yet).

    Raises Invalid for a family that cannot be (a person before their own parent), Conflict when somebody was faster.
    """
    require_work(actor, case)
    if faults := check_picture(picture):
        raise invalid_picture(faults)
    hold_rows(Case, [case.pk])
    row = _write(case, picture, actor, expected)
    case_event(actor, "save_picture", case, version=row.version)
    return row


def _write(case: Case, picture: Picture, actor: Actor, expected: int) -> FamilyPicture:
    before = FamilyPicture.objects.current().filter(case=case).first()
    if (before.version if before else 0) != expected:
        raise Conflict
    if before is not None:
        supersede(before)
    uid = new_uid()
    try:
        with transaction.atomic():
            return FamilyPicture.objects.create(
                uid=uid,
                case=case,
                version=expected + 1,
                content_sealed=case.key.seal(picture_json(picture), field=FIELD, row=uid),
                replaces=before,
                recorded_by=actor.uid,
            )
    except IntegrityError:
        raise Conflict from None


def copy_picture(before: Case, after: Case, *, actor: Actor) -> None:
    """The new episode begins with the picture of the one before."""
    row = FamilyPicture.objects.current().filter(case=before).first()
    if row is not None:
        _write(after, read_picture(before, row), actor, 0)
