"""Real requests for every cell: colleagues without the right get 403, strangers to a row 404, the others their page.

What can be asked without an object is asked of every page. For a page with an object in its address the room registers
a probe in ``yimi/<room>/tests/probes.py``: ``PROBES``, route name → ``yimi.access.tests.probing.Probe``.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from yimi.access.matrix import NONE, ROLES, read_matrix, row_key
from yimi.access.routes import all_routes
from yimi.access.tests.probing import make_world

pytestmark = pytest.mark.django_db
MATRIX = read_matrix(Path(__file__).with_name("permission_matrix.toml"))
#: Pages that need a permission. API operations sign in by token; ``yimi.api`` asks the same of them.
PAGES = {
    route.name: route
    for route in all_routes()
    if not route.method and route.door is not None and route.door.permission is not None
}
GUARDED = {name: route for name, route in PAGES.items() if route.door.permission}
WITH_OBJECT = {name: route for name, route in GUARDED.items() if route.arguments}
#: Arguments that lead nowhere, by converter.
NOWHERE = {"UUIDConverter": UUID(int=0), "IntConverter": 0}


def gather_probes():
    """Every room's probes."""
    found = {}
    for config in apps.get_app_configs():
        folder = Path(config.path) / "tests" / "probes.py"
        if config.name.startswith("yimi.") and folder.exists():
            found |= importlib.import_module(f"{config.name}.tests.probes").PROBES
    return found


PROBES = gather_probes()


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path):
    """What probes upload lies apart from the files of whoever runs the tests."""
    settings.MEDIA_ROOT = tmp_path


def nowhere(route):
    """The route's address with arguments that lead nowhere."""
    args = {name: NOWHERE.get(converter, "nowhere") for name, converter in route.arguments}
    return reverse(route.name, kwargs=args)


def cell(route, role):
    return MATRIX.rows.get(row_key(route.door), {}).get(role, NONE)


def ask(user, route, call):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return getattr(client, call.method)(
        reverse(route.name, kwargs=call.args), call.data
    ).status_code


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_signing_in_every_page_leads_to_the_sign_in(client, method):
    for name, route in PAGES.items():
        response = getattr(client, method)(nowhere(route))
        assert response.status_code == 302, f"{name} answers {response.status_code} to a stranger"
        assert response["Location"].startswith(reverse("access:sign_in")), name


@pytest.mark.parametrize("role", ROLES)
def test_a_role_without_the_right_is_told_so_at_every_page(role):
    world = make_world(role)
    client = Client(raise_request_exception=False)
    client.force_login(world.user)
    for name, route in GUARDED.items():
        if cell(route, role) == NONE:
            for method in ("get", "post"):
                status = getattr(client, method)(nowhere(route)).status_code
                assert status == 403, f"{role} gets {status} from {method} {name}, not 403"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_with_the_right_opens_the_pages_that_need_no_object(role):
    world = make_world(role)
    client = Client(raise_request_exception=False)
    client.force_login(world.user)
    for name, route in PAGES.items():
        if not route.arguments and cell(route, role) != NONE:
            status = client.get(nowhere(route)).status_code
            # 302: home leads on; 400, 422: a fragment wants more; 405: a form's address
            assert status in {200, 204, 302, 400, 405, 422}, f"{role} gets {status} from {name}"


@pytest.mark.parametrize("role", ROLES)
def test_what_does_not_exist_is_not_found(role):
    world = make_world(role)
    client = Client(raise_request_exception=False)
    client.force_login(world.user)
    for name, route in WITH_OBJECT.items():
        if cell(route, role) != NONE:
            for method in ("get", "post"):
                status = getattr(client, method)(nowhere(route)).status_code
                assert status in {404, 405}, f"{role} gets {status} from {method} {name}, not 404"


@pytest.mark.parametrize("name", WITH_OBJECT)
def test_every_page_with_an_object_has_a_probe(name):
    room = name.partition(":")[0]
    if name in PROBES:
        assert name not in MATRIX.unprobed, f"{name} has its probe: take it out of [unprobed]"
    else:
        assert name in MATRIX.unprobed, (
            f"{name} shows or changes one object and nobody has proven whose: add a Probe to PROBES in"
            f" yimi/{room}/tests/probes.py (see yimi/access/tests/probes.py)."
        )


def test_no_probe_is_left_without_its_page():
    assert not set(PROBES) - set(WITH_OBJECT)


#: Where a role holds the right; that the others are told so whatever the object, the first test of roles has seen.
HELD = [
    (name, role)
    for name in PROBES
    if name in GUARDED
    for role in ROLES
    if cell(GUARDED[name], role) != NONE
]


@pytest.mark.parametrize("name,role", HELD)
def test_an_object_opens_to_its_own_people_only(name, role):
    route, probe = GUARDED[name], PROBES[name]
    world = make_world(role)
    status = ask(world.user, route, probe.inside(world))
    if role in probe.refused:
        assert status in {403, 404}
    else:
        assert status in {200, 204, 302}, (
            f"{role} gets {status} from {name} for an object of their own"
        )
    if probe.outside is not None:
        status = ask(world.user, route, probe.outside(world))
        assert status in {403, 404}, f"{role} gets {status} from {name} for a stranger's object"
