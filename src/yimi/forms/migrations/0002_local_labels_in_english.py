"""A local addition may have an English name."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """What is on file has none yet; English pages go on showing the Chinese."""

    dependencies = [("forms", "0001_initial")]

    operations = [
        migrations.AddField(
            "localfield",
            "label_en",
            models.CharField(blank=True, default="", max_length=100, verbose_name="英文名称"),
            preserve_default=False,
        ),
    ]
