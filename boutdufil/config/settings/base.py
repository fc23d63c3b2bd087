"""What holds everywhere. A place changes only what it must."""

import os
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from boutdufil.config.settings import environment

# A process has one core to itself: threads of the linear algebra would wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Lets classes of Django be written with their type parameters, as the type checker wants them.
django_stubs_ext.monkeypatch()

BASE_DIR = environment.PROJECT_ROOT
STATE_DIR = Path(os.environ.get("BOUTDUFIL_HOME", BASE_DIR / ".cache" / "state"))

DEBUG = False
DEMO = False
SECRET_KEY = os.environ.get("BOUTDUFIL_SECRET_KEY", "")
ALLOWED_HOSTS = environment.read_list("BOUTDUFIL_HOSTS")
BOUTDUFIL_TRUSTED_PROXIES = environment.read_list("BOUTDUFIL_TRUSTED_PROXIES")
# The public address that links in mails start with; never taken from a request.
BOUTDUFIL_SITE_URL = os.environ.get(
    "BOUTDUFIL_SITE_URL", f"http://127.0.0.1:{os.environ.get('BOUTDUFIL_PORT', '8000')}"
)
BOUTDUFIL_ROME = os.environ.get("BOUTDUFIL_ROME", "")
# "official", or the https address of a mirror; empty asks no register about a SIRET.
BOUTDUFIL_SIRENE = os.environ.get("BOUTDUFIL_SIRENE", "")
# "relay": no home ever shows its address; "direct" lets browsers find each other (demo alone).
BOUTDUFIL_MEDIA = os.environ.get("BOUTDUFIL_MEDIA", "relay")
BOUTDUFIL_TURN_URLS = environment.read_list("BOUTDUFIL_TURN_URLS")
BOUTDUFIL_TURN_SECRET = os.environ.get("BOUTDUFIL_TURN_SECRET", "")
# Where the dispatcher serves its exchange: unix:/path on one host, tcp://host:port between hosts.
BOUTDUFIL_DISPATCHER = os.environ.get("BOUTDUFIL_DISPATCHER", f"unix:{STATE_DIR}/dispatcher.sock")
BOUTDUFIL_DISPATCHER_SECRET = os.environ.get("BOUTDUFIL_DISPATCHER_SECRET", "")
# "1" lets organisations that have decided so have independents answer; off until a lawyer says yes.
BOUTDUFIL_INDEPENDENTS = os.environ.get("BOUTDUFIL_INDEPENDENTS", "0") == "1"

INSTALLED_APPS = [
    "boutdufil.config.apps.ConfigConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "boutdufil.kernel.ui",
    "boutdufil.kernel.audit",
    "boutdufil.kernel.jobs",
    "boutdufil.kernel.events",
    "boutdufil.kernel.realtime",
    "boutdufil.kernel.files",
    "boutdufil.kernel.territories",
    "boutdufil.kernel.people",
    "boutdufil.kernel.organisations",
    "boutdufil.kernel.occupations",
    "boutdufil.kernel.training",
    "boutdufil.kernel.calls",
    "boutdufil.kernel.posts",
    "boutdufil.rooms.mobility",
    "boutdufil.rooms.campaigns",
    "boutdufil.rooms.contests",
    "boutdufil.rooms.barometer",
    "boutdufil.rooms.illico",
    "boutdufil.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "boutdufil.config.statics.StaticFilesMiddleware",
    "boutdufil.config.outage.OutageMiddleware",
    "boutdufil.config.nul.NoNulBytesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "boutdufil.kernel.people.middleware.PersonSessionMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "boutdufil.config.urls"
ASGI_APPLICATION = "boutdufil.config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "boutdufil.kernel.ui.context_processors.interface",
            ],
        },
    },
]

DATABASES = {
    "default": environment.database_settings(
        environment.database_address(), pooled=not environment.as_owner()
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "people:my_page"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français")), ("en", _("English"))]
LOCALE_PATHS = [environment.PACKAGE_ROOT / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = STATE_DIR / "files"

DEFAULT_FROM_EMAIL = os.environ.get(
    "BOUTDUFIL_MAIL_FROM", "Bout du fil <bonjour@boutdufil.invalid>"
)

# Twelve past jobs are some 1,200 boxes in one form; Django's 1,000 would lose every tick.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

SESSION_COOKIE_NAME = "boutdufil_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 180  # six months after a guest's last write
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "boutdufil_csrf"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_NAME = "boutdufil_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "boutdufil.config.logs.StructuredFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "plain": {
            "()": "boutdufil.config.logs.PlainFormatter",
            "format": "%(levelname)s %(name)s %(message)s",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"boutdufil": {"level": "INFO"}},
}
