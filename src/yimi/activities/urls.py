"""Addresses of the activities room. The public one is short, since it stands in a QR code."""

from __future__ import annotations

from django.urls import path

from yimi.activities.pages import activities, holding, papers, public, sheet, voice

app_name = "activities"
urlpatterns = [
    path("", activities.activities, name="activities"),
    path("new/", activities.new_activity, name="new_activity"),
    path("s/<slug:token>/", public.sign_in_page, name="sign_in"),
    path("<uuid:uid>/", activities.activity, name="activity"),
    path("<uuid:uid>/edit/", activities.edit_activity, name="edit_activity"),
    path("<uuid:uid>/voice/", voice.invite, name="invite"),
    path("<uuid:uid>/budget/", activities.budget, name="budget"),
    path("<uuid:uid>/cancel/", activities.cancel, name="cancel"),
    path("<uuid:uid>/sheet/", sheet.sheet, name="sheet"),
    path("<uuid:uid>/sheet/count/", sheet.count, name="sheet_count"),
    path("<uuid:uid>/sheet/open/", sheet.open_now, name="open_sheet"),
    path("<uuid:uid>/sheet/close/", sheet.close_now, name="close_sheet"),
    path("<uuid:uid>/sheet/strike/", sheet.strike, name="strike"),
    path("<uuid:uid>/hold/", holding.hold, name="hold"),
    path("<uuid:uid>/correct/", holding.correct, name="correct"),
    path("<uuid:uid>/void/", holding.void, name="void"),
    path("<uuid:uid>/forms/plan/", papers.plan_form, name="plan_form"),
    path("<uuid:uid>/forms/summary/", papers.summary_form, name="summary_form"),
    path("<uuid:uid>/file.<str:kind>", papers.file, name="file"),
]
