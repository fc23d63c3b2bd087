"""The room's application."""

from importlib import import_module
from types import ModuleType

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IllicoConfig(AppConfig):
    """Plugs the room into the house's registries once Django is ready."""

    name = "boutdufil.rooms.illico"
    label = "illico"
    verbose_name = _("Numéros Illico")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the room with the navigation and with people's rights."""
        # Models exist only now: what touches them is imported here and not above.
        navigation = import_module("boutdufil.kernel.ui.navigation")
        registry = import_module("boutdufil.kernel.people.registry")
        self._tell_of_numbers(navigation, registry)
        self._tell_of_charter(navigation, registry)
        self._tell_of_calls(navigation, registry)
        self._tell_of_agents(registry)
        self._tell_of_money(registry)

    def _tell_of_agents(self, registry: ModuleType) -> None:
        """Lead people to their posts and teams, and register what is held of them there."""
        kept = import_module("boutdufil.rooms.illico.services.agents_kept")
        selectors = import_module("boutdufil.rooms.illico.selectors.my_posts")
        registry.register_subject_data("illico.agents", kept.export_agents, kept.erase_agents)
        journal = import_module("boutdufil.rooms.illico.services.journal_kept")
        for rule in (*kept.RULES, *journal.RULES):
            registry.register_retention_rule(rule)
        registry.register_my_page_section(
            "illico.posts",
            _("Répondre à des appels"),
            selectors.my_posts,
            "illico/agents/_my_page.html",
            order=25,
        )

    def _tell_of_numbers(self, navigation: ModuleType, registry: ModuleType) -> None:
        """Lead to the directory from everywhere, owners to their numbers from "my page"."""
        navigation.register("illico", _("Illico"), "illico:directory", order=20)
        selectors = import_module("boutdufil.rooms.illico.selectors.numbers")
        registry.register_my_page_section(
            "illico.numbers",
            _("Numéros Illico"),
            selectors.own_holders,
            "illico/numbers/_my_page.html",
            order=50,
        )

    def _tell_of_charter(self, navigation: ModuleType, registry: ModuleType) -> None:
        """Lead to the charter from every foot of page, its committee to what waits."""
        privacy = import_module("boutdufil.rooms.illico.services.charter_privacy")
        selectors = import_module("boutdufil.rooms.illico.selectors.charter")
        navigation.register_in_footer("charter", _("Charte Illico"), "illico:charter", order=7)
        registry.register_subject_data(
            "illico.charter", privacy.export_charter, privacy.erase_charter
        )
        registry.register_my_page_section(
            "illico.committee",
            _("Comité de la charte"),
            selectors.own_seat,
            "illico/charter/_my_page.html",
            order=55,
        )

    def _tell_of_calls(self, navigation: ModuleType, registry: ModuleType) -> None:
        """Follow the legs of calls on a number; lead back to cases from every foot of page."""
        hooks = import_module("boutdufil.kernel.calls.hooks")
        legs = import_module("boutdufil.rooms.illico.services.legs")
        kept = import_module("boutdufil.rooms.illico.services.callers_kept")
        navigation.register_in_footer("case", _("Mon dossier"), "illico:find_case", order=8)
        for rule in kept.RULES:
            registry.register_retention_rule(rule)
        hooks.register_room(
            "service",
            on_leg_up=legs.follow_leg_up,
            on_leg_down=legs.follow_leg_down,
            on_message=legs.follow_message,
        )

    def _tell_of_money(self, registry: ModuleType) -> None:
        """Hand out what the accounts hold of people; lead auditors to the leaves."""
        privacy = import_module("boutdufil.rooms.illico.services.statements_privacy")
        selectors = import_module("boutdufil.rooms.illico.selectors.evidence")
        registry.register_subject_data("illico.money", privacy.export_money, privacy.erase_money)
        registry.register_my_page_section(
            "illico.audit",
            _("Audit des numéros"),
            selectors.own_audit,
            "illico/evidence/_my_page.html",
            order=56,
        )
