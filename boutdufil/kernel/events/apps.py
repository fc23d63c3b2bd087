"""The app of events."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Declarations are read from each app's ``events`` module."""

    name = "boutdufil.kernel.events"
    label = "events"
    verbose_name = _("Événements")

    def ready(self) -> None:
        """Know every event, those included that only old rows hold."""
        autodiscover_modules("events")
