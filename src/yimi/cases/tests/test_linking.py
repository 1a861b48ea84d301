"""What hangs on a case is tied to it through the case's own door, and stands on its page and in its file."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from yimi.cases.models import Case
from yimi.cases.paper_file import whole_file
from yimi.cases.tests.conftest import days_ago
from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.feedback.models import VoiceInvitation
from yimi.referrals.models import Referral, ResourceLink

pytestmark = pytest.mark.django_db


def signed_in(world, name="drolma"):
    client = Client()
    client.force_login(world.users[name])
    return client


def referral(world, **changes):
    return {
        "uid": new_uid(), "resident": world.client.pk, "worker": world.staff["drolma"].pk, "reason": "mental_health",
        "text": "夜里睡不着", "name": "商水县人民医院", "contact": "", "shared": ["basic"],
    } | changes  # fmt: skip


def resource(world, **changes):
    return {
        "uid": new_uid(), "resident": world.client.pk, "worker": world.staff["drolma"].pk, "need": "food",
        "kind": "goods", "text": "一床棉被", "requested_on": clock.today().isoformat(),
    } | changes  # fmt: skip


def test_a_referral_and_a_resource_of_a_case_stand_on_its_page_and_in_its_file(world):
    case, client = world.case(agreed=True), signed_in(world)
    for name, typed in (("new_referral", referral(world)), ("new_resource", resource(world))):
        address = reverse(f"cases:{name}", args=[case.pk])
        assert client.get(address).status_code == 200
        sent = client.post(address, typed)
        assert sent.status_code == 302, sent.content.decode()[:4000]
    assert (Referral.objects.get().case_uid, ResourceLink.objects.get().case_uid) == (case.pk,) * 2
    page = client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "商水县人民医院" in page
    assert Referral.objects.get().number in page
    codes = [sheet.definition.code for sheet in whole_file(case)]
    assert codes.index("F-06") < codes.index("F-07")
    read = signed_in(world, "zhao").get(reverse("cases:case", args=[case.pk])).content.decode()
    assert Referral.objects.get().number in read
    assert reverse("referrals:referral", args=[Referral.objects.get().pk]) not in read


@pytest.mark.parametrize("name", ["new_referral", "new_resource"])
def test_nobody_ties_anything_to_a_case_that_is_not_theirs(world, name):
    case = world.case()
    theirs = reverse(f"cases:{name}", args=[case.pk])
    assert signed_in(world, "wang").get(theirs).status_code == 404
    assert signed_in(world, "mei").get(theirs).status_code == 403
    by_hand = reverse(f"referrals:{name}") + f"?household={world.household.pk}&case={case.pk}"
    for client in (signed_in(world), signed_in(world, "tashi")):
        assert client.get(by_hand).status_code == 404
        assert client.post(by_hand, referral(world)).status_code == 404
    assert not Referral.objects.exists()


def test_the_client_is_asked_once_the_case_is_closed(world):
    case, client = world.case(), signed_in(world)
    ask = reverse("cases:invite", args=[case.pk])
    assert client.post(ask).status_code == 409
    Case.objects.filter(pk=case.pk).update(
        stage="done", closing_reason="goals_met", closed_on=days_ago(1)
    )
    assert signed_in(world, "wang").post(ask).status_code == 404
    assert client.post(ask).status_code == 302
    row = VoiceInvitation.objects.get()
    assert (row.subject_kind, row.subject_uid, row.max_answers) == ("case", case.pk, 1)
    assert ask in client.get(reverse("cases:case", args=[case.pk])).content.decode()
