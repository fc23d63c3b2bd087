"""The app of calls."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    """One object for every conversation, served or practised."""

    name = "boutdufil.kernel.calls"
    label = "calls"
    verbose_name = _("Appels")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Join in the rights of people, and follow the legs of practised calls."""
        # Models exist only now: what touches them is imported here and not above.
        registry = import_module("boutdufil.kernel.people.registry")
        services = import_module("boutdufil.kernel.calls.services")
        hooks = import_module("boutdufil.kernel.calls.hooks")
        navigation = import_module("boutdufil.kernel.ui.navigation")
        my_page = import_module("boutdufil.kernel.calls.selectors.practice").my_page_practice
        registry.register_subject_data(
            "calls", services.subject.export_calls, services.subject.erase_calls
        )
        for rule in services.subject.RULES:
            registry.register_retention_rule(rule)
        registry.on_sign_in(services.practice.claim_guest_seats)
        registry.register_my_page_section(
            "calls", _("Mes appels d’essai"), my_page, "calls/_my_page.html", order=12
        )
        navigation.register_in_footer("calls", _("Essayer un appel"), "calls:practice", order=4)
        hooks.register_room(
            "practice",
            on_leg_up=services.room.follow_leg_up,
            on_leg_down=services.room.follow_leg_down,
            on_message=services.room.follow_message,
        )
