"""Figures of other sources, quoted as they were said; and what the other rooms count."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.barometer.enums import RoomFactKind, SourceKind
from boutdufil.rooms.barometer.models.indicators import Indicator


class FactSource(models.Model):
    """Who said a figure, where and when: an article, a report, a table."""

    key = models.SlugField(_("clé"), max_length=80, unique=True)
    kind = models.CharField(_("nature"), max_length=10, choices=SourceKind)
    name = models.CharField(_("titre"), max_length=200)
    publisher = models.CharField(_("éditeur"), max_length=160, blank=True)
    published_on = models.CharField(_("date"), max_length=10, blank=True)
    address = models.URLField(_("adresse"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("source citée")
        verbose_name_plural = _("sources citées")
        ordering = ["-published_on", "name"]

    def __str__(self) -> str:
        return self.name


class QuotedFact(models.Model):
    """A figure as its source gives it: never corrected, never given an interval of ours.

    ``value`` is the figure, ``value_high`` the other end when the source gives a range. ``area`` is
    a country, a region or "world"; ``period`` is what it is about, as the source writes it.
    ``definition`` and ``denominator`` are the source's own, "" when it gives none.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="quoted")
    source = models.ForeignKey(FactSource, models.PROTECT, related_name="facts")
    area = models.CharField(_("où"), max_length=40)
    period = models.CharField(_("quand"), max_length=20)
    value = models.DecimalField(_("valeur"), max_digits=20, decimal_places=4)
    value_high = models.DecimalField(
        _("valeur haute"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    qualifier = models.CharField(_("dit"), max_length=40, blank=True)
    definition = models.TextField(_("définition de la source"), blank=True)
    denominator = models.CharField(_("dénominateur de la source"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField(_("saisi le"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("motif"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("chiffre cité")
        verbose_name_plural = _("chiffres cités")
        ordering = ["indicator", "area", "period", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "source", "area", "period", "qualifier"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="barometer_quoted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} · {self.area} · {self.period}"


class RoomFact(models.Model):
    """One thing another room tells, once: a post filled, a move, an agent, a call answered.

    ``subject`` names it in its room ("vacancy:12"), never a person. ``simulated`` comes from the
    demo world and is counted apart.
    """

    kind = models.CharField(_("nature"), max_length=12, choices=RoomFactKind)
    subject = models.CharField(_("objet"), max_length=60)
    happened_on = models.DateField(_("le"))
    count = models.IntegerField(_("nombre"), default=1)
    region = models.CharField(_("région"), max_length=2, blank=True)
    simulated = models.BooleanField(_("données simulées"), default=False)
    heard_at = models.DateTimeField(_("reçu le"), default=timezone.now)

    class Meta:
        verbose_name = _("fait compté")
        verbose_name_plural = _("faits comptés")
        ordering = ["happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="barometer_room_fact_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.subject}"
