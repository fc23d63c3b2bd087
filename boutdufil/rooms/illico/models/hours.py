"""Hours as they were published: seven days ahead, frozen; and closings that break them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.enums import Channel
from boutdufil.rooms.illico.models.numbers import Number


class OpenDay(models.Model):
    """A day of Paris whose hours were published for a number; a day without a slot is closed."""

    number = models.ForeignKey(Number, models.CASCADE, related_name="open_days")
    day = models.DateField(_("jour"))
    frozen_at = models.DateTimeField(_("publié le"), default=timezone.now)

    class Meta:
        verbose_name = _("jour publié")
        verbose_name_plural = _("jours publiés")
        ordering = ["number", "day"]
        constraints = [
            models.UniqueConstraint(fields=["number", "day"], name="illico_one_day_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.number_id} {self.day}"


class OpenSlot(models.Model):
    """From when to when a channel is open on a published day, as moments, so that no change of
    the clock moves them."""

    day = models.ForeignKey(OpenDay, models.CASCADE, related_name="slots")
    channel = models.CharField(_("canal"), max_length=5, choices=Channel)
    opens_at = models.DateTimeField(_("de"))
    closes_at = models.DateTimeField(_("à"))

    class Meta:
        verbose_name = _("plage publiée")
        verbose_name_plural = _("plages publiées")
        ordering = ["day", "channel", "opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="illico_slot_forward"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.opens_at:%Y-%m-%d %H:%M}–{self.closes_at:%H:%M}"


class Closing(models.Model):
    """An exceptional closing inside published hours: who calls then is counted as let down.

    An empty ``channel`` closes them all.
    """

    number = models.ForeignKey(Number, models.CASCADE, related_name="closings")
    channel = models.CharField(_("canal"), max_length=5, choices=Channel, blank=True)
    starts_at = models.DateTimeField(_("de"))
    ends_at = models.DateTimeField(_("à"))
    reason = models.CharField(_("raison"), max_length=200)
    declared_at = models.DateTimeField(_("déclarée le"), default=timezone.now)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("fermeture exceptionnelle")
        verbose_name_plural = _("fermetures exceptionnelles")
        ordering = ["number", "starts_at"]
        indexes = [models.Index(fields=["number", "ends_at"], name="illico_closings_to_come")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="illico_closing_forward"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number_id} {self.starts_at:%Y-%m-%d %H:%M}"
