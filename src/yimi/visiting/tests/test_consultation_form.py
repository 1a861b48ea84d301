"""F-15 on the screen: the record stands in it shut, what a place asks besides is written, kept and printed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from yimi.forms.filling import printed
from yimi.forms.models import FormEntry
from yimi.forms.tests.factories import make_local_field
from yimi.visiting.actions import ConsultationDraft, record_consultation
from yimi.visiting.paper import consultation_paper, head_of
from yimi.visiting.queries.consultations import rows_with_records

pytestmark = pytest.mark.django_db


def asked_by(world, **record):
    fields = {
        "method": "consultation",
        "item_code": "SA2",
        "note": "问：低保怎么申请\n答：带户口本来",
    }
    draft = ConsultationDraft(
        record=world.new(**(fields | record)),
        channel="visit",
        result="answered",
        is_anonymous=not record.get("participants", True),
    )
    return record_consultation(draft, actor=world.drolma)


def page_of(row):
    return reverse("visiting:consultation_form", args=[row.pk])


def test_f_15_takes_what_the_county_added_and_prints_it_with_the_record(client, world):
    added = make_local_field(form_code="F-15", label="是否外来务工", section="asker")
    row = asked_by(world)
    client.force_login(world.users["drolma"])
    shown = client.get(reverse("visiting:consultations"), {"state": "all"}).content.decode()
    assert page_of(row) in shown
    text = client.get(page_of(row)).content.decode()
    assert "是否外来务工" in text
    assert "低保怎么申请" in text
    typed = {
        "a-for_whom": "母亲",
        f"a-{added.key}": "yes",
        "a-question": "别的",
        "row_version": "0",
    }
    assert client.post(page_of(row), typed).status_code == 302
    assert FormEntry.objects.get().key == world.household.key
    (found,) = rows_with_records(world.drolma, [row])
    form = printed(consultation_paper(world.drolma, found), head_of(found.record))
    assert form.answers[added.key] is True
    assert (form.answers["for_whom"], form.answers["question"]) == ("母亲", "低保怎么申请")
    paper = client.get(reverse("visiting:print_consultation", args=[row.pk]))
    assert paper.content.startswith(b"%PDF")


def test_a_nameless_consultations_form_is_kept_under_the_units_key(client, world):
    row = asked_by(world, household_uid=None, participants={}, head_counts={"elder": 1})
    client.force_login(world.users["drolma"])
    assert client.post(page_of(row), {"a-contact": "微信", "row_version": "0"}).status_code == 302
    world.unit.refresh_from_db()
    assert FormEntry.objects.get().key == world.unit.key


def test_f_15_is_for_the_station_alone(client, world):
    row = asked_by(world)
    for who, status in (("wang", 404), ("li", 403)):
        client.force_login(world.users[who])
        assert client.get(page_of(row)).status_code == status
        assert client.post(page_of(row), {"row_version": "0"}).status_code == status
    assert not FormEntry.objects.exists()
