"""Django's entry to occupations: the guide follows the package at every migrate."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OccupationsConfig(AppConfig):
    """Job cards, titles, skills and doors, in versioned releases."""

    name = "boutdufil.kernel.occupations"
    label = "occupations"
    verbose_name = _("Métiers et compétences")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the guide once the tables stand."""
        post_migrate.connect(load_guide, sender=self)


def load_guide(using: str, **_signal: Any) -> None:
    """Put the package's guide in force, unless our tables are not at their last migration."""
    from boutdufil.kernel.occupations.services import import_guide  # noqa: PLC0415 -- models

    loader = MigrationLoader(connections[using])
    ours = [key for key in loader.disk_migrations if key[0] == OccupationsConfig.label]
    if using == "default" and all(key in loader.applied_migrations for key in ours):
        import_guide()
