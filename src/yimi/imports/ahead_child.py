"""The process that makes blocks ready. ``python -m yimi.imports.ahead_child KIND UNIT PERSON FINGERPRINT``

Requests and answers are marshalled, one answer for each request. It has the keys and never touches the database.
"""

from __future__ import annotations

import gc
import marshal
import sys
from datetime import UTC, datetime
from uuid import UUID

from yimi.core.boot import setup_django


def main(slug: str, unit: str, person: str, fingerprint: str) -> int:
    """Answer until nobody asks any more; 1 when the keys are others."""
    setup_django()
    from yimi.core import clock  # noqa: PLC0415 - Django must be set up first
    from yimi.imports import ahead  # noqa: PLC0415
    from yimi.imports.kinds import kind_of  # noqa: PLC0415
    from yimi.people.errors import InvalidRows  # noqa: PLC0415

    make = kind_of(slug).ahead
    if make is None or ahead.fingerprint() != fingerprint:
        return 1
    gc.freeze()  # what is loaded by now stays; only what a block leaves is looked through
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            entries, instant = marshal.load(source)  # noqa: S302 - from our own process
        except EOFError:
            return 0
        with clock.standing_at(datetime.fromtimestamp(instant, UTC)):
            try:
                made = make(entries, UUID(unit), UUID(person))
            except InvalidRows:
                made = None  # whoever writes it finds the same, and says which rows
        marshal.dump(made, target)
        target.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
