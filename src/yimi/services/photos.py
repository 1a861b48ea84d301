"""Photos: checked by decoding them, shrunk, re-encoded without any metadata (place, camera, time)."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import IO, cast

from django.core.files import File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from yimi.services.errors import PhotoRefused

MAX_BYTES = 15 * 2**20
#: A longer side than this tells an evaluator nothing more.
LONG_SIDE = 1_600
#: A picture of more pixels than this is a decompression bomb, not a phone's photo.
MAX_PIXELS = 120_000_000
#: An uploaded file, or any file opened for reading bytes.
Upload = IO[bytes] | File
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82


@dataclass(frozen=True, slots=True)
class Photo:
    """A clean JPEG."""

    content: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        """Of the clean bytes: the same photo sent twice has the same digest."""
        return hashlib.sha256(self.content).hexdigest()


def clean_photo(file: Upload, *, size: int) -> Photo:
    """Decode, turn upright, shrink, re-encode as JPEG without metadata. Raises :class:`PhotoRefused`.

    Memory: the decoded picture once (about 36 MB for 12 megapixels).
    """
    if size > MAX_BYTES:
        raise PhotoRefused(why=_("超过 15 MB，请用手机的普通画质重拍。"))
    try:
        with Image.open(cast(IO[bytes], file), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise PhotoRefused(why=_("像素太大，请用手机的普通画质重拍。"))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONG_SIDE, LONG_SIDE))
            plain = upright.convert("RGB")
    except UnidentifiedImageError:
        raise PhotoRefused(why=_("它不是照片（只收 JPEG、PNG、WebP）。")) from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise PhotoRefused(why=_("文件不完整或已损坏，请重拍。")) from None
    # A new image from pixels alone: whatever the original carried beside them stays behind.
    clean = Image.frombytes("RGB", plain.size, plain.tobytes())
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Photo(out.getvalue(), clean.width, clean.height)
