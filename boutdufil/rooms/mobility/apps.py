"""The room's application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MobilityConfig(AppConfig):
    """Plugs the room into the house's registries once Django is ready."""

    name = "boutdufil.rooms.mobility"
    label = "mobility"
    verbose_name = _("Mobilité")
    default_auto_field = "django.db.models.BigAutoField"
