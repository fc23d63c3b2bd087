"""What proves the counts: a signed head a day and number, and who may look at the leaves."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.illico.models.numbers import Number


class DayHead(models.Model):
    """A day of a number, sealed: what is signed and published, and the leaves it was made of.

    ``body`` and ``signature`` are canonical JSON, ``leaves`` one of them a line; ``digest`` is the
    SHA-256 of ``body``, which the head of the next day holds. Never changed.
    """

    number = models.ForeignKey(Number, models.PROTECT, related_name="day_heads")
    day = models.DateField(_("jour"))
    body = models.BinaryField(_("tête du jour"))
    signature = models.BinaryField(_("signature"))
    leaves = models.BinaryField(_("feuilles"))
    digest = models.BinaryField(_("empreinte"), max_length=32)
    sealed_at = models.DateTimeField(_("scellé le"))

    class Meta:
        verbose_name = _("preuve d’un jour")
        verbose_name_plural = _("preuves de jours")
        ordering = ["number", "day"]
        constraints = [
            models.UniqueConstraint(fields=["number", "day"], name="illico_one_head_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.number_id} {self.day:%Y-%m-%d}"


class AuditorSeat(models.Model):
    """Somebody whom the committee names to look at the leaves of every number, until it ends."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="auditor_seats"
    )
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    began_at = models.DateTimeField(_("depuis"), default=timezone.now)
    ended_at = models.DateTimeField(_("jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("mandat d’audit")
        verbose_name_plural = _("mandats d’audit")
        ordering = ["began_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at__isnull=True),
                name="illico_one_auditor_seat",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.began_at:%Y-%m-%d}"
