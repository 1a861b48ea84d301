"""A correction says which submission it corrects, and which correction further down brought it along."""

import django.db.models.deletion
from django.db import migrations, models


def take_round(apps, _editor):
    """Until now only locked reports were corrected: theirs is the last submission."""
    correction = apps.get_model("reports", "Correction")
    report = apps.get_model("reports", "Report").objects.filter(pk=models.OuterRef("report"))
    correction.objects.update(round=models.Subquery(report.values("round")[:1]))


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="round",
            field=models.PositiveSmallIntegerField(default=1),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="correction",
            name="cause",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried",
                to="reports.correction",
            ),
        ),
        migrations.RunPython(take_round, migrations.RunPython.noop),
    ]
