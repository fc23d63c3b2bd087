"""The portal has no models."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages across rooms."""

    name = "boutdufil.portal"
    label = "portal"
