"""The room's application."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MobilityConfig(AppConfig):
    """Plugs the room into the house's registries once Django is ready."""

    name = "boutdufil.rooms.mobility"
    label = "mobility"
    verbose_name = _("Mobilité")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the room with the navigation, with sign-in and with people's rights."""
        # Models exist only now: what touches them is imported here and not above.
        navigation = import_module("boutdufil.kernel.ui.navigation")
        registry = import_module("boutdufil.kernel.people.registry")
        services = import_module("boutdufil.rooms.mobility.services")
        navigation.register("mobility", _("Mobilité"), "mobility:start", order=10)
        registry.register_subject_data(
            "mobility", services.subject.export_path, services.subject.erase_path
        )
        registry.on_sign_in(services.claims.claim_guest_path)
        for rule in services.retention.RULES:
            registry.register_retention_rule(rule)
