"""The closed lists of this module."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """The languages of the site, as people read our messages."""

    FRENCH = "fr", _("Français")
    ENGLISH = "en", _("English")


class LinkPurpose(models.TextChoices):
    """What an e-mailed link does once its page is confirmed."""

    SIGN_IN = "sign_in", _("Se connecter")
    SIGN_UP = "sign_up", _("Créer un compte")
    SET_PASSWORD = "set_password", _("Choisir un mot de passe")
    CHANGE_EMAIL = "change_email", _("Changer d’adresse e-mail")
