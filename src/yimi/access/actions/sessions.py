"""Coming and going: what the trail keeps of it."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from yimi.access.models import User
from yimi.access.queries import ANONYMOUS, build_actor
from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.crypto import digest_value


@transaction.atomic
def note_sign_in(user: User) -> None:
    """Note that ``user`` signed in."""
    record_event(build_actor(user), "access.signed_in", subject_kind="user", subject_uid=user.uid)


@transaction.atomic
def note_sign_out(actor: Actor) -> None:
    """Note that a user signed out by themselves."""
    record_event(actor, "access.signed_out", subject_kind="user", subject_uid=actor.uid)


@transaction.atomic
def note_sign_in_failed(username: str, *, failures_left: int) -> None:
    """Note a wrong password; with none left, that the name is now locked.

    A name nobody has is kept only as a keyed digest: people type passwords into the wrong field.
    """
    uid = User.objects.filter(username=username).values_list("uid", flat=True).first()
    record_event(
        ANONYMOUS,
        "access.sign_in_failed" if failures_left else "access.locked_out",
        subject_kind="user" if uid else "unknown_user",
        subject_uid=uid or digest_value("username", username, place=""),
        details={"failures_left": failures_left},
    )


def choose_language(user: User, language: str) -> None:
    """Remember the language of ``user``'s pages; an unknown one is left out. Not an event worth a trail."""
    if language in dict(settings.LANGUAGES):
        User.objects.filter(pk=user.pk).update(language=language)
