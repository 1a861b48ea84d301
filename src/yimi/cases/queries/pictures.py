"""The family picture of a case, opened; or a first draft of it from the household's file."""

from __future__ import annotations

from yimi.cases.models import Case, FamilyPicture
from yimi.cases.rules.picture import Picture, read_json

FIELD = "family_picture"


def picture_of(case: Case) -> tuple[Picture, int]:
    """The picture and its version; an empty picture and 0 when none was drawn. One query."""
    row = FamilyPicture.objects.current().filter(case=case).first()
    return (read_picture(case, row), row.version) if row else (Picture(), 0)


def read_picture(case: Case, row: FamilyPicture) -> Picture:
    """Open one version."""
    return read_json(case.key.open(row.content_sealed, field=FIELD, row=row.pk))
