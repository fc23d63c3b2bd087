"""The composition root as a Django app: what is wired once the floors below are ready."""

from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Runs in every process: web, worker and command."""

    name = "boutdufil.config"
    label = "config"

    def ready(self) -> None:
        """Hand the retention rules of the lower kernel modules to the one that lists them."""
        import_module("boutdufil.config.retention").register()
