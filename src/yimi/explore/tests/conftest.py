"""A world of random facts, seen through the pages."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client

from yimi.access.models import User
from yimi.explore.pages import asking, rows
from yimi.insight.figures.tests.worlds import World, make_people


@pytest.fixture(scope="session")
def facts():
    """The same facts for every test; nothing writes them."""
    return World(11, size=400)


@pytest.fixture
def world(db, facts, monkeypatch):
    """The facts, their places and people, and a client for each person."""
    for module in (asking, rows):
        monkeypatch.setattr(module, "open_snapshot", facts.at)
    people = make_people(facts)

    def client(actor):
        made = Client()
        made.force_login(User.objects.get(pk=actor.uid))
        return made

    return SimpleNamespace(facts=facts, people=people, client=client)
