"""Seats offered to people who may answer, before they have said yes."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.illico.models.numbers import Number

OFFER_LIVES = timedelta(days=30)


class SeatOffer(models.Model):
    """A seat offered to an address; whoever owns its mailbox takes it from their account.

    ``seat`` holds what is offered: numbers, languages, channels, at home or not.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="seat_offers")
    email = models.EmailField(_("adresse e-mail"))
    seat = models.JSONField(_("poste proposé"), default=dict)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    offered_at = models.DateTimeField(_("proposé le"), default=timezone.now)
    accepted_at = models.DateTimeField(_("accepté le"), null=True, blank=True)
    declined_at = models.DateTimeField(_("décliné le"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    class Meta:
        verbose_name = _("poste proposé")
        verbose_name_plural = _("postes proposés")
        ordering = ["-offered_at", "-pk"]
        indexes = [models.Index(fields=["email"], name="illico_offers_by_address")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.offered_at:%Y-%m-%d}"


class EntrustedNumber(models.Model):
    """A number whose owner lets another organisation answer it: a provider for its client."""

    number = models.ForeignKey(Number, models.CASCADE, related_name="entrusted")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="entrusted_numbers")
    since = models.DateTimeField(_("depuis"), default=timezone.now)
    ended_at = models.DateTimeField(_("jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("numéro confié")
        verbose_name_plural = _("numéros confiés")
        ordering = ["number", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "organisation"],
                condition=models.Q(ended_at__isnull=True),
                name="illico_entrusted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number_id} {self.organisation_id}"
