"""The sign-in sheet as the station sees it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from yimi.activities.models import Activity, Band, SignIn, SignInSheet
from yimi.activities.rules import BANDS, device_digest
from yimi.core.paging import Page, page_of


@dataclass(frozen=True, slots=True)
class Tally:
    """How many phones signed in, by band; ``first``: how many were there for the first time."""

    by_band: dict[str, int]
    first: int

    @property
    def total(self) -> int:
        """All bands."""
        return sum(self.by_band.values())

    @property
    def labelled(self) -> list[tuple[str, int]]:
        """Band's name and count, in the order of the pages, without empty bands."""
        return [
            (str(Band(band).label), self.by_band[band]) for band in BANDS if band in self.by_band
        ]


def tally(activity: Activity) -> Tally:
    """The sheet's count without what was struck. One query."""
    rows = (
        SignIn.objects.filter(sheet__activity=activity, struck_at=None)
        .values("band")
        .annotate(n=Count("pk"), first=Count("pk", filter=Q(is_first=True)))
        .order_by()
    )
    found = {row["band"]: (row["n"], row["first"]) for row in rows}
    return Tally({band: n for band, (n, _f) in found.items()}, sum(f for _n, f in found.values()))


def newest_sign_ins(activity: Activity, limit: int) -> list[SignIn]:
    """The latest rows, struck ones included, newest first. One query."""
    return list(SignIn.objects.filter(sheet__activity=activity).order_by("-at", "-id")[:limit])


def sign_in_page(activity: Activity, *, after: str = "", before: str = "") -> Page[SignIn]:
    """A page of the rows, struck ones included, the newest first. One query."""
    rows = SignIn.objects.filter(sheet__activity=activity)
    return page_of(rows, by="at", key="id", newest_first=True, after=after, before=before, size=200)


def has_signed_in(sheet: SignInSheet, device: str) -> bool:
    """Whether this phone is on the sheet. One query."""
    return SignIn.objects.filter(sheet=sheet, device=device_digest(device)).exists()
