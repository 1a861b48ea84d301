"""The sealer: chains committed events, at most a few seconds after they were written. One runs at a time.

Commit order does not matter: it takes whatever is committed and unsealed, in order of id. The head of the chain is
also written to a file outside the database, so that cutting off the end of the chain shows too.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from yimi.audit.models import AuditEvent, Seal
from yimi.audit.rules import GENESIS, chain_digest

#: Events in one seal; bounds the memory of a catch-up after a large import.
SEAL_SIZE = 2_000
#: PostgreSQL advisory lock: "the one sealer".
SEALER_LOCK = 0x59494D49


def head_file() -> Path:
    """Where the newest seal's number and chain are kept outside the database."""
    return Path(settings.VAR_DIR) / f"audit-head-{connection.vendor}.json"


def seal_pending() -> int:
    """Seal everything committed so far; returns how many events were sealed."""
    total = 0
    while count := _seal_once():
        total += count
    return total


@transaction.atomic
def _seal_once() -> int:
    if connection.vendor == "postgresql":
        # SQLite's IMMEDIATE transaction already excludes a second sealer.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
    pending = list(
        AuditEvent.objects.filter(seal=None).order_by("id").values_list("id", "digest")[:SEAL_SIZE]
    )
    if not pending:
        return 0
    last = Seal.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.chain) if last else (1, GENESIS)
    chain = chain_digest(settings.SECRETS.seal, number=number, previous=previous, digests=pending)
    seal = Seal.objects.create(number=number, count=len(pending), previous=previous, chain=chain)
    AuditEvent.objects.filter(id__in=[event_id for event_id, _ in pending], seal=None).update(
        seal=seal
    )
    transaction.on_commit(lambda: _write_head(seal))
    return len(pending)


def _write_head(seal: Seal) -> None:
    path = head_file()
    draft = path.with_suffix(".new")
    with open(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump({"number": seal.number, "chain": seal.chain}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
