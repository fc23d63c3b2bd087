#!/bin/sh
# Django's own checks of a server's settings, with values a server would have.
set -eu
cd "$(dirname "$0")/.."
secret=$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')
DJANGO_SETTINGS_MODULE=boutdufil.config.settings.production \
    BOUTDUFIL_SECRET_KEY=$secret \
    BOUTDUFIL_HOSTS=boutdufil.example \
    exec .venv/bin/python manage.py check --deploy --fail-level WARNING
