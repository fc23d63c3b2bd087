"""Tests: the real database as the app role, quick passwords, mail in memory."""

import tempfile
from pathlib import Path

from boutdufil.config.settings.base import *

SECRET_KEY = "tests only, never a secret"  # noqa: S105 -- a test key protects nothing
DEMO = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# What tests hand over never lies among real files; the system empties its own folder.
MEDIA_ROOT = Path(tempfile.gettempdir()) / "boutdufil-tests-files"
