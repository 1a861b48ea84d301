"""The web process's entry."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimi.settings")
application = get_wsgi_application()
# Every page and operation is loaded before the first request, which would otherwise wait two seconds for it.
get_resolver().url_patterns  # noqa: B018 - reading it is what loads them
