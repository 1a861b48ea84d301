"""Addresses of the room ``people``. The household's own page mixes rooms and stands in ``portal``."""

from __future__ import annotations

from django.urls import path

from yimi.people.pages import households, knowing, members, openings

app_name = "people"
urlpatterns = [
    path("households/", households.households, name="households"),
    path("households/search/", households.search, name="search"),
    path("households/new/", households.new_household, name="new_household"),
    path("households/duplicates/", members.duplicates, name="duplicates"),
    path("households/<uuid:uid>/edit/", households.edit_household, name="edit_household"),
    path("households/<uuid:uid>/move/", households.move, name="move_household"),
    path("households/<uuid:uid>/close/", households.close, name="close_household"),
    path("households/<uuid:uid>/head/", members.new_head, name="new_head"),
    path("households/<uuid:uid>/members/new/", members.new_member, name="new_member"),
    path(
        "households/<uuid:uid>/reveal/<str:field>/",
        knowing.reveal_household,
        name="reveal_household",
    ),
    path("people/<uuid:uid>/", members.member, name="member"),
    path("people/<uuid:uid>/id-number/", members.id_number, name="id_number"),
    path("people/<uuid:uid>/move/", members.move, name="move_member"),
    path("people/<uuid:uid>/merge/", members.merge, name="merge"),
    path("people/<uuid:uid>/unmerge/", members.unmerge, name="unmerge"),
    path("people/<uuid:uid>/statuses/new/", knowing.new_status, name="new_status"),
    path("people/<uuid:uid>/consents/new/", knowing.new_consent, name="new_consent"),
    path("people/<uuid:uid>/guardians/new/", knowing.new_guardian, name="new_guardian"),
    path("people/<uuid:uid>/phones/new/", knowing.new_phone, name="new_phone"),
    path("people/<uuid:uid>/reveal/<str:field>/", knowing.reveal_resident, name="reveal_resident"),
    path("statuses/<uuid:uid>/end/", knowing.finish_status, name="end_status"),
    path("consents/<uuid:uid>/withdraw/", knowing.end_consent, name="withdraw_consent"),
    path("phones/<uuid:uid>/end/", knowing.drop_phone, name="end_phone"),
    path("files/open/", openings.open_with_reason, name="open_file"),
    path("files/<uuid:uid>/", openings.opened_file, name="opened_file"),
    path("files/<uuid:uid>/give-back/", openings.give_back, name="give_back"),
]
