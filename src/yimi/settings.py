"""Django settings: one file, every environment variable read through a typed reader that fails loudly."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from yimi.core.secrets import load_secrets


def env_bool(name: str, default: bool) -> bool:
    """Read ``1/true/yes/on`` or ``0/false/no/off``; anything else stops the start."""
    text = os.environ.get(name, "").strip().lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    if text:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {text!r}")
    return default


def env_int(name: str, default: int) -> int:
    """Read a whole number; anything else stops the start."""
    text = os.environ.get(name, "").strip()
    try:
        return int(text) if text else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}") from None


def env_list(name: str, default: str) -> list[str]:
    """Read a comma-separated list."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


PACKAGE_DIR = Path(__file__).resolve().parent
ROOT_DIR = Path(os.environ.get("YIMI_ROOT", PACKAGE_DIR.parent.parent))
#: Keys, the SQLite file, attachments, job files. Never inside the repository's tracked files.
VAR_DIR = Path(os.environ.get("YIMI_VAR", ROOT_DIR / "var"))

SECRETS = load_secrets(VAR_DIR)
SECRET_KEY = SECRETS.django_key
DEBUG = env_bool("YIMI_DEBUG", False)
ALLOWED_HOSTS = env_list("YIMI_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("YIMI_ORIGINS", "")
HTTPS = env_bool("YIMI_HTTPS", False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "yimi.core",
    "yimi.audit",
    "yimi.regions",
    "yimi.stations",
    "yimi.reported",
    "yimi.people",
    "yimi.workforce",
    "yimi.services",
    "yimi.forms",
    "yimi.referrals",
    "yimi.visiting",
    "yimi.protection",
    "yimi.supervision",
    "yimi.feedback",
    "yimi.cases",
    "yimi.groups",
    "yimi.activities",
    "yimi.teams",
    "yimi.programmes",
    "yimi.matching",
    "yimi.reports",
    "yimi.insight",
    "yimi.explore",
    "yimi.rulemaking",
    "yimi.access",
    "yimi.portal",
    "yimi.imports",
    "yimi.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A page of 25 kB travels as 6 on a stairwell's 2G. It pads at random (BREACH), and CSRF tokens are masked anyway.
    "django.middleware.gzip.GZipMiddleware",
    "yimi.portal.for_pages.SessionMiddleware",
    "yimi.access.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "yimi.portal.for_pages.CsrfViewMiddleware",
    "yimi.portal.for_pages.AuthenticationMiddleware",
    "yimi.portal.for_pages.LoginRequiredMiddleware",
    "yimi.portal.for_pages.ActorMiddleware",
    "yimi.portal.for_pages.MessageMiddleware",
    "yimi.portal.for_pages.XFrameOptionsMiddleware",
    "yimi.portal.for_pages.CSPMiddleware",
    "yimi.portal.for_pages.HtmxMiddleware",
    "yimi.portal.for_pages.DomainErrorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "yimi.urls"
WSGI_APPLICATION = "yimi.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "yimi.portal.context.shell",
            ],
            "builtins": [
                "yimi.core.templatetags.yimi",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

DATABASE_URL = os.environ.get("YIMI_DATABASE_URL", "")
if DATABASE_URL:
    DATABASES: dict[str, Any] = {"default": dj_database_url.parse(DATABASE_URL)}
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 2, "max_size": env_int("YIMI_DB_POOL", 16), "timeout": 20},
        # Statements of the hot path are planned once per connection (core.sql.hot_cursor). Behind pgbouncer: 1.21 or newer.
        "prepare_threshold": 3,
        # A page's statements take milliseconds. Starting parallel workers or compiling takes longer than they can win, and
        # how long depends on what else runs: the register by minutes took 87 ms half of the time and 319 ms at its p95.
        "options": "-c max_parallel_workers_per_gather=0 -c jit=off",
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ.get("YIMI_SQLITE", VAR_DIR / "yimi.sqlite3"),
            # IMMEDIATE: with DEFERRED, four writers gave "database is locked" by the thousand. FULL: a saved record
            # survives a power cut.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;",
            },
            "CONN_MAX_AGE": None,
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name"]},
    },
    {"NAME": "yimi.access.passwords.WeakPasswordValidator"},
]
LOGIN_URL = "access:sign_in"
LOGIN_REDIRECT_URL = "portal:home"

# Five wrong passwords lock the account for 15 minutes (GB/T 22239 asks for a lock-out, not a number).
AXES_FAILURE_LIMIT = env_int("YIMI_LOCKOUT_FAILURES", 5)
AXES_COOLOFF_TIME = env_int("YIMI_LOCKOUT_MINUTES", 15) / 60
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_LOCKOUT_CALLABLE = "yimi.access.lockout.locked_out"
# axes.W006 wants the address in the lock too. We lock by account alone: offices share one address, and an attacker with
# many addresses must not get five tries from each.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = False
# Our own trail records sign-ins; axes would keep addresses for good.
AXES_DISABLE_ACCESS_LOG = True

# A session ends after two hours without a click, and after twelve in any case (see ActorMiddleware).
SESSION_COOKIE_AGE = env_int("YIMI_SESSION_IDLE_MINUTES", 120) * 60
SESSION_ABSOLUTE_SECONDS = env_int("YIMI_SESSION_HOURS", 12) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "yimi.access.pages.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
FILE_UPLOAD_PERMISSIONS = 0o600

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"tokens": {"()": "yimi.core.log_lines.TokensLeftOut"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tokens"]}
    },
    "root": {"handlers": ["console"], "level": os.environ.get("YIMI_LOG", "WARNING")},
    "loggers": {"axes": {"level": "ERROR"}},
}

# No source says when a record is late; a place sets its own number of days.
YIMI_LATE_AFTER_DAYS = env_int("YIMI_LATE_AFTER_DAYS", 7)
