"""Application settings of the territories module."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db import connections
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
    """Load the places; nothing to do when the migrations were undone down to no table."""
    services = import_module("boutdufil.kernel.territories.services")
    with connections[using].cursor() as cursor:
        present = connections[using].introspection.table_names(cursor)
    if "territories_tableversion" in present:
        services.load_territories(using=using)
