"""Changing one's own password."""

from __future__ import annotations

import pytest
from django.test import Client

from yimi.access.actions import change_own_password
from yimi.access.models import User
from yimi.access.queries import build_actor
from yimi.access.tests.factories import PASSWORD
from yimi.audit.models import AuditEvent
from yimi.core.errors import Invalid

pytestmark = pytest.mark.django_db
NEW = "把钥匙放在花盆下面7号"


@pytest.fixture
def drolma(client, people):
    client.force_login(people.drolma)
    return people.drolma


def change(client, old=PASSWORD, new=NEW, again=NEW):
    return client.post("/password/", {"old": old, "new": new, "again": again})


def test_it_ends_the_sessions_on_other_devices_and_keeps_this_one(client, drolma):
    other = Client()
    other.force_login(drolma)
    key = client.session.session_key
    assert change(client)["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert client.session.session_key != key
    assert other.get("/account/").status_code == 302
    drolma.refresh_from_db()
    assert drolma.check_password(NEW)
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["access.password_changed"]


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"old": "not it, sorry"}, "old"),
        ({"again": "something else 77"}, "again"),
        ({"new": "woaini1314", "again": "woaini1314"}, "new"),
        ({"new": "drolma-drolma", "again": "drolma-drolma"}, "new"),
        ({"new": "short7#", "again": "short7#"}, "new"),
        ({"new": PASSWORD, "again": PASSWORD}, "new"),
        ({"new": "x" * 200, "again": "x" * 200}, "new"),
        ({"new": "nul\x00inside the word", "again": "nul\x00inside the word"}, "new"),
        ({"new": ""}, "new"),
    ],
)
def test_it_says_at_the_field_what_is_wrong(client, drolma, wrong, field):
    response = change(client, **wrong)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    drolma.refresh_from_db()
    assert drolma.check_password(PASSWORD)


def test_spaces_at_either_end_belong_to_the_password(client, drolma):
    spaced = "  三只白鹅过马路去了  "
    change(client, new=spaced, again=spaced)
    drolma.refresh_from_db()
    assert drolma.check_password(spaced)
    assert not drolma.check_password(spaced.strip())


def test_of_two_changes_at_once_one_wins(drolma):
    first, second = User.objects.get(pk=drolma.pk), User.objects.get(pk=drolma.pk)
    actor = build_actor(drolma)
    change_own_password(first, old=PASSWORD, new=NEW, actor=actor)
    with pytest.raises(Invalid):
        change_own_password(second, old=PASSWORD, new="雨天的邮筒是绿的7", actor=actor)
    drolma.refresh_from_db()
    assert drolma.check_password(NEW)


def test_passwords_never_come_back_in_the_page(client, drolma):
    response = change(client, old="my old secret 123", new="short7#", again="short7#")
    assert "my old secret" not in response.content.decode()
    assert "short7#" not in response.content.decode()


def test_guessing_the_old_password_of_an_open_session_is_limited(client, drolma):
    for _guess in range(4):
        assert change(client, old="not it, sorry").status_code == 422
    locked = change(client, old="not it, sorry")
    assert locked.status_code == 429
    assert change(client).status_code == 429, "the right one does not help while it is locked"
    drolma.refresh_from_db()
    assert not drolma.check_password(NEW)
