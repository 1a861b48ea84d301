"""What hangs on a case and is kept in rooms below: referrals, resource links, the client's voice.

The case is fetched here, so that nothing is ever tied to one that the actor does not work on.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from yimi.cases.access import get_case_for_edit
from yimi.cases.errors import CaseStillOpen, CaseWithoutHousehold
from yimi.cases.models import Case
from yimi.cases.pages.frame import back_to
from yimi.cases.permissions import WORK
from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.feedback.models import SubjectKind
from yimi.feedback.pages.voice import invite_after
from yimi.referrals.pages.referrals import referral_form
from yimi.referrals.pages.resources import resource_form
from yimi.referrals.permissions import EDIT
from yimi.referrals.queries.preparing import Surroundings, surroundings_of


@door(WORK, model="case", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_referral(request: Request, uid: UUID) -> HttpResponse:
    """Refer the case's client, or somebody of the household, elsewhere."""
    case = get_case_for_edit(request.actor, uid)
    return referral_form(
        request, _around(request, case), resident=str(case.resident_id), case_uid=case.pk,
        back=back_to(case, "links"),
    )  # fmt: skip


@door(WORK, model="case", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_resource(request: Request, uid: UUID) -> HttpResponse:
    """Note a need of the case's client for which a resource is looked for."""
    case = get_case_for_edit(request.actor, uid)
    return resource_form(
        request, _around(request, case), resident=str(case.resident_id), case_uid=case.pk,
        back=back_to(case, "links"),
    )  # fmt: skip


def _around(request: Request, case: Case) -> Surroundings:
    """The household's people; one that has moved to another station is no longer shown to this one."""
    home = case.household
    if home is None:
        raise CaseWithoutHousehold
    request.actor.require_at(EDIT, unit_uid=home.unit_id, region_code=home.region_code)
    return surroundings_of(home, clock.today())


@door(WORK, model="case", channel=Channel.WRITE)
@require_POST
def invite(request: Request, uid: UUID) -> HttpResponse:
    """The QR code with the two questions, once the case is closed: one answer."""
    case = get_case_for_edit(request.actor, uid)
    if case.is_open:
        raise CaseStillOpen
    return invite_after(request, unit=case.unit, kind=SubjectKind.CASE, subject_uid=case.pk, most=1)
