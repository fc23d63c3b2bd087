"""``make run``: one machine, a demo world, no secret to set."""

import os

from boutdufil.config.settings.base import *
from boutdufil.config.settings.base import LOGGING, STATE_DIR
from boutdufil.config.settings.keys import machine_secret

DEMO = True
SECRET_KEY = machine_secret(STATE_DIR)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
BOUTDUFIL_MEDIA = os.environ.get("BOUTDUFIL_MEDIA", "direct")
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = STATE_DIR / "mail"
LOGGING["handlers"]["console"]["formatter"] = "plain"
