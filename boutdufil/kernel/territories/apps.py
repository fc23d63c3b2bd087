"""Application settings of the territories module."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TerritoriesConfig(AppConfig):
    """Places of France, loaded from the committed tables whenever `migrate` has run."""

    name = "boutdufil.kernel.territories"
    label = "territories"
    verbose_name = _("Territoires")

    def ready(self) -> None:
        """Bring the tables up to date after the migrations (decision 0006)."""
        post_migrate.connect(load_after_migrate, sender=self)


def load_after_migrate(*, using: str, **_signal: Any) -> None:
    """Load the places, unless the schema was left at an earlier migration of ours."""
    from boutdufil.kernel.territories import services  # noqa: PLC0415 -- models

    loader = MigrationLoader(connections[using])
    ours = {key for key in loader.disk_migrations if key[0] == TerritoriesConfig.label}
    if ours <= set(loader.applied_migrations):
        services.load_territories(using=using)
