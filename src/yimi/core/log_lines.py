"""What a line of the log leaves out: the secret part of a public address."""

from __future__ import annotations

import logging
import re

#: The links behind QR codes (``feedback.urls``, ``activities.urls``): whoever reads the log could answer or sign in by them.
_TOKEN = re.compile(r"(/v/|/activities/s/)[\w-]+")


def without_tokens(text: str) -> str:
    """``text`` with the tokens of public links left out.

    >>> without_tokens("/v/0pW5x-Qd/"), without_tokens("/activities/s/aB3_/"), without_tokens("/people/1/")
    ('/v/…/', '/activities/s/…/', '/people/1/')
    """
    return _TOKEN.sub(r"\1…", text)


class TokensLeftOut(logging.Filter):
    """Changes a record on its way to the log; every record passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Django logs a refused request by its path, as an argument."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                without_tokens(one) if isinstance(one, str) else one for one in record.args
            )
        return True
