"""The app of people."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """People stand under the label "people": AUTH_USER_MODEL is "people.Person"."""

    name = "boutdufil.kernel.people"
    label = "people"
    verbose_name = _("Personnes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow Django's own sign-ins (admin, tests) and keep the rules of retention."""
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from boutdufil.kernel.people.services import retention

        user_logged_in.connect(_remember_session, dispatch_uid="people.remember_session")
        user_logged_out.connect(_forget_session, dispatch_uid="people.forget_session")
        retention.register_own_rules()


def _remember_session(*, request: Any, user: Any, **_signal: Any) -> None:
    from boutdufil.kernel.people import services

    services.remember_session(request=request, person=user)


def _forget_session(*, request: Any, **_signal: Any) -> None:
    from boutdufil.kernel.people import services

    services.forget_session(session=request.session)
