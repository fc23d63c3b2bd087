"""The app of organisations."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """Companies, schools, public bodies, branches, and who acts for them."""

    name = "boutdufil.kernel.organisations"
    label = "organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        """Join in the rights of people, and show them their organisations on their page."""
        # Models exist only now: what touches them is imported here and not above.
        registry = import_module("boutdufil.kernel.people.registry")
        subject = import_module("boutdufil.kernel.organisations.services.subject")
        retention = import_module("boutdufil.kernel.organisations.services.retention")
        my_page = import_module("boutdufil.kernel.organisations.selectors.my_page")
        registry.register_my_page_section(
            "organisations",
            _("Mes organisations"),
            my_page.own_organisations,
            "organisations/_own.html",
            order=80,
        )
        registry.register_subject_data(
            "organisations", subject.export_memberships, subject.erase_memberships
        )
        for rule in retention.RULES:
            registry.register_retention_rule(rule)
