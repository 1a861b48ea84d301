"""F-22 on the screen: the columns stand in it shut, what a place asks besides is written, kept and printed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from yimi.feedback.printing import printed_complaint
from yimi.feedback.tests.factories import make_complaint
from yimi.forms.models import FormEntry
from yimi.forms.tests.factories import make_local_field

pytestmark = pytest.mark.django_db


def page_of(row):
    return reverse("feedback:complaint_form", args=[row.pk])


def test_f_22_takes_what_the_county_added_and_prints_it_with_the_columns(client, world):
    asked = make_local_field(form_code="F-22", label="是否涉及资金", section="handling")
    row = make_complaint(world.a, name="老张", state="answered")
    client.force_login(world.users.head)
    opened = client.get(reverse("feedback:complaint", args=[row.pk])).content.decode()
    assert page_of(row) in opened
    text = client.get(page_of(row)).content.decode()
    assert "是否涉及资金" in text
    assert "约好了没有来" in text
    assert "老张" not in text
    typed = {"a-improvement": "改为提前一天约", f"a-{asked.key}": "no", "row_version": "0"}
    tried = typed | {"a-complainant": "老张", "a-finding": "not_upheld"}
    assert client.post(page_of(row), tried).status_code == 302
    assert FormEntry.objects.get().key == row.key
    form = printed_complaint(row)
    assert "老张" not in str(form)
    assert form.answers[asked.key] is False
    assert form.answers["improvement"] == "改为提前一天约"
    assert form.answers["finding"] == "upheld"


def test_f_22_is_for_handlers_and_never_for_whoever_it_is_about(client, world):
    about_head = make_complaint(world.a, about="worker", worker=world.chen)
    for who, status in (("head", 404), ("wang", 404), ("drolma", 403)):
        client.force_login(getattr(world.users, who))
        assert client.get(page_of(about_head)).status_code == status
        assert client.post(page_of(about_head), {"row_version": "0"}).status_code == status
    assert not FormEntry.objects.exists()
    client.force_login(world.users.li)
    assert client.get(page_of(about_head)).status_code == 200
