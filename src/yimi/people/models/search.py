"""The search index: small exact tokens, so that two-character names are found at once on both databases."""

from __future__ import annotations

from django.db import models

from yimi.people.models.residents import Resident


class TokenKind(models.TextChoices):
    """What a token was made from; decides which tokens a correction replaces."""

    NAME = "n", "name"
    ID = "i", "id"
    PHONE = "p", "phone"


class SearchToken(models.Model):
    """One way to find a resident: a character or pair of the name, pinyin initials, or a digest of a number.

    Every look-up is an equality on ``token`` and a range on ``region_code``: one btree, no LIKE. Derived data:
    it is replaced, not superseded, and can be rebuilt from the residents. A dozen rows per resident: so the one index
    has to do for replacing too, and the database does not look the resident up, who never goes away, for each.
    """

    id = models.BigAutoField(primary_key=True)
    token = models.CharField(max_length=40)
    kind = models.CharField(max_length=1, choices=TokenKind)
    region_code = models.CharField(max_length=12)
    resident = models.ForeignKey(
        Resident, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )  # fmt: skip

    class Meta:
        indexes = [
            # every search; replacing a resident's tokens, which are known
            models.Index(fields=["token", "region_code", "resident"], name="search_by_token"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.resident_id}"
