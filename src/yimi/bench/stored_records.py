"""Prints, as JSON, the uids of all current records, and of those that no audit event names: for the kill test."""

from __future__ import annotations

import json

from yimi.core.boot import setup_django


def main() -> None:
    """One line of JSON."""
    setup_django()
    from yimi.audit.models import AuditEvent  # noqa: PLC0415 - Django must be set up first
    from yimi.services.models import ServiceRecord  # noqa: PLC0415

    current = [str(uid) for uid in ServiceRecord.objects.current().values_list("pk", flat=True)]
    events = AuditEvent.objects.filter(action="services.recorded").values_list("details", flat=True)
    named = {uid for details in events for uid, _digest in details["records"]}
    print(json.dumps({"current": current, "without_event": sorted(set(current) - named)}))


if __name__ == "__main__":
    main()
