"""The permission catalogue's vocabulary. Each room lists what it lets people do in its ``permissions.py``.

``PERMISSIONS`` there is a tuple of :class:`Permission`; ``access`` gathers them. A slug is ``room.verb_noun``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Exposes(StrEnum):
    """The most sensitive thing a holder gets to see."""

    NOTHING = "nothing"
    FIGURES = "figures"
    STAFF = "staff"
    MASKED = "masked"
    NAMES = "names"
    NOTES = "notes"
    SETTINGS = "settings"


class Role(StrEnum):
    """Roles of architecture §7; what each may do stands in the rooms' ``permissions.py``."""

    WORKER = "worker"
    STATION_HEAD = "station_head"
    SUPERVISOR = "supervisor"
    TOWNSHIP_OFFICER = "township_officer"
    LEAD_SUBMITTER = "lead_submitter"
    COUNTY_OFFICER = "county_officer"
    CITY_OFFICER = "city_officer"
    PROVINCE_OFFICER = "province_officer"
    EVALUATOR = "evaluator"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


#: Roles that are often named together.
STATION = (Role.WORKER, Role.STATION_HEAD)
OFFICERS = (Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.PROVINCE_OFFICER)


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing a person may do: slug, Chinese label (translatable), what it exposes, the roles that hold it."""

    slug: str
    label: Any
    exposes: Exposes
    roles: tuple[Role, ...]
