"""Run inside an installation of its own: signs the first worker of ``bench.world`` in and prints the session's cookie."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimi.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from yimi.access.models import User  # noqa: E402

if __name__ == "__main__":
    client = Client()
    user = User.objects.get(username="bench0")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    print(f"{name}={client.cookies[name].value}")
