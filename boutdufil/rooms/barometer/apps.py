"""The room's application."""

from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BarometerConfig(AppConfig):
    """Plugs the room into the house's registries once Django is ready."""

    name = "boutdufil.rooms.barometer"
    label = "barometer"
    verbose_name = _("Baromètre")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the room with people's rights; its questionnaires follow the package."""
        navigation = import_module("boutdufil.kernel.ui.navigation")
        navigation.register("barometer", _("Baromètre"), "barometer:directory", order=25)
        post_migrate.connect(load_shipped, sender=self)
        _join_rights()
        _join_my_page()


def load_shipped(using: str, **_signal: Any) -> None:
    """Put the package's questionnaires and quoted figures in the tables, once those are ready."""
    loader = MigrationLoader(connections[using])
    ours = [key for key in loader.disk_migrations if key[0] == BarometerConfig.label]
    if using == "default" and all(key in loader.applied_migrations for key in ours):
        _module("services.questionnaires").load_shipped()
        _module("services.quoted_facts").load_shipped_facts()


def _module(name: str) -> ModuleType:
    # Models exist only now: what touches them is imported here and not above.
    return import_module(f"boutdufil.rooms.barometer.{name}")


def _join_rights() -> None:
    """Let everything held of those who answer be exported, erased and forgotten in time."""
    registry = import_module("boutdufil.kernel.people.registry")
    respondents = _module("services.respondent_privacy")
    registry.register_subject_data(
        "barometer_respondents", respondents.export_respondents, respondents.erase_respondents
    )
    for rule in respondents.RULES:
        registry.register_retention_rule(rule)


def _join_my_page() -> None:
    registry = import_module("boutdufil.kernel.people.registry")
    registry.register_my_page_section(
        "barometer",
        _("Mes enquêtes"),
        _module("selectors.surveys").my_page_section,
        "barometer/surveys/_my_page.html",
        order=66,
    )
