"""The walk over all routes finds what it must not miss: pages, nested files, and every API operation by itself."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST
from ninja import NinjaAPI, Router

from yimi.access.matrix import ROLES, draft_line, read_matrix
from yimi.access.routes import all_routes
from yimi.core.doors import Channel, door

router = Router()


@router.get("/things/{uid}")
@door("people.view_household", model="thing", channel=Channel.API)
def read_thing(request, uid: str):
    return {}


@router.post("/things/{uid}")
def write_thing_without_a_door(request, uid: str):
    return {}


@door("people.edit_household", model="thing", channel=Channel.WRITE)
@require_POST
def page(request, uid):
    return HttpResponse()


api = NinjaAPI(urls_namespace="routes-test")
api.add_router("", router)


class Urls:
    app_name = "rooms"
    urlpatterns = [
        path("in/", include(([path("<uuid:uid>/", page, name="one")], "deep"))),
        path("api/", api.urls),
    ]


def test_every_operation_and_page_is_found_with_its_door():
    found = {str(route): route for route in all_routes(Urls)}
    assert found["/in/<uuid:uid>/"].door.permission == "people.edit_household"
    assert found["/in/<uuid:uid>/"].name == "deep:one"
    assert found["/in/<uuid:uid>/"].arguments == (("uid", "UUIDConverter"),)
    assert found["GET /api/things/<uid>"].door.channel == "api"
    assert found["POST /api/things/<uid>"].door is None
    assert found["/api/openapi.json"].door is None


def test_a_row_short_of_a_role_is_named(tmp_path):
    file = tmp_path / "matrix.toml"
    tables = "[words]\n[inside]\n[models]\n[tableless]\n[exempt]\n[unprobed]\n[doors.user.page]\n"
    file.write_text(tables + '"access.view_users" = "- -"\n')
    with pytest.raises(ValueError, match=r"\[user.page\] access.view_users: 2 words for 12 roles"):
        read_matrix(file)


def test_a_drafted_row_says_what_the_catalogue_says():
    words = draft_line("access.grant_roles").partition(" = ")[2].strip('"').split()
    assert [role for role, word in zip(ROLES, words, strict=True) if word != "-"] == [
        "security_admin"
    ]
