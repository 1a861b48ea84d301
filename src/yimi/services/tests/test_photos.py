"""Photos leave their place and camera behind, and only photos come in."""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from yimi.access.tests.factories import make_user
from yimi.audit.models import AuditEvent
from yimi.core.errors import NotFound
from yimi.core.ids import new_uid
from yimi.services.access import get_photo_for_view
from yimi.services.actions import attach_photo, correct_record, record_service, withdraw_photo
from yimi.services.errors import (
    NoteNotYours,
    PhotoRefused,
    RecordAlreadyReplaced,
    WithdrawalNeedsReason,
)
from yimi.services.models import Attachment
from yimi.services.photos import LONG_SIDE, MAX_BYTES, clean_photo
from yimi.services.queries.detail import record_detail
from yimi.services.queries.photos import photo_path, read_photo


def phone_photo(size=(2400, 1800), form="JPEG") -> bytes:
    """A photo with GPS position, camera and a sideways flag, as phones make them."""
    image = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    exif[0x010F] = "DemoPhone"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (33.0, 36.0, 12.0)
    out = io.BytesIO()
    image.save(out, form, exif=exif, comment="写在照片里的话") if form == "JPEG" else image.save(
        out, form
    )
    return out.getvalue()


def test_the_place_the_camera_and_comments_are_gone():
    raw = phone_photo()
    assert b"DemoPhone" in raw
    clean = clean_photo(io.BytesIO(raw), size=len(raw))
    with Image.open(io.BytesIO(clean.content)) as opened:
        assert not opened.getexif()
        assert "comment" not in opened.info
    assert b"DemoPhone" not in clean.content
    # the sideways flag was obeyed before it was dropped, and the photo was shrunk
    assert (clean.width, clean.height) == (LONG_SIDE * 3 // 4, LONG_SIDE)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_photo_formats_become_jpeg(form):
    raw = phone_photo((300, 200), form)
    assert clean_photo(io.BytesIO(raw), size=len(raw)).content[:2] == b"\xff\xd8"


@pytest.mark.parametrize(
    "raw",
    [b"", b"not a picture", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
     b"GIF89a" + b"\0" * 40, phone_photo((300, 200))[:500]],
)  # fmt: skip
def test_what_is_no_photo_is_refused(raw):
    with pytest.raises(PhotoRefused):
        clean_photo(io.BytesIO(raw), size=len(raw))


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_it(noise):
    raw = phone_photo((40, 30))[:30] + noise
    with suppress(PhotoRefused):
        clean_photo(io.BytesIO(raw), size=len(raw))


def test_too_large_is_refused_before_decoding():
    with pytest.raises(PhotoRefused):
        clean_photo(io.BytesIO(b""), size=MAX_BYTES + 1)


def test_a_photo_is_encrypted_on_disk_and_added_once(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record = record_service(world.new(), actor=world.drolma).record
    raw = phone_photo()
    first = attach_photo(record.pk, io.BytesIO(raw), size=len(raw), actor=world.drolma)
    second = attach_photo(record.pk, io.BytesIO(raw), size=len(raw), actor=world.drolma)
    assert first.pk == second.pk
    on_disk = photo_path(first.uid).read_bytes()
    assert on_disk[:2] != b"\xff\xd8"
    assert read_photo(Attachment.objects.get())[:2] == b"\xff\xd8"
    with pytest.raises(NotFound):
        attach_photo(record.pk, io.BytesIO(raw), size=len(raw), actor=world.wang)
    withdraw_photo(first.pk, actor=world.drolma, reason="拍到了别人")
    assert Attachment.objects.get().voided_at is not None
    with pytest.raises(NotFound):
        withdraw_photo(first.pk, actor=world.drolma, reason="再来")


def test_a_photo_is_withdrawn_with_a_reason_only(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record = record_service(world.new(), actor=world.drolma).record
    raw = phone_photo()
    photo = attach_photo(record.pk, io.BytesIO(raw), size=len(raw), actor=world.drolma)
    with pytest.raises(WithdrawalNeedsReason):
        withdraw_photo(photo.pk, actor=world.drolma, reason="  ")
    assert Attachment.objects.get().voided_at is None


def test_photos_stay_with_the_event_through_a_correction(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record = record_service(world.new(), actor=world.drolma).record
    raw = phone_photo((300, 200))
    photo = attach_photo(record.pk, io.BytesIO(raw), size=len(raw), actor=world.drolma)
    fixed = correct_record(record.pk, world.new(minutes=45), actor=world.drolma)
    assert [row.pk for row in record_detail(world.drolma, fixed.pk).photos] == [photo.pk]
    assert get_photo_for_view(world.drolma, photo.pk).record == fixed
    # the same photo again is still the same, and a version that no longer stands takes none
    again = attach_photo(fixed.pk, io.BytesIO(raw), size=len(raw), actor=world.drolma)
    assert again.pk == photo.pk
    with pytest.raises(RecordAlreadyReplaced):
        attach_photo(record.pk, io.BytesIO(raw), size=len(raw), actor=world.drolma)


def test_a_photo_taken_out_of_sight_may_come_back(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record = record_service(world.new(), actor=world.drolma).record
    raw = phone_photo((300, 200))
    first = attach_photo(record.pk, io.BytesIO(raw), size=len(raw), actor=world.drolma)
    withdraw_photo(first.pk, actor=world.drolma, reason="点错了")
    second = attach_photo(record.pk, io.BytesIO(raw), size=len(raw), actor=world.drolma)
    assert second.pk != first.pk
    assert [row.pk for row in record_detail(world.drolma, record.pk).photos] == [second.pk]


def test_a_look_at_a_photo_is_in_the_trail(world, settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path
    record = record_service(world.new(), actor=world.drolma).record
    raw = phone_photo((300, 200))
    photo = attach_photo(record.pk, io.BytesIO(raw), size=len(raw), actor=world.drolma)
    client.force_login(make_user("worker", world.unit, name="卓玛"))
    assert client.get(f"/photos/{photo.pk}/").status_code == 200
    event = AuditEvent.objects.get(action="services.photo_viewed")
    assert event.details == {"photo": str(photo.pk)}
    client.force_login(make_user("worker", world.elsewhere, name="王强"))
    assert client.get(f"/photos/{photo.pk}/").status_code == 404
    assert AuditEvent.objects.filter(action="services.photo_viewed").count() == 1


def test_nobody_lets_themselves_in_to_a_case_sessions_photos_by_a_correction(
    world, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    raw = phone_photo((300, 200))
    session = record_service(world.new(method="case_session"), actor=world.drolma).record
    attach_photo(session.pk, io.BytesIO(raw), size=len(raw), actor=world.drolma)
    colleague = replace(world.drolma, uid=new_uid(), worker_uid=new_uid())
    with pytest.raises(NoteNotYours):
        correct_record(session.pk, world.new(method="case_session"), actor=colleague)
    mended = world.new(method="case_session", minutes=45)
    assert correct_record(session.pk, mended, actor=world.drolma).minutes == 45
