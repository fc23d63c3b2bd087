"""The closed lists of the person's path, in the words the person reads."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    """What a person said about a skill; a skill nobody decided on is not stored."""

    CONFIRMED = "confirmed", _("confirmée")
    REMOVED = "removed", _("retirée")
    ADDED = "added", _("ajoutée")


class Level(models.IntegerChoices):
    """How well, in plain words; never used in a computation."""

    DISCOVERED = 1, _("J’ai vu faire")
    HELPED = 2, _("Je fais avec de l’aide")
    ALONE = 3, _("Je fais en autonomie")
    TEACHES = 4, _("Je peux l’apprendre à d’autres")
