"""The app of the ledger of needs and posts."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostsConfig(AppConfig):
    """One ledger: needs, vacancies, posts, hires."""

    name = "boutdufil.kernel.posts"
    label = "posts"
    verbose_name = _("Besoins et postes")

    def ready(self) -> None:
        """Make the ledger's lines part of every export and every erasure."""
        # Models exist only now: what touches them is imported here and not above.
        registry = import_module("boutdufil.kernel.people.registry")
        subject = import_module("boutdufil.kernel.posts.services.subject")
        registry.register_subject_data("posts", subject.export_lines, subject.erase_lines)
        imports = import_module("boutdufil.kernel.posts.services.imports")
        registry.register_retention_rule(imports.RETENTION)
        privacy = import_module("boutdufil.kernel.posts.services.vacancy_privacy")
        registry.register_subject_data("posts.vacancies", privacy.export_work, privacy.erase_work)
