"""Addresses of the room ``feedback``; the public ones are short, since they stand in QR codes."""

from __future__ import annotations

from django.urls import path

from yimi.feedback.pages import complaints, handling, papers, printing, public, voice

app_name = "feedback"
urlpatterns = [
    path("s/<slug:number>/complain/", public.complain, name="complain"),
    path("v/<slug:token>/", public.voice, name="voice"),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/new/", complaints.new_complaint, name="new_complaint"),
    path("complaints/status/", public.status, name="status"),
    path("complaints/days/", complaints.days, name="days"),
    path("complaints/poster/<uuid:uid>/", voice.poster, name="poster"),
    path("complaints/<uuid:uid>/", complaints.complaint, name="complaint"),
    path("complaints/<uuid:uid>/complainant/", complaints.reveal, name="reveal"),
    path(
        "complaints/<uuid:uid>/print/<slug:kind>/", printing.print_complaint, name="print_complaint"
    ),
    path("complaints/<uuid:uid>/form/", papers.complaint_form, name="complaint_form"),
    path("complaints/<uuid:uid>/<slug:step>/", handling.step, name="step"),
    path("voice/", voice.figures, name="figures"),
    path("voice/<uuid:uid>/", voice.invitation, name="invitation"),
]
