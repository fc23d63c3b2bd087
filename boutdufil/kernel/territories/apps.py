"""Application settings of the territories module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoriesConfig(AppConfig):
    """Places of France, loaded from the committed tables after every `migrate`."""

    name = "boutdufil.kernel.territories"
    label = "territories"
    verbose_name = _("Territoires")
