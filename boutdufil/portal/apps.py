"""The portal has no models."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.ui import navigation


class PortalConfig(AppConfig):
    """Pages across rooms."""

    name = "boutdufil.portal"
    label = "portal"

    def ready(self) -> None:
        """Put what concerns the whole site at the foot of every page."""
        navigation.register_in_footer("sources", _("Sources"), "portal:sources", order=10)
        navigation.register_in_footer("seals", _("Sceaux et clés"), "portal:seals", order=15)
        navigation.register_in_footer("privacy", _("Vie privée"), "people:privacy", order=20)
        navigation.register_in_footer(
            "accessibility", _("Accessibilité"), "portal:accessibility", order=30
        )
