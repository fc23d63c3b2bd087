"""The app of trainings and certificates."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    """Bodies, programmes, sessions, certificates."""

    name = "boutdufil.kernel.training"
    label = "training"
    verbose_name = _("Formations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register with the navigation, with "my page" and with people's rights."""
        # Models exist only now: what touches them is imported here and not above.
        navigation = import_module("boutdufil.kernel.ui.navigation")
        registry = import_module("boutdufil.kernel.people.registry")
        services = import_module("boutdufil.kernel.training.services")
        selectors = import_module("boutdufil.kernel.training.selectors")
        navigation.register("training", _("Formations"), "training:start", order=20)
        registry.register_subject_data(
            "training", services.subject.export_trainings, services.subject.erase_trainings
        )
        registry.register_my_page_section(
            "training",
            _("Mes formations"),
            selectors.my_page_seats,
            "training/_my_page.html",
            order=40,
        )
        for rule in services.retention.RULES:
            registry.register_retention_rule(rule)
