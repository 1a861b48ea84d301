"""A pytest plugin, loaded before Django: the suite gets its own VAR folder and never touches a real installation."""

from __future__ import annotations

import os
import tempfile

os.environ["YIMI_VAR"] = tempfile.mkdtemp(prefix="yimi-test-")
for name in ("YIMI_KEYS", "YIMI_SQLITE", "YIMI_HTTPS", "YIMI_HOSTS"):
    os.environ.pop(name, None)
