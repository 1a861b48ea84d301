"""Spark is an extra: its backend and its tests are collected when asked for (``YIMI_SPARK=1``, pyspark, Java 17)."""

from __future__ import annotations

import os
from importlib.util import find_spec

collect_ignore = [] if find_spec("pyspark") else ["backends/spark.py"]
if not os.environ.get("YIMI_SPARK"):
    collect_ignore.append("tests/test_spark.py")
