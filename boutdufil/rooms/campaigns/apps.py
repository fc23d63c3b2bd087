"""The room's application."""

from importlib import import_module
from types import ModuleType

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """Plugs the room into the house's registries once Django is ready."""

    name = "boutdufil.rooms.campaigns"
    label = "campaigns"
    verbose_name = _("Campagnes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the room with the navigation, the ledger and people's rights."""
        # Models exist only now: what touches them is imported here and not above.
        navigation = import_module("boutdufil.kernel.ui.navigation")
        references = import_module("boutdufil.kernel.posts.references")
        navigation.register("campaigns", _("Campagnes"), "campaigns:directory", order=15)
        posts = _module("selectors.posts")
        references.register_references("campaign", posts.public_reference, posts.node_at_path)
        _join_rights()
        _join_clock()
        _join_my_page()


def _module(name: str) -> ModuleType:
    return import_module(f"boutdufil.rooms.campaigns.{name}")


def _join_rights() -> None:
    """Let everything held of people be exported, erased and forgotten in time."""
    registry = import_module("boutdufil.kernel.people.registry")
    privacy, letters = _module("services.privacy"), _module("services.letter_privacy")
    visits, dating = _module("services.visits_privacy"), _module("services.dating_privacy")
    own, tours = _module("services.registration_privacy"), _module("services.tours")
    door = _module("services.door_privacy")
    # Visits and meetings before registrations, by which they find whose they are.
    for name, export, erase in (
        ("campaigns", privacy.export_invitations, privacy.erase_invitations),
        ("campaign_visits", visits.export_visits, visits.erase_visits),
        ("campaign_dating", dating.export_dating, dating.erase_dating),
        ("campaign_door", door.export_devices, door.erase_devices),
        ("campaign_registrations", own.export_registrations, own.erase_registrations),
        ("campaign_letters", letters.export_letters, letters.erase_letters),
        ("campaign_tours", tours.export_tours, tours.erase_tours),
    ):
        registry.register_subject_data(name, export, erase)
    for rule in (*privacy.RULES, *letters.RULES, *tours.RULES):
        registry.register_retention_rule(rule)


def _join_clock() -> None:
    """Let each part of a campaign forget people when its time has come."""
    clock = _module("services.clock")
    clock.register_eraser("campaigns.dating", _module("services.dating_privacy").erase_people_of)
    clock.register_eraser("campaigns.door", _module("services.door_privacy").erase_people_of)
    clock.register_eraser("campaigns.trials", _module("services.trying").erase_people_of)


def _join_my_page() -> None:
    registry = import_module("boutdufil.kernel.people.registry")
    registry.register_my_page_section(
        "campaign_registrations",
        _("Mes inscriptions"),
        _module("selectors.registering").my_registrations,
        "campaigns/registering/_my_page.html",
        order=55,
    )
    registry.register_my_page_section(
        "campaign_tables",
        _("Mes tables de job dating"),
        _module("selectors.dating_seat").my_tables,
        "campaigns/dating/_my_page.html",
        order=58,
    )
    registry.register_my_page_section(
        "campaigns",
        _("Campagnes"),
        _module("selectors.desk").my_page_section,
        "campaigns/desk/_my_page.html",
        order=60,
    )
