"""What is published: indicators with their definitions, releases, cells."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.files.models import StoredFile
from boutdufil.rooms.barometer.enums import Mark, Measure, ReleaseState
from boutdufil.rooms.barometer.models.frame import Survey
from boutdufil.rooms.barometer.models.waves import Wave


class Indicator(models.Model):
    """One figure one may quote: what it means, of what, among whom, how it is made.

    ``denominator`` is said in words; figures whose denominators differ are never added up.
    ``formula`` says which variables make it (``rules/formulas.py``); empty when it is only
    quoted from others.
    """

    slug = models.SlugField(_("adresse courte"), max_length=60, unique=True)
    name = models.CharField(_("nom"), max_length=120)
    measure = models.CharField(_("nature"), max_length=6, choices=Measure)
    unit = models.CharField(_("unité"), max_length=40)
    definition = models.TextField(_("définition"))
    denominator = models.CharField(_("dénominateur"), max_length=200, blank=True)
    scope = models.CharField(_("champ"), max_length=200)
    method = models.TextField(_("méthode"), blank=True)
    formula = models.JSONField(_("formule"), default=dict, blank=True)
    order = models.PositiveSmallIntegerField(_("ordre"), default=100)

    class Meta:
        verbose_name = _("indicateur")
        verbose_name_plural = _("indicateurs")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Release(models.Model):
    """A set of tables that goes out together, protected together, and never changes.

    ``manifest`` names code version, data hash, seed and settings: with them it is made again bit
    for bit. ``simulated`` is the stamp of data that come from invented centres. ``archive`` is the
    sealed file of what was published.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="releases")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField(_("numéro"))
    name = models.CharField(_("nom"), max_length=120)
    state = models.CharField(
        _("état"), max_length=9, choices=ReleaseState, default=ReleaseState.DRAFT
    )
    planned_at = models.DateTimeField(_("annoncée pour le"), null=True, blank=True)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)
    simulated = models.BooleanField(_("données simulées"), default=False)
    manifest = models.JSONField(_("fabrication"), default=dict, blank=True)
    quality = models.JSONField(_("qualité"), default=dict, blank=True)
    archive = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("créée le"), default=timezone.now)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="barometer_release_number"),
            models.CheckConstraint(
                condition=~models.Q(state=ReleaseState.PUBLISHED)
                | models.Q(published_at__isnull=False),
                name="barometer_release_hour",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Cell(models.Model):
    """One figure of a release: an indicator, in one table, for one combination of categories.

    ``place`` is {"region": "44", "size": "50-99"}; {} is the whole. ``value`` and the bounds of
    the 95 % interval are None unless ``mark`` shows them; ``respondents`` is what it rests on.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="cells")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="cells")
    table = models.SlugField(_("tableau"), max_length=60)
    place = models.JSONField(_("case"), default=dict)
    period = models.CharField(_("période"), max_length=20)
    value = models.FloatField(_("valeur"), null=True, blank=True)
    low = models.FloatField(_("borne basse"), null=True, blank=True)
    high = models.FloatField(_("borne haute"), null=True, blank=True)
    variation = models.FloatField(_("coefficient de variation"), null=True, blank=True)
    respondents = models.PositiveIntegerField(_("réponses"), null=True, blank=True)
    mark = models.CharField(_("marque"), max_length=9, choices=Mark, default=Mark.SHOWN)

    class Meta:
        verbose_name = _("case publiée")
        verbose_name_plural = _("cases publiées")
        ordering = ["release", "table", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "indicator", "table", "place", "period"],
                name="barometer_cell_once",
            ),
            models.CheckConstraint(
                condition=models.Q(mark__in=[Mark.SHOWN, Mark.CAREFUL])
                | models.Q(
                    value__isnull=True, low__isnull=True, high__isnull=True, variation__isnull=True
                ),
                name="barometer_secret_is_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} · {self.table} · {self.period}"
