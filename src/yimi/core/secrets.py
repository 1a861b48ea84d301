"""The keys, kept outside the database: ``var/keys.json``, mode 0600, made once; or ``YIMI_KEYS`` naming another file."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Secrets:
    """``wrap`` wraps people's data keys; ``digest`` keys the look-up digests; ``seal`` keys the audit chain."""

    django_key: str
    wrap: bytes
    digest: bytes
    seal: bytes


def load_secrets(var_dir: Path) -> Secrets:
    """Read the key file, making it on the first start. Losing it loses every encrypted value: back it up apart."""
    path = Path(os.environ.get("YIMI_KEYS", var_dir / "keys.json"))
    if not path.exists():
        _create(path)
    stored = json.loads(path.read_text("utf-8"))
    return Secrets(
        django_key=stored["django"],
        wrap=base64.b64decode(stored["wrap"]),
        digest=base64.b64decode(stored["digest"]),
        seal=base64.b64decode(stored["seal"]),
    )


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = {"django": secrets.token_urlsafe(50)}
    fresh |= {
        name: base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        for name in ("wrap", "digest", "seal")
    }
    # Written beside and linked into place: of two processes starting at once, one wins and both read the same keys.
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(fresh, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
