"""A report stands in no ordinary list, timeline, search, export, figure or API answer, and counts as no service."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.urls import reverse

from yimi.api.tests.conftest import make_api_token
from yimi.core import clock
from yimi.people.actions.searching import make_tokens, save_tokens
from yimi.protection.actions import report_harm
from yimi.protection.models import HarmReport
from yimi.protection.rules import ReportContent
from yimi.protection.tests.factories import make_reader, new_report
from yimi.services.queries import total_figures
from yimi.services.queries.timeline import household_timeline
from yimi.services.tests.factories import make_record

pytestmark = pytest.mark.django_db
SECRET = "背上有烫伤"


@pytest.fixture
def reported(people):
    """A report about the girl, by Drolma; Drolma and Chen may read it, which must not let it leak either."""
    content = ReportContent(
        who=f"小雨{SECRET}", resident_uid=people.girl.pk, kinds=("violence",), text=SECRET
    )
    report = report_harm(new_report(content=content), actor=people.drolma).report
    make_reader(people.chen.uid, people.a)
    save_tokens(make_tokens(people.girl))
    return report


def found_in(text, report):
    return [word for word in (report.number, str(report.pk), report.pk.hex, SECRET) if word in text]


PAGES = {
    "household": lambda people: reverse("portal:household", args=[people.home.pk]),
    "member": lambda people: reverse("people:member", args=[people.girl.pk]),
    "households": lambda people: reverse("people:households"),
    "register": lambda people: reverse("services:register") + "?state=all",
    "today": lambda people: reverse("portal:home"),
    "mine": lambda people: reverse("portal:mine"),
}


@pytest.mark.parametrize("place", PAGES)
@pytest.mark.parametrize("who", ["drolma", "chen"])
def test_no_ordinary_page_shows_it_even_to_those_who_may_read_it(
    client, people, reported, who, place
):
    client.force_login(getattr(people.users, who))
    response = client.get(PAGES[place](people), follow=True)
    assert response.status_code == 200
    text = response.content.decode()
    # the home page may say that a report waits; never what it is about
    words = found_in(text, reported)
    assert not set(words) - {reported.number, str(reported.pk)} if place == "today" else not words


def test_no_search_finds_it(client, people, reported):
    client.force_login(people.users.chen)
    for text in (reported.number, SECRET, "小雨"):
        answer = client.post(
            reverse("people:search"), {"q": text}, headers={"HX-Request": "true"}
        ).content.decode()
        assert not found_in(answer, reported)


def test_no_export_holds_it(client, people, reported):
    make_record(people.a, household=people.home)
    client.force_login(people.users.chen)
    response = client.get(reverse("services:export"), {"state": "all"})
    book = ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    text = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    assert "赵" in text or "EL2" in text or people.home.number in text, "the export is not empty"
    assert not found_in(text, reported)


def test_no_figure_counts_it_and_the_timeline_is_empty(people, reported):
    day = clock.today()
    figures = total_figures(people.drolma, first=day, last=day, unit_uids=[people.a.pk])
    assert not any(figures.values())
    assert household_timeline(people.drolma, people.home) == ([], None)


def test_no_api_answer_holds_it(client, people, reported):
    how = {"HTTP_AUTHORIZATION": f"Bearer {make_api_token(people.users.chen)}"}
    for path in (
        "records",
        f"figures/total?month={clock.today():%Y-%m}",
        "households",
        f"households/{people.home.pk}",
        f"residents/{people.girl.pk}",
        "openapi.json",
    ):
        answer = client.get(f"/api/v1/{path}", **how)
        assert answer.status_code == 200, path
        text = answer.content.decode()
        assert not found_in(text, reported), path
        assert "protection" not in text, path


def test_no_other_table_points_at_it():
    """What no row refers to, no other room's query can reach: a report is linked to by its own steps only."""
    own = {"ReportStep"}
    pointing = {
        model.__name__
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "remote_field", None)
        and getattr(field, "related_model", None) is HarmReport
        and field.concrete
    }
    assert pointing == own


def test_it_points_at_no_resident_and_no_household():
    targets = {
        field.related_model.__name__
        for field in HarmReport._meta.get_fields()
        if field.concrete and field.is_relation
    }
    assert targets == {"ServiceUnit", "DataKey"}
