"""The app of realtime."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RealtimeConfig(AppConfig):
    """Streams to pages, and the exchange between processes. No tables of its own."""

    name = "boutdufil.kernel.realtime"
    label = "realtime"
    verbose_name = _("Temps réel")
