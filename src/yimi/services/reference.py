"""Loads the shipped catalogue; runs after every migration and changes nothing when nothing changed."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from yimi.services.models import ServiceDomain, ServiceItem


def load_reference() -> None:
    """Insert or update the shipped domains and items. Local items and local names are left alone."""
    text = (files("yimi.services") / "data" / "catalogue.toml").read_text("utf-8")
    shipped = tomllib.loads(text)
    domains = [ServiceDomain(sort=sort, **row) for sort, row in enumerate(shipped["domain"], 1)]
    ServiceDomain.objects.bulk_create(
        domains,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "name_en", "sort"],
    )
    items = [
        ServiceItem(
            sort=sort, domain_id=row["domain"], **{k: v for k, v in row.items() if k != "domain"}
        )
        for sort, row in enumerate(shipped["item"], 1)
    ]
    ServiceItem.objects.bulk_create(
        items,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["domain", "kind", "name", "short_name", "name_en", "source", "sort"],
    )
