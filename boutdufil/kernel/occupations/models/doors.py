"""What only the guide tells: open doors and careers inside the trade."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.occupations.models.releases import Release


class CareerStep(models.Model):
    """A usual step inside the trade, such as agent to supervisor."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="career_steps")
    from_code = models.CharField(_("code ROME de départ"), max_length=5)
    to_code = models.CharField(_("code ROME d’arrivée"), max_length=5)
    kind = models.CharField(_("nature"), max_length=40)
    note = models.CharField(_("note"), max_length=500, blank=True)
    note_en = models.CharField(_("note, en anglais"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("étape de carrière")
        verbose_name_plural = _("étapes de carrière")
        indexes = [models.Index(fields=["from_code"], name="career_from")]

    def __str__(self) -> str:
        return f"{self.from_code} → {self.to_code}"


class DoorWords(models.Model):
    """What is said of a trade that trains beginners.

    ``entrants`` stays null until somebody has counted; ``english`` holds the translation of each
    text under the name of its field.
    """

    code = models.CharField(_("code ROME"), max_length=5)
    aptitudes = models.JSONField(_("aptitudes demandées"), default=list)
    diploma = models.TextField(_("diplôme"), blank=True)
    licence = models.TextField(_("permis ou habilitation"), blank=True)
    trainer = models.TextField(_("qui forme"), blank=True)
    duration = models.TextField(_("durée"), blank=True)
    payer = models.TextField(_("qui paie"), blank=True)
    first_steps = models.JSONField(_("premiers pas"), default=list)
    entrants = models.PositiveIntegerField(_("personnes entrées ainsi"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500)
    source_url = models.CharField(_("adresse de la source"), max_length=500, blank=True)
    declared_on = models.DateField(_("écrite ou déclarée le"), null=True, blank=True)
    english = models.JSONField(_("textes anglais"), default=dict, blank=True)

    class Meta:
        abstract = True


class OpenDoor(DoorWords):
    """A trade that trains beginners, as our guide describes it.

    ``confirmed`` is true once the branch has said so itself, and ``declared_on`` is then the
    day it did; before that, the day we wrote it. What a branch says here stands in
    `DoorDeclaration` and speaks louder.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="open_doors")
    branch = models.CharField(_("branche"), max_length=300)
    confirmed = models.BooleanField(_("confirmée par la branche"), default=False)

    class Meta:
        verbose_name = _("porte ouverte")
        verbose_name_plural = _("portes ouvertes")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["release", "code"], name="one_door_a_code")]

    def __str__(self) -> str:
        return f"{self.code} ({self.branch})"
