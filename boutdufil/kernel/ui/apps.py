"""Django app of the interface kit."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The interface kit; it has no table."""

    name = "boutdufil.kernel.ui"
    label = "ui"
