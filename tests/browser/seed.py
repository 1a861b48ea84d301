"""Run inside the browser tests' own installation: makes a small county and prints, as JSON, its people's session cookies
and the uids that tests ask for by name.

Drolma and Tashi work at the station of 东城街道, which Mei heads; Wang works at another one; Li is the county's officer, Chen
administers accounts; Zhou is the city's officer. The facts behind every figure are published at the end.
"""

from __future__ import annotations

import json
import os
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimi.settings")
django.setup()

from casework_world import CASEWORK_PEOPLE, build_casework  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.test import Client  # noqa: E402
from reports_world import begin_reporting  # noqa: E402
from world import build_world  # noqa: E402

from yimi.access.models import RoleGrant, User  # noqa: E402
from yimi.core.ids import SYSTEM_UID  # noqa: E402
from yimi.core.permissions import Role  # noqa: E402
from yimi.core.reference_data import load_all_reference  # noqa: E402
from yimi.insight.facts.feed import publish_all  # noqa: E402

PASSWORD = "shi-ti-xing-qing-lang-82"
#: The stations' people, whom ``world`` makes.
STATION_PEOPLE = ("drolma", "tashi", "mei", "wang")
OFFICE_PEOPLE = {
    "li": ("李文静", Role.COUNTY_OFFICER, "region", "411623"),
    "zhou": ("周科长", Role.CITY_OFFICER, "region", "4116"),
    "chen": ("陈管理", Role.SYSTEM_ADMIN, "everywhere", ""),
}


def make_person(username: str) -> None:
    """An account with one role."""
    name, role, kind, key = OFFICE_PEOPLE[username]
    user = User(username=username, name=name, password=make_password(PASSWORD))
    user.save()
    RoleGrant.objects.create(
        user=user,
        role=role,
        place_kind=kind,
        place_key=key,
        starts_on=date(2026, 1, 1),
        granted_by=SYSTEM_UID,
    )


def cookie_of(username: str) -> str:
    """Sign the person in, as the sign-in page would."""
    client = Client()
    user = User.objects.get(username=username)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    load_all_reference()
    found = build_world()
    build_casework()
    for username in OFFICE_PEOPLE:
        make_person(username)
    begin_reporting()
    publish_all()
    cookies = {
        username: cookie_of(username)
        for username in (*STATION_PEOPLE, *CASEWORK_PEOPLE, *OFFICE_PEOPLE)
    }
    print(json.dumps({"cookies": cookies} | found))
