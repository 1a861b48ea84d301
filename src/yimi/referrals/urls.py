"""Addresses of the room ``referrals``."""

from __future__ import annotations

from django.urls import path

from yimi.referrals.pages import days, papers, printing, referrals, resources, steps

app_name = "referrals"
urlpatterns = [
    path("", referrals.referrals, name="referrals"),
    path("new/", referrals.new_referral, name="new_referral"),
    path("days/", days.days, name="days"),
    path("resources/", resources.resources, name="resources"),
    path("resources/new/", resources.new_resource, name="new_resource"),
    path("resources/<uuid:uid>/", resources.resource, name="resource"),
    path("resources/<uuid:uid>/print/<slug:kind>/", printing.print_resource, name="print_resource"),
    path("resources/<uuid:uid>/form/", papers.resource_form, name="resource_form"),
    path("resources/<uuid:uid>/<slug:step>/", resources.resource_step, name="resource_step"),
    path("<uuid:uid>/", referrals.referral, name="referral"),
    path("<uuid:uid>/change/", referrals.change, name="change"),
    path("<uuid:uid>/form/", papers.referral_form, name="referral_form"),
    path("<uuid:uid>/reveal/<slug:item>/", referrals.reveal, name="reveal"),
    path("<uuid:uid>/print/<slug:kind>/", printing.print_referral, name="print_referral"),
    path("<uuid:uid>/steps/<slug:step>/", steps.own_step, name="own_step"),
    path("<uuid:uid>/answers/<slug:step>/", steps.answer_step, name="answer_step"),
]
