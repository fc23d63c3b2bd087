"""Django's entry to occupations: the guide follows the package at every migrate."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OccupationsConfig(AppConfig):
    """Job cards, titles, skills and doors, in versioned releases."""

    name = "boutdufil.kernel.occupations"
    label = "occupations"
    verbose_name = _("Métiers et compétences")
    default_auto_field = "django.db.models.BigAutoField"
