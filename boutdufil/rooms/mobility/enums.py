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


class Taste(models.TextChoices):
    """What somebody likes in a working day: shown as interest, never counted as a skill."""

    TALK = "talk", _("Parler avec des gens")
    HELP = "help", _("Aider quelqu’un à régler un problème")
    CONVINCE = "convince", _("Convaincre, vendre")
    WRITE = "write", _("Écrire")
    ORDER = "order", _("Ranger, classer, organiser")
    NUMBERS = "numbers", _("Compter, vérifier")
    SCREEN = "screen", _("Travailler sur ordinateur")
    MOVE = "move", _("Bouger, faire de mes mains")
    TEAM = "team", _("Animer une équipe")
    LEARN = "learn", _("Apprendre du nouveau")
