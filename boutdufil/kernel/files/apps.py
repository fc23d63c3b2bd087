"""The app of files people hand over."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Files without a public address."""

    name = "boutdufil.kernel.files"
    label = "files"
    verbose_name = _("Fichiers")
