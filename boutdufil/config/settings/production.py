"""A server: HTTPS only, hashed static files, every secret from the environment."""

import os

from boutdufil.config.settings.base import *
from boutdufil.config.settings.base import STORAGES

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-boutdufil_session"
CSRF_COOKIE_NAME = "__Host-boutdufil_csrf"
STORAGES["staticfiles"] = {
    "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
}
EMAIL_HOST = os.environ.get("BOUTDUFIL_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("BOUTDUFIL_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("BOUTDUFIL_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("BOUTDUFIL_MAIL_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT == 587
