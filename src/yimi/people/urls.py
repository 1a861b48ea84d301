"""Addresses of the room ``people``. The household's own page mixes rooms and stands in ``portal``."""

from __future__ import annotations

from django.urls import path

from yimi.people.pages import family, holders, households, kinds, knowing, members, openings

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
    path("people/<uuid:uid>/guardians/new/", family.new_guardian, name="new_guardian"),
    path("people/<uuid:uid>/phones/new/", knowing.new_phone, name="new_phone"),
    path("people/<uuid:uid>/reveal/<str:field>/", knowing.reveal_resident, name="reveal_resident"),
    path("people/<uuid:uid>/relatives/new/", family.new_relative, name="new_relative"),
    path("people/<uuid:uid>/addresses/new/", family.new_address, name="new_address"),
    path("relatives/<uuid:uid>/end/", family.finish_relative, name="end_relative"),
    path("guardians/<uuid:uid>/end/", family.finish_guardian, name="end_guardian"),
    path("addresses/<uuid:uid>/end/", family.finish_address, name="end_address"),
    path("statuses/", holders.holders, name="holders"),
    path("status-kinds/", kinds.status_kinds, name="status_kinds"),
    path("status-kinds/new/", kinds.new_status_kind, name="new_status_kind"),
    path("status-kinds/<slug:code>/end/", kinds.finish_status_kind, name="end_status_kind"),
    path("statuses/<uuid:uid>/end/", knowing.finish_status, name="end_status"),
    path("consents/<uuid:uid>/withdraw/", knowing.end_consent, name="withdraw_consent"),
    path("phones/<uuid:uid>/end/", knowing.drop_phone, name="end_phone"),
    path("files/open/", openings.open_with_reason, name="open_file"),
    path("files/<uuid:uid>/", openings.opened_file, name="opened_file"),
    path("files/<uuid:uid>/give-back/", openings.give_back, name="give_back"),
]
