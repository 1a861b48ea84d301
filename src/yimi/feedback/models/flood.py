"""How often a public door was used lately, so that a flood stops at it."""

from __future__ import annotations

from django.db import models


class PublicUse(models.Model):
    """One counter of one door for one stretch of time. ``bucket`` is a keyed digest: it names neither who nor from where.

    Rows are dropped soon after ``until``: they are no record of anything.
    """

    bucket = models.CharField(max_length=32, primary_key=True)
    used = models.PositiveIntegerField(default=0)
    until = models.DateTimeField()

    class Meta:
        # dropping what is over
        indexes = [models.Index(fields=["until"], name="public_use_over")]

    def __str__(self) -> str:
        return self.bucket
