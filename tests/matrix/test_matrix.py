"""The permission matrix holds: every route, every operation, every table and every permission stands in it as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps

from yimi.access.catalogue import catalogue
from yimi.access.matrix import NONE, ROLES, draft_line, draft_row, read_matrix, row_key
from yimi.access.routes import all_routes

FILE = Path(__file__).with_name("permission_matrix.toml")
MATRIX = read_matrix(FILE)
ROUTES = all_routes()
GUARDED = [route for route in ROUTES if route.pattern not in MATRIX.exempt]
DOORED = [route for route in GUARDED if route.door is not None]
MODELS = [model for model in apps.get_models() if model.__module__.startswith("yimi.")]
#: Rows opened by no permission: a person's own things, and what everyone sees.
UNGUARDED = {"own", "public"}


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_every_route_declares_its_door(route):
    assert route.door is not None, (
        f"{route} ({route.name}) has no door: put @door, @own_door or @public_door of yimi.core.doors on it,"
        f" outermost; or, if it is not ours to guard, add {route.pattern!r} to [exempt] with the reason."
    )


@pytest.mark.parametrize("route", DOORED, ids=str)
def test_every_door_stands_in_the_matrix(route):
    key = row_key(route.door)
    assert key in MATRIX.rows, (
        f"{route} ({route.name}) is not in {FILE.name}. Read this row, correct its words and add it:\n\n"
        f"{draft_row(key)}\n"
    )


@pytest.mark.parametrize("route", DOORED, ids=str)
def test_a_door_without_a_permission_says_why(route):
    assert route.door.permission or route.door.reason, f"{route}: give the door a reason"


@pytest.mark.parametrize("key", MATRIX.rows, ids="/".join)
def test_a_row_says_of_each_role_what_the_catalogue_says(key):
    cells, permission = MATRIX.rows[key], key[2]
    assert key in {row_key(route.door) for route in DOORED}, (
        f"[doors.{key[0]}.{key[1]}] {permission}: no route has this door any more. Take the row out."
    )
    if permission in UNGUARDED:
        shut = [role for role in ROLES if cells[role] == NONE]
        assert not shut, f"{'/'.join(key)} opens to everyone who comes; it cannot be shut to {shut}"
        return
    check_cells("/".join(key), permission, cells)


@pytest.mark.parametrize("slug", MATRIX.inside)
def test_a_permission_without_a_route_is_held_by_the_roles_listed(slug):
    check_cells(f"[inside] {slug}", slug, MATRIX.inside[slug])


def check_cells(where, slug, cells):
    entry = catalogue().get(slug)
    assert entry is not None, (
        f"{where}: no room declares this permission any more. Take the row out."
    )
    for role in ROLES:
        held, word = role in entry.roles, cells[role]
        assert held == (word != NONE), (
            f"{where}: {role} {'holds' if held else 'does not hold'} the permission, but the matrix says {word!r}."
            f" Either correct PERMISSIONS in yimi/{slug.partition('.')[0]}/permissions.py or this row:\n\n"
            f"{draft_line(slug)}\n"
        )


@pytest.mark.parametrize("slug", catalogue())
def test_every_permission_stands_in_the_matrix(slug):
    listed = {key[2] for key in MATRIX.rows} | set(MATRIX.inside)
    assert slug in listed, (
        f"{slug} opens no listed door. If it is asked inside another door, add it to [inside]:\n\n"
        f"{draft_line(slug)}\n"
    )


def test_a_permission_stands_inside_only_while_it_has_no_door():
    both = {key[2] for key in MATRIX.rows} & set(MATRIX.inside)
    assert not both, f"{sorted(both)} have doors of their own now: take them out of [inside]"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_table_stands_in_the_matrix(model):
    label, listed = model._meta.label, MATRIX.models.get(model._meta.label)
    assert listed is not None, (
        f'{label} is not under [models]: add "{label}" = "<the model name its doors use>", or'
        f' "{label}" = {{ internal = "<why no door shows it by itself>" }}.'
    )
    shown = {key[0] for key in MATRIX.rows}
    if isinstance(listed, str):
        assert listed in shown, (
            f"{label} is listed as {listed!r}, but no row speaks of that: add the rows, or call it internal"
        )
    elif "pending" in listed:
        assert listed["pending"] not in shown, (
            f'{label} has doors now: write "{label}" = "{listed["pending"]}" under [models]'
        )
    else:
        assert listed["internal"].strip(), f"{label}: say why it is internal"


def test_every_name_that_doors_use_is_a_table_or_explained():
    known = {name for name in MATRIX.models.values() if isinstance(name, str)}
    unknown = {key[0] for key in MATRIX.rows} - known - set(MATRIX.tableless)
    assert not unknown, (
        f"{sorted(unknown)}: name the table under [models], or explain under [tableless]"
    )


def test_nothing_is_listed_that_is_gone():
    labels = {model._meta.label for model in MODELS}
    assert not set(MATRIX.models) - labels, "these tables are gone: take them out of [models]"
    patterns = {route.pattern for route in ROUTES}
    assert not set(MATRIX.exempt) - patterns, "these addresses are gone: take them out of [exempt]"
    assert not set(MATRIX.unprobed) - {route.name for route in ROUTES}, (
        "these routes are gone: take them out of [unprobed]"
    )


def test_only_words_that_are_explained_are_used():
    used = {
        word
        for cells in (*MATRIX.rows.values(), *MATRIX.inside.values())
        for word in cells.values()
    }
    assert not used - set(MATRIX.words), "explain these words under [words]"


#: Who sees residents by name: nobody above the station but through a stated, time-limited opening of one file.
NAMED = {"own", "names"}
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")


@pytest.mark.parametrize(
    "slug",
    [slug for slug, entry in catalogue().items() if entry.exposes in {"names", "notes", "masked"}],
)
def test_administrators_never_see_residents(slug):
    held = [role for role in ADMINISTRATORS if role in catalogue()[slug].roles]
    assert not held, f"{slug} shows residents; {held} must not hold it (三员分立)"


#: The ways up: a county officer opens a single file with a reason, and the station sees who looked; reports of harm open
#: to those alone who are named for the place, whatever their post (protection/access.py).
OPENING = {"people.open_file", "protection.follow_reports"}


@pytest.mark.parametrize(
    "slug", [slug for slug, entry in catalogue().items() if entry.exposes in {"names", "notes"}]
)
def test_names_stay_at_the_station(slug):
    above = {"county_officer", "city_officer", "province_officer", "evaluator"} & set(
        catalogue()[slug].roles
    )
    assert not above or slug in OPENING, f"{slug} shows residents by name to {sorted(above)}"
