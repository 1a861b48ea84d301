"""Two questions without a name: counted once, never shown one by one, nor to be worked out."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yimi.activities.tests.factories import make_activity, make_held
from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Forbidden, Invalid, NotFound
from yimi.core.ids import new_uid
from yimi.feedback import access, actions
from yimi.feedback.drafts import InvitationDraft
from yimi.feedback.errors import VoiceOver
from yimi.feedback.models import PublicUse, VoiceInvitation, VoiceTally, VoiceUse
from yimi.feedback.queries.voice import voice_figures
from yimi.feedback.tests.factories import make_invitation

pytestmark = pytest.mark.django_db
YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def url(name, *args):
    return reverse(f"feedback:{name}", args=args)


def said(invitation, **changes):
    """The two answers on a form that we gave out."""
    return {"nonce": actions.voice_form(invitation), "rating": "5", "helped": "yes"} | changes


def make_tally(unit, month, ratings, kind="activity"):
    counts = {f"rated_{n}": ratings.count(n) for n in range(1, 6)}
    return VoiceTally.objects.create(
        unit=unit, region_code=unit.region_code, subject_kind=kind, month=date(2026, month, 1),
        answers=len(ratings), helped_yes=len(ratings), **counts,
    )  # fmt: skip


@contextmanager
def freeze_signing(days):
    """Signatures tell the time by the machine's clock, not by ours."""
    with mock.patch.object(time, "time", return_value=time.time() + days * 86_400):
        yield


@pytest.fixture
def in_december():
    with clock.standing_at(datetime(2026, 12, 10, 4, tzinfo=UTC)):
        yield


def draft(world, **changes):
    fields = {
        "unit": world.a, "subject_kind": "case", "subject_uid": new_uid(),
        "expires_on": clock.today() + timedelta(days=30),
    }  # fmt: skip
    return InvitationDraft(**(fields | changes))


def test_one_subject_has_one_link_that_nobody_guesses(world):
    wanted = draft(world)
    first, again = (actions.invite_voice(wanted, actor=world.drolma) for _ in "ab")
    assert first.pk == again.pk
    assert len(first.token) >= 22
    assert AuditEvent.objects.filter(action="feedback.invite_voice").count() == 1
    both = actions.invite_voices([draft(world), wanted], actor=world.drolma)
    assert both[1].pk == first.pk
    assert first.token not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_only_the_own_station_invites(world):
    for who in ("wang", "li", "town"):
        with pytest.raises(Forbidden):
            actions.invite_voice(draft(world), actor=getattr(world, who))
    for wrong in (
        {"subject_kind": "x"}, {"max_answers": 0}, {"max_answers": 9999},
        {"expires_on": clock.today() - timedelta(days=1)}, {"expires_on": date(2999, 1, 1)},
    ):  # fmt: skip
        with pytest.raises(Invalid):
            actions.invite_voice(draft(world, **wrong), actor=world.drolma)
    row = make_invitation(world.a)
    with pytest.raises(NotFound):
        access.get_invitation_for_view(world.wang, row.pk)


def test_an_answer_leaves_counters_and_nothing_else(client, world):
    row = make_invitation(world.a)
    client.force_login(world.users.drolma)
    before = AuditEvent.objects.count()
    assert client.get(url("voice", row.token)).status_code == 200
    answer = client.post(url("voice", row.token), said(row, rating="4", helped="partly"))
    assert answer.status_code == 200
    tally = VoiceTally.objects.get()
    assert (tally.answers, tally.rated_4, tally.helped_partly) == (1, 1, 1)
    assert tally.month == clock.today().replace(day=1)
    assert AuditEvent.objects.count() == before
    assert "127.0.0.1" not in str(list(PublicUse.objects.values()))
    assert {field.name for field in VoiceUse._meta.fields} == {"id", "invitation", "nonce_digest"}
    assert not any("at" in field.name.split("_") for field in VoiceTally._meta.fields)
    row.refresh_from_db()
    assert row.answers == 1


def test_a_form_sent_twice_counts_once(client, world):
    row = make_invitation(world.a, subject_kind="case", max_answers=1)
    data = said(row)
    for _ in "ab":
        assert client.post(url("voice", row.token), data).status_code == 200
    assert VoiceTally.objects.get().answers == 1
    other = client.post(url("voice", row.token), said(row))
    assert other.status_code == 410
    assert VoiceTally.objects.get().answers == 1
    client.cookies.clear()
    assert client.get(url("voice", row.token)).status_code == 410


def test_the_device_remembers_that_it_has_answered(client, world):
    row = make_invitation(world.a)
    client.post(url("voice", row.token), said(row))
    page = client.get(url("voice", row.token)).content.decode()
    assert "您的回答已经计入" in page
    assert 'name="rating"' not in page


def test_never_more_answers_than_invited(world):
    row = make_invitation(world.a, max_answers=2)
    for _ in "ab":
        assert actions.answer_voice(row, rating=3, helped="no", nonce=actions.voice_form(row))
    with pytest.raises(VoiceOver):
        actions.answer_voice(row, rating=3, helped="no", nonce=actions.voice_form(row))
    assert VoiceTally.objects.get().answers == VoiceInvitation.objects.get().answers == 2
    assert VoiceUse.objects.count() == 2


def test_expired_unknown_and_forged(client, world):
    old = make_invitation(world.a, expires_on=clock.today() - timedelta(days=1))
    assert client.get(url("voice", old.token)).status_code == 410
    assert client.post(url("voice", old.token), said(old)).status_code == 410
    assert client.get(url("voice", "nobody-knows-this")).status_code == 404
    row = make_invitation(world.a)
    for wrong in (
        {"rating": "6"},
        {"rating": ""},
        {"helped": "x"},
        {"nonce": ""},
        {"nonce": "n" * 121},
        {"nonce": str(new_uid())},
        {"nonce": actions.voice_form(old)},
    ):
        assert client.post(url("voice", row.token), said(row, **wrong)).status_code == 422
    assert not VoiceTally.objects.exists()


# ---- figures


@pytest.mark.usefixtures("in_december")
def test_fewer_than_five_are_held_back_until_later_months_join_them(world):
    make_tally(world.a, 1, [5, 5, 5])
    assert voice_figures(world.head, **YEAR).lines == []
    make_tally(world.a, 2, [1, 1])
    found = voice_figures(world.head, **YEAR)
    assert (found.tally.answers, found.tally.average) == (5, 3.4)
    make_tally(world.a, 3, [1, 1, 1, 1])
    assert voice_figures(world.head, **YEAR) == found


@pytest.mark.usefixtures("in_december")
def test_a_month_that_is_not_over_is_not_shown(world):
    make_tally(world.a, 12, [5] * 9)
    assert voice_figures(world.head, **YEAR).lines == []


@pytest.mark.usefixtures("in_december")
def test_no_total_contains_what_is_hidden(world):
    make_tally(world.a, 1, [5] * 6)
    make_tally(world.b, 1, [1] * 4)
    make_tally(world.a, 1, [2] * 3, kind="case")
    county = voice_figures(world.li, **YEAR)
    alone = voice_figures(world.li, unit_uid=world.a.pk, **YEAR)
    below = voice_figures(world.li, place="411623", **YEAR)
    assert county.tally.answers == alone.tally.answers == below.tally.answers == 6
    assert county.by_kind == alone.by_kind


@pytest.mark.usefixtures("in_december")
def test_a_period_cuts_no_block_in_two(world):
    make_tally(world.a, 1, [5, 5, 5])
    make_tally(world.a, 2, [1, 1, 1])
    january = {"first": date(2026, 1, 1), "last": date(2026, 1, 31)}
    february = {"first": date(2026, 2, 1), "last": date(2026, 2, 28)}
    assert voice_figures(world.head, **january).tally.answers == 0
    assert voice_figures(world.head, **february).tally.answers == 6


@pytest.mark.usefixtures("in_december")
def test_each_sees_their_own_places(world):
    make_tally(world.a, 1, [5] * 5)
    assert voice_figures(world.wang, **YEAR).lines == []
    for who in ("drolma", "head", "town", "li"):
        assert voice_figures(getattr(world, who), **YEAR).tally.answers == 5


@pytest.mark.usefixtures("in_december")
def test_the_figures_page_costs_the_same_for_3_and_30(client, world):
    client.force_login(world.users.li)
    client.get(url("figures"))
    costs = []
    for months in (range(1, 4), range(4, 11)):
        for month in months:
            for kind in ("case", "group", "activity"):
                make_tally(world.a, month, [4] * 5, kind=kind)
        with CaptureQueriesContext(connection) as spent:
            page = client.get(url("figures"), {"year": "2026"})
        assert page.status_code == 200
        costs.append(len(spent))
    assert costs[0] == costs[1] <= 6
    assert "4.0" in page.content.decode()
    for year in ("0", "x", "99999", "1999"):
        assert client.get(url("figures"), {"year": year}).status_code == 200


# ---- the link


def test_a_worker_invites_and_holds_out_the_code(client, world):
    client.force_login(world.users.drolma)
    held = make_held(world.a, people=37)
    made = client.post(reverse("activities:invite", args=[held.pk]))
    row = VoiceInvitation.objects.get()
    assert (row.subject_uid, row.max_answers) == (held.pk, 37)
    assert made.url == url("invitation", row.pk)
    page = client.get(made.url).content.decode()
    assert row.token in page
    assert 'class="qr"' in page
    planned = make_activity(world.a)
    assert client.post(reverse("activities:invite", args=[planned.pk])).status_code == 409
    client.force_login(world.users.wang)
    assert client.get(url("invitation", row.pk)).status_code == 404
    assert client.post(reverse("activities:invite", args=[held.pk])).status_code == 404


def test_as_many_may_answer_as_were_served_and_never_fewer_than_did(world):
    first = draft(world, subject_kind="activity", max_answers=30)
    row = actions.invite_voice(first, actor=world.drolma)
    VoiceInvitation.objects.filter(pk=row.pk).update(answers=10)
    for most, stands in ((50, 50), (8, 10)):
        row = actions.invite_voice(replace(first, max_answers=most), actor=world.drolma)
        row.refresh_from_db()
        assert row.max_answers == stands


# ---- stuffing


def test_one_device_is_one_form_and_counts_once(client, world):
    row = make_invitation(world.a)
    first, second = (client.get(url("voice", row.token)) for _ in "ab")
    nonces = {page.context["form"]["nonce"].value() for page in (first, second)}
    assert len(nonces) == 1
    for _ in "abc":
        assert client.post(url("voice", row.token), said(row, nonce=nonces.copy().pop())).status_code == 200  # fmt: skip
    assert VoiceTally.objects.get().answers == 1


def test_one_address_cannot_fill_an_activitys_answers(client, world):
    row = make_invitation(world.a, max_answers=200)
    codes = [client.post(url("voice", row.token), said(row)).status_code for _ in range(52)]
    assert codes == [200] * 50 + [422] * 2
    assert VoiceInvitation.objects.get().answers == 50
    elsewhere = client.post(url("voice", row.token), said(row), REMOTE_ADDR="10.0.0.7")
    assert elsewhere.status_code == 200


def test_a_form_kept_for_days_is_given_anew(client, world):
    row = make_invitation(world.a)
    old = said(row)
    with freeze_signing(days=2):
        page = client.post(url("voice", row.token), old)
        assert page.status_code == 422
        fresh = page.context["form"]["nonce"].value()
        assert fresh != old["nonce"]
        assert client.post(url("voice", row.token), old | {"nonce": fresh}).status_code == 200


def test_how_many_answered_is_told_from_five_on(client, world):
    client.force_login(world.users.drolma)
    few, many = make_invitation(world.a, answers=4), make_invitation(world.a, answers=5)
    assert client.get(url("invitation", few.pk)).context["answers"] is None
    assert client.get(url("invitation", many.pk)).context["answers"] == 5
