"""Bring in the statuses that are shipped; they are data, and counties add theirs beside them."""

import tomllib
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parent.parent / "data" / "status_kinds.toml"


def load(apps, schema_editor):
    kinds = apps.get_model("people", "StatusKind")
    for order, entry in enumerate(tomllib.loads(FILE.read_text("utf-8"))["status"], start=1):
        kinds.objects.update_or_create(pk=entry["code"], defaults={**entry, "order": order})


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
