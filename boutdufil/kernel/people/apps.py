from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "boutdufil.kernel.people"
    label = "people"
    verbose_name = _("Personnes")
    default_auto_field = "django.db.models.BigAutoField"
