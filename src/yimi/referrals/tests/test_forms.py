"""F-06 and F-07 on the screen: the columns stand in them shut, what a place asks besides is written, kept and printed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from yimi.forms.models import FormEntry
from yimi.forms.tests.factories import make_local_field
from yimi.referrals.models import Step
from yimi.referrals.printing import printed_referral, printed_resource
from yimi.referrals.tests.factories import make_referral, make_resource

pytestmark = pytest.mark.django_db


def test_f_07_takes_what_the_county_added_and_prints_it_with_the_columns(client, world):
    asked = make_local_field(form_code="F-07", label="是否易返贫户")
    # a note longer than a line of the form holds must not keep the page from being saved
    row = make_referral(world.a, resident=world.elder, state="done")
    consent = row.consent
    consent.note_sealed = row.key.seal("证" * 400, field="consent", row=consent.pk)
    consent.save()
    page = reverse("referrals:referral_form", args=[row.pk])
    client.force_login(world.users.drolma)
    assert page in client.get(reverse("referrals:referral", args=[row.pk])).content.decode()
    text = client.get(page).content.decode()
    assert "是否易返贫户" in text
    assert "商水县人民医院" in text
    typed = {"a-service_given": "陪诊两次", f"a-{asked.key}": "yes", "a-receiver": "别处"}
    saved = client.post(page, typed | {"row_version": "0"})
    assert saved.url == reverse("referrals:referral", args=[row.pk])
    entry = FormEntry.objects.get()
    assert (entry.key, entry.subject_uid) == (world.elder.key, row.pk)
    form = printed_referral(row)
    assert form.answers[asked.key] is True
    assert form.answers["service_given"] == "陪诊两次"
    assert form.answers["receiver"] == "商水县人民医院"
    assert form.definition.field(asked.key) is not None
    assert form.head["date"] == row.steps.get(step=Step.OPEN).happened_on.isoformat()


def test_f_06_takes_what_the_county_added_and_prints_it_with_the_columns(client, world):
    asked = make_local_field(form_code="F-06", label="是否入库", kind="text")
    row = make_resource(world.a, resident=world.elder, value_fen=68_050, provider="县残联")
    page = reverse("referrals:resource_form", args=[row.pk])
    client.force_login(world.users.drolma)
    assert page in client.get(reverse("referrals:resource", args=[row.pk])).content.decode()
    text = client.get(page).content.decode()
    assert "是否入库" in text
    assert "680.5" in text
    typed = {"a-provider_kind": "charity", f"a-{asked.key}": "已入库", "row_version": "0"}
    assert client.post(page, typed | {"a-provider": "别处"}).status_code == 302
    again = client.post(page, typed | {f"a-{asked.key}": "没有"})
    assert again.status_code == 422, "somebody saved since: both are shown"
    assert "已入库" in again.content.decode()
    form = printed_resource(row)
    assert form.answers[asked.key] == "已入库"
    assert (form.answers["provider"], form.answers["provider_kind"]) == ("县残联", "charity")
    assert form.answers["value"] == 68_050


@pytest.mark.parametrize("name", ["referral", "resource"])
def test_the_forms_are_for_those_who_may_change_the_row(client, world, name):
    row = {"referral": make_referral, "resource": make_resource}[name](world.a)
    page = reverse(f"referrals:{name}_form", args=[row.pk])
    for who, status in (("wang", 404), ("town", 403)):
        client.force_login(getattr(world.users, who))
        assert client.get(page).status_code == status
        assert client.post(page, {"row_version": "0"}).status_code == status
    client.force_login(world.users.town)
    assert page not in client.get(reverse(f"referrals:{name}", args=[row.pk])).content.decode()
    assert not FormEntry.objects.exists()
