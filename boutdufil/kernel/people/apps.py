"""The app of people."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """People stand under the label "people": AUTH_USER_MODEL is "people.Person"."""

    name = "boutdufil.kernel.people"
    label = "people"
    verbose_name = _("Personnes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow Django's own sign-ins (admin, tests) and keep the rules of retention."""
        # Models exist only now: what touches them is imported here and not above.
        sessions = import_module("boutdufil.kernel.people.services.sessions")
        retention = import_module("boutdufil.kernel.people.services.retention")
        user_logged_in.connect(sessions.follow_login, dispatch_uid="people.login")
        user_logged_out.connect(sessions.follow_logout, dispatch_uid="people.logout")
        retention.register_own_rules()
