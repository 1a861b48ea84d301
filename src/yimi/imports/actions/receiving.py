"""Taking in a file, and correcting which column is what."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from django.db import transaction

from yimi.core.actor import Actor
from yimi.core.codes.text import clean_line
from yimi.core.models import DataKey
from yimi.imports.actions.ending import drop_old_files
from yimi.imports.actions.steps import header_json, header_of, take_step, tell
from yimi.imports.errors import FileRefused
from yimi.imports.headers import find_header
from yimi.imports.kinds import Kind
from yimi.imports.models import ImportJob, JobState
from yimi.imports.reading import UnreadableFile, survey
from yimi.imports.storage import drop_files, save_source
from yimi.stations.models import ServiceUnit

MAX_BYTES = 64 << 20


def receive_file(
    content: bytes, *, actor: Actor, kind: Kind, unit: ServiceUnit, file_name: str
) -> ImportJob:
    """Look at the file, find its header, keep it sealed. Raises :class:`FileRefused` with what the file really is."""
    actor.require_at(kind.permission, unit_uid=unit.pk, region_code=unit.region_code)
    if len(content) > MAX_BYTES:
        raise FileRefused("too_big")
    try:
        sheets = survey(content)
    except UnreadableFile as refusal:
        raise FileRefused(refusal.problem) from None
    header = find_header(sheets, kind.names())
    if header is None:
        raise FileRefused("no_header")
    height = next(sheet.height for sheet in sheets if sheet.name == header.sheet)
    key = DataKey.make()
    job = ImportJob(
        kind=kind.slug,
        unit=unit,
        file_name=clean_line(PurePath(file_name).name)[-200:],
        file_digest=hashlib.sha256(content).hexdigest(),
        key=key,
        header=header_json(header),
        rows_total=max(height - header.last - 1, 0),
        recorded_by=actor.uid,
    )
    _keep(job, content, actor)
    drop_old_files()
    return job


def _keep(job: ImportJob, content: bytes, actor: Actor) -> None:
    try:
        with transaction.atomic():
            job.key.save(force_insert=True)
            job.save(force_insert=True)
            tell(job, "imports.receive_file", actor, bytes=len(content), digest=job.file_digest)
            save_source(job.pk, job.key, content)
    except BaseException:
        drop_files(job.pk)
        raise


@transaction.atomic
def set_columns(
    job: ImportJob,
    fields: Mapping[int, str],
    *,
    actor: Actor,
    options: Mapping[str, Any] | None = None,
) -> None:
    """Say which field each column of the file is ("" for none). A field stands for one column: the first wins.

    ``options``: the answers to the kind's own questions.
    """
    header = header_of(job)
    taken: set[str] = set()
    matches = []
    for match in header.matches:
        field = fields.get(match.column, "")
        field = "" if field in taken else field
        taken.add(field)
        likeness = match.likeness if field == match.field else 1.0
        matches.append(replace(match, field=field, likeness=likeness if field else 0.0))
    changed = replace(header, matches=tuple(matches))
    steps = (JobState.UPLOADED, JobState.CHECKED)
    take_step(
        job, steps, JobState.UPLOADED, header=header_json(changed), counts={}, options=dict(options or {}),
    )  # fmt: skip
    tell(job, "imports.set_columns", actor)
