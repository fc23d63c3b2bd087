"""The composition root as a Django app: what must be loaded in every process."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Load the wiring once the apps are ready, in web, worker and command alike."""

    name = "boutdufil.config"
    label = "config"
