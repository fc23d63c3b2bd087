"""Programmes and their dated sessions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.training.enums import Mode, TrainingPayer
from boutdufil.kernel.training.models.bodies import TrainingBody
from boutdufil.kernel.training.models.certificates import Block


class Programme(models.Model):
    """What a body teaches: blocks of certificates, in so many hours, at a cost.

    ``cost_cents`` is for one person, before any funding; null is not published. An empty
    ``prerequisites`` means that none is asked.
    """

    body = models.ForeignKey(TrainingBody, models.PROTECT, related_name="programmes")
    label = models.CharField(_("intitulé"), max_length=250)
    blocks = models.ManyToManyField(Block, related_name="programmes", verbose_name=_("blocs"))
    hours = models.PositiveSmallIntegerField(_("heures"))
    cost_cents = models.PositiveIntegerField(_("coût par personne (centimes)"), null=True)
    payers = ArrayField(
        models.CharField(max_length=14, choices=TrainingPayer), default=list, blank=True
    )
    mode = models.CharField(_("mode"), max_length=8, choices=Mode, default=Mode.ON_SITE)
    languages = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    in_sign_language = models.BooleanField(_("en langue des signes française"), default=False)
    prerequisites = models.TextField(_("prérequis"), blank=True)
    closed_on = models.DateField(_("arrêté le"), null=True, blank=True)

    class Meta:
        verbose_name = _("programme de formation")
        verbose_name_plural = _("programmes de formation")
        ordering = ["label", "pk"]

    def __str__(self) -> str:
        return self.label


class Session(models.Model):
    """A programme at dates and a place; ``booked`` counts the confirmed seats, never above."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="sessions")
    commune = models.CharField(_("commune (code Insee)"), max_length=5, blank=True)
    starts_on = models.DateField(_("début"), db_index=True)
    ends_on = models.DateField(_("fin"))
    seats = models.PositiveSmallIntegerField(_("places"))
    booked = models.PositiveSmallIntegerField(_("places prises"), default=0)
    cancelled_on = models.DateField(_("annulée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("session de formation")
        verbose_name_plural = _("sessions de formation")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(booked__lte=models.F("seats")),
                name="training_session_never_overbooked",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="training_session_ends_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} · {self.starts_on} → {self.ends_on}"
