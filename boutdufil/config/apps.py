"""The composition root as a Django app: what is wired once the floors below are ready."""

from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Runs in every process: web, worker and command."""

    name = "boutdufil.config"
    label = "config"

    def ready(self) -> None:
        """Wire handlers to events, and retention rules to the module that lists them."""
        import_module("boutdufil.config.retention").register()
        import_module("boutdufil.config.wiring").wire()
