"""Addresses of the room ``rulemaking``."""

from __future__ import annotations

from django.urls import path

from yimi.rulemaking.pages import asking, compare, drafts, parts, steps, workbook

app_name = "rulemaking"
urlpatterns = [
    path("", drafts.drafts, name="drafts"),
    path("new/", drafts.begin, name="begin"),
    path("compare/", compare.page, name="compare"),
    path("compare/export/", workbook.export, name="compare_export"),
    path("<uuid:uid>/", drafts.draft, name="draft"),
    path("<uuid:uid>/text/", parts.text, name="text"),
    path("<uuid:uid>/add/<str:kind>/", parts.add, name="add"),
    path("<uuid:uid>/part/<str:key>/", parts.edit, name="part"),
    path("<uuid:uid>/part/<str:key>/remove/", parts.remove, name="remove_part"),
    path("<uuid:uid>/words/", asking.words, name="words"),
    path("<uuid:uid>/check/", asking.check, name="check"),
    path("<uuid:uid>/reach/", asking.reach, name="reach"),
    path("<uuid:uid>/propose/", steps.propose, name="propose"),
    path("<uuid:uid>/drop/", steps.drop, name="drop"),
]
