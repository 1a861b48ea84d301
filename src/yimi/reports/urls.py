"""Addresses of the room ``reports``."""

from __future__ import annotations

from django.urls import path

from yimi.reports.pages import bulletins, mine, report, review, typed

app_name = "reports"
REPORT = "<slug:pack>/<slug:label>/<slug:key>/"
urlpatterns = [
    path("", mine.reports, name="reports"),
    path("accept/", review.accept_many, name="accept_many"),
    path("remind/", review.remind_late, name="remind"),
    path("county/<slug:key>/", review.county, name="county"),
    path("targets/<slug:key>/", review.target, name="target"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/<slug:template>/<slug:label>/<slug:key>/", bulletins.bulletin, name="bulletin"),
    path(
        "bulletins/<slug:template>/<slug:label>/<slug:key>/word/",
        bulletins.bulletin_word,
        name="bulletin_word",
    ),
    path("review/<uuid:uid>/return/", review.give_back, name="return"),
    path("review/<uuid:uid>/accept/", review.accept, name="accept"),
    path("review/<uuid:uid>/lock/", review.lock, name="lock"),
    path("corrections/<uuid:uid>/note/", review.note_correction, name="note_correction"),
    path(REPORT, report.report, name="report"),
    path(f"{REPORT}submit/", report.submit, name="submit"),
    path(f"{REPORT}correct/", report.correct, name="correct"),
    path(f"{REPORT}rows/<str:row>/", report.value, name="value"),
    path(f"{REPORT}rows/<str:row>/typed/", typed.typed, name="typed"),
    path(f"{REPORT}rows/<str:row>/withdraw/", report.withdraw, name="withdraw"),
    path(f"{REPORT}paper/<slug:kind>/", report.paper, name="paper"),
]
