"""What a file is, by its content: the name says little (a photograph is often called 名单.xlsx)."""

from __future__ import annotations

import io
import zipfile
import zlib
from enum import StrEnum

#: The whole workbook unpacked. A list of 300,000 people takes about 300 MB of XML.
MAX_UNPACKED = 640 << 20
#: A list packs to a tenth or a twentieth of itself; what unpacks to more than this many times its size is no list.
#: Small workbooks may: a sheet of empty formatted rows packs very well.
MOST_TIMES = 100
SMALL_UNPACKED = 48 << 20
MAX_MEMBERS = 20_000
#: A name in the zip's directory, so that member sizes can be counted without trusting what the directory claims.
_LOCAL_HEADER = 30
_PIECE = 1 << 20


class FileKind(StrEnum):
    """How the content is read."""

    WORKBOOK = "workbook"
    TEXT = "text"


class UnreadableFile(ValueError):
    """The file cannot be read as a table; ``problem`` is a key of ``errors.FILE_MESSAGES``."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def detect(content: bytes) -> FileKind:
    """Tell a workbook from a text table; raises :class:`UnreadableFile` for anything else.

    >>> detect("姓名,性别".encode("gb18030"))
    <FileKind.TEXT: 'text'>
    """
    if not content.strip(b"\x00 \r\n\t"):
        raise UnreadableFile("empty_file")
    if content.startswith(b"PK"):
        _check_zip(content)
        return FileKind.WORKBOOK
    if content.startswith(OLE):
        _check_ole(content)
        return FileKind.WORKBOOK
    _check_foreign(content)
    return FileKind.TEXT


def _check_foreign(content: bytes) -> None:
    if content.startswith(PICTURES) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        raise UnreadableFile("picture")
    if content[4:8] == b"ftyp":
        raise UnreadableFile("picture")
    if content.startswith(b"%PDF"):
        raise UnreadableFile("pdf")
    if content.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise UnreadableFile("archive")
    start = content[:2048].lower()
    if b"<html" in start or b"<table" in start or b"urn:schemas-microsoft-com" in start:
        raise UnreadableFile("web_page")


def _check_ole(content: bytes) -> None:
    """Old Excel, or another program's file in the same container."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableFile("password")
    if "WordDocument".encode("utf-16-le") in content:
        raise UnreadableFile("word")


def _check_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        raise UnreadableFile("damaged") from None
    names = {member.filename for member in members}
    if any(name.startswith("word/") for name in names):
        raise UnreadableFile("word")
    if not any(name.startswith("xl/workbook.") for name in names) and "content.xml" not in names:
        raise UnreadableFile("archive")
    room = min(MAX_UNPACKED, max(SMALL_UNPACKED, MOST_TIMES * len(content)))
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > room:
        raise UnreadableFile("too_large_inside")
    for member in members:
        if member.filename.endswith((".xml", ".bin", ".rels")):
            room -= _unpacked_size(content, member, room)


def _unpacked_size(content: bytes, member: zipfile.ZipInfo, room: int) -> int:
    """Bytes that the member really unpacks to, counted piece by piece; the directory may lie."""
    if member.compress_type == zipfile.ZIP_STORED:
        return member.compress_size
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise UnreadableFile("damaged")  # Excel and WPS write no other kind
    at = member.header_offset
    head = content[at : at + _LOCAL_HEADER]
    if len(head) < _LOCAL_HEADER or head[:4] != b"PK\x03\x04":
        raise UnreadableFile("damaged")
    begin = at + _LOCAL_HEADER + int.from_bytes(head[26:28], "little")
    begin += int.from_bytes(head[28:30], "little")
    packed = memoryview(content)[begin : begin + member.compress_size]
    unpacker, size = zlib.decompressobj(-15), 0
    try:
        for start in range(0, len(packed), _PIECE):
            piece: bytes | memoryview = packed[start : start + _PIECE]
            while piece:
                size += len(unpacker.decompress(piece, _PIECE * 4))
                if size > room:
                    raise UnreadableFile("too_large_inside")
                piece = unpacker.unconsumed_tail
    except zlib.error:
        raise UnreadableFile("damaged") from None
    return size
