"""Assisting towns become facts that are superseded, so that a wrong one can be put right."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models

import yimi.core.clock


class Migration(migrations.Migration):
    """Towns on file were recorded with their agreement, by whoever registered it: the trail says who."""

    dependencies = [("supervision", "0001_initial")]

    operations = [
        migrations.AddField(
            "assistingtown",
            "recorded_at",
            models.DateTimeField(default=yimi.core.clock.now),
        ),
        migrations.AddField(
            "assistingtown",
            "recorded_by",
            models.UUIDField(default=uuid.UUID(int=0)),
            preserve_default=False,
        ),
        migrations.AddField(
            "assistingtown",
            "superseded_at",
            models.DateTimeField(null=True),
        ),
        migrations.AddField(
            "assistingtown",
            "replaces",
            models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="supervision.assistingtown",
            ),
        ),
        migrations.RemoveConstraint("assistingtown", "assisting_town_once"),
        migrations.AddConstraint(
            "assistingtown",
            models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("agreement", "region_code"),
                name="assisting_town_once",
            ),
        ),
    ]
