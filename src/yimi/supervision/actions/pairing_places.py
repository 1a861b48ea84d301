"""Putting right which towns help and which place is helped."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from django.db import transaction

from yimi.core.actor import Actor
from yimi.core.superseding import supersede, take_version
from yimi.stations.actions.checks import before_and_after, changed_values, require_regions
from yimi.supervision.actions.pairings import (
    add_towns,
    check_agreement,
    check_assisting,
    require_edit,
    require_keeper,
    tell_of,
)
from yimi.supervision.models import AssistingTown, PairingAgreement


@transaction.atomic
def correct_pairing_places(
    agreement: PairingAgreement, *, actor: Actor, expected: int, lead_region_code: str, site_region_code: str,
    assisting: Sequence[str],
) -> PairingAgreement:  # fmt: skip
    """Put right which town leads, which assist, which place is helped. Towns that were wrong stay on file, superseded;

    both codes before and after stand in the trail. The actor keeps the books of a side before and of a side after.
    Raises Conflict when stale, Forbidden, Invalid.
    """
    require_edit(actor, agreement)
    require_keeper(actor, lead_region_code, site_region_code)
    require_regions({lead_region_code, site_region_code, *assisting})
    planned = copy(agreement)
    planned.lead_region_code, planned.site_region_code = lead_region_code, site_region_code
    check_agreement(planned)
    check_assisting(lead_region_code, assisting)
    places = {"lead_region_code": lead_region_code, "site_region_code": site_region_code}
    noted = before_and_after(agreement, changed_values(agreement, places))
    take_version(agreement, expected=expected, changes=places)
    standing = {
        row.region_code: row for row in AssistingTown.objects.current().filter(agreement=agreement)
    }
    for code, row in standing.items():
        if code not in assisting:
            supersede(row)
    add_towns(agreement, [code for code in assisting if code not in standing], actor)
    tell_of(
        agreement, "supervision.correct_pairing_places", actor, **noted,
        towns=[sorted(standing), sorted(set(assisting))],
    )  # fmt: skip
    return agreement
