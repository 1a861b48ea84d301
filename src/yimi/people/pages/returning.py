"""Where a form leads back to."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from yimi.people.models import Resident
from yimi.people.queries.homes import home_of


def address_of(resident: Resident) -> str:
    """The page of the household; of someone without one, their own."""
    home = home_of(resident)
    if home is None:
        return reverse("people:member", args=[resident.pk])
    return reverse("portal:household", args=[home[0]])


def back_to(resident: Resident) -> HttpResponse:
    """Back there."""
    return redirect(address_of(resident))
