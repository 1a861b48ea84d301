"""The log tells what was refused, and no secret with it."""

from __future__ import annotations

import logging

from django.conf import settings

from yimi.core.log_lines import TokensLeftOut


def test_a_refused_request_is_logged_without_its_token():
    line = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "%s: %s", ("Gone", "/v/0pW5x-QdRt/"), None
    )
    assert TokensLeftOut().filter(line)
    assert line.getMessage() == "Gone: /v/…/"


def test_every_line_passes_the_filter():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["tokens"]
