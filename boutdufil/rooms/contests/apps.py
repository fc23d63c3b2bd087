"""The room's application."""

from importlib import import_module
from types import ModuleType

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContestsConfig(AppConfig):
    """Plugs the room into the house's registries once Django is ready."""

    name = "boutdufil.rooms.contests"
    label = "contests"
    verbose_name = _("Concours")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the room with the navigation and people's rights."""
        # Models exist only now: what touches them is imported here and not above.
        navigation = import_module("boutdufil.kernel.ui.navigation")
        navigation.register("contests", _("Concours"), "contests:directory", order=20)
        _join_other_rooms()
        _join_rights()
        _join_my_page()


def _module(name: str) -> ModuleType:
    return import_module(f"boutdufil.rooms.contests.{name}")


def _join_other_rooms() -> None:
    """Name editions to the other rooms, and let them show the results they unveil."""
    selectors = _module("selectors.unveiled")
    references = import_module("boutdufil.kernel.posts.references")
    unveilings = import_module("boutdufil.kernel.posts.unveilings")
    references.register_references("edition", selectors.public_reference)
    unveilings.register_unveilings("contests", selectors.unveiled_at)


def _join_rights() -> None:
    """Let everything held of people be exported, erased and forgotten in time."""
    registry = import_module("boutdufil.kernel.people.registry")
    # By name: answers before entries, by which they find whose they are.
    quizzes = _module("services.quiz_privacy")
    registry.register_subject_data("contest_answers", quizzes.export_quizzes, quizzes.erase_quizzes)
    # Before entries: whose papers an opinion is about is known by them.
    questions = _module("services.question_privacy")
    registry.register_subject_data(
        "contest_questions", questions.export_questions, questions.erase_questions
    )
    entries = _module("services.entry_privacy")
    registry.register_subject_data("contest_entries", entries.export_entries, entries.erase_entries)
    juries = _module("services.juror_privacy")
    registry.register_subject_data("contest_juries", juries.export_juries, juries.erase_juries)
    for rule in (*entries.RULES, *_module("services.prize_privacy").RULES):
        registry.register_retention_rule(rule)


def _join_my_page() -> None:
    registry = import_module("boutdufil.kernel.people.registry")
    registry.register_my_page_section(
        "contests",
        _("Mes concours"),
        _module("selectors.desk").my_page_section,
        "contests/editions/_my_page.html",
        order=62,
    )
    registry.register_my_page_section(
        "contest_entries",
        _("Mes candidatures à un concours"),
        _module("selectors.entries").my_page_section,
        "contests/entries/_my_page.html",
        order=61,
    )
    registry.register_my_page_section(
        "contest_sittings",
        _("Mes séances à surveiller"),
        _module("selectors.sittings").own_sittings,
        "contests/sittings/_my_page.html",
        order=64,
    )
    registry.register_my_page_section(
        "contest_jury",
        _("Mes dossiers à juger"),
        _module("selectors.juror_desk").my_page_section,
        "contests/juries/_my_page.html",
        order=63,
    )
