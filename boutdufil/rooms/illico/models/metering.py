"""What was metered of a call, and the tariff it was metered by. Written once, never changed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.illico.models.agents import Agent
from boutdufil.rooms.illico.models.calls import ServiceCall
from boutdufil.rooms.illico.models.numbers import Number


class NumberTariff(models.Model):
    """What a number cost from a moment on, in 1/10,000 €; a trigger writes it at every change."""

    number = models.ForeignKey(Number, models.CASCADE, related_name="tariffs")
    rate = models.PositiveIntegerField(_("prix d’une minute"))
    ceiling = models.PositiveIntegerField(_("plafond d’un appel"))
    floor = models.PositiveIntegerField(_("minimum d’une minute de conseil"))
    since = models.DateTimeField(_("depuis"), default=timezone.now)

    class Meta:
        verbose_name = _("tarif d’un numéro")
        verbose_name_plural = _("tarifs d’un numéro")
        ordering = ["number", "since", "pk"]

    def __str__(self) -> str:
        return f"{self.number_id} {self.since:%Y-%m-%d} {self.rate}"


class MeteredCall(models.Model):
    """What a call came to. ``amount`` is in sixtieths of 1/10,000 €, times in ms from the click.

    ``day`` is that of the click in Paris. ``segments`` are [from, to, kind, agents]; ``free_ms``
    what cost nothing, by kind. ``warning_ms`` and ``ceiling_ms``: when half of the ceiling and the
    whole were reached.
    """

    call = models.OneToOneField(
        ServiceCall, models.PROTECT, primary_key=True, related_name="metered"
    )
    number = models.ForeignKey(Number, models.PROTECT, related_name="metered_calls")
    day = models.DateField(_("jour"))
    seconds = models.PositiveIntegerField(_("secondes comptées"))
    amount = models.BigIntegerField(_("montant"))
    rate = models.PositiveIntegerField(_("prix d’une minute"))
    ceiling = models.PositiveIntegerField(_("plafond d’un appel"))
    floor = models.PositiveIntegerField(_("minimum d’une minute de conseil"))
    first_free_ms = models.PositiveIntegerField(_("début gratuit (ms)"))
    free_ms = models.JSONField(_("gratuit, par nature (ms)"), default=dict)
    segments = models.JSONField(_("déroulé"), default=list)
    warning_ms = models.BigIntegerField(_("moitié du plafond"), null=True, blank=True)
    ceiling_ms = models.BigIntegerField(_("plafond atteint"), null=True, blank=True)

    class Meta:
        verbose_name = _("appel compté")
        verbose_name_plural = _("appels comptés")
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["number", "day"], name="illico_metered_by_day")]

    def __str__(self) -> str:
        return f"{self.number_id} {self.day:%Y-%m-%d} {self.seconds} s"


class AgentTime(models.Model):
    """An agent's part of a metered call; ``worked_ms`` is all the time they had the caller."""

    metered = models.ForeignKey(MeteredCall, models.PROTECT, related_name="times")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="times")
    seconds = models.PositiveIntegerField(_("secondes comptées"))
    amount = models.BigIntegerField(_("montant"))
    worked_ms = models.PositiveBigIntegerField(_("temps avec l’appelant (ms)"))

    class Meta:
        verbose_name = _("temps d’un appel")
        verbose_name_plural = _("temps d’appels")
        ordering = ["metered", "agent"]
        constraints = [
            models.UniqueConstraint(fields=["metered", "agent"], name="illico_one_time_an_agent")
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.seconds} s"
