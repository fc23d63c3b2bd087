"""From answers to figures: known totals, runs with their weights, what a release was made from."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.barometer.enums import RunState
from boutdufil.rooms.barometer.models.indicators import Release
from boutdufil.rooms.barometer.models.waves import Drawn, Wave


class Margin(models.Model):
    """A known total that weights are to meet.

    ``column`` is "region", "centre_type" or "size" (units in ``category``), or "headcount" (people
    known before asking, ``category`` empty). ``source`` says in words where the total comes from.
    """

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="margins")
    column = models.CharField(_("variable"), max_length=20)
    category = models.CharField(_("modalité"), max_length=40, blank=True)
    total = models.FloatField(_("total"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("marge de calage")
        verbose_name_plural = _("marges de calage")
        ordering = ["wave", "column", "category"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "column", "category"], name="barometer_margin_once"
            ),
            models.CheckConstraint(
                condition=models.Q(total__gte=0), name="barometer_margin_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id} · {self.column} {self.category}".rstrip()


class EstimationRun(models.Model):
    """One way from the answers of a wave to weights, kept with all that makes it again.

    ``recipe`` holds the choices and the margins as they were; ``data_hash`` is the SHA-256 of the
    answers it was made from, ``result_hash`` of the weights. ``diagnostics`` tells how it went.
    """

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="runs")
    number = models.PositiveSmallIntegerField(_("numéro"))
    recipe = models.JSONField(_("réglages"))
    code_version = models.CharField(_("version du programme"), max_length=40)
    data_hash = models.CharField(_("empreinte des réponses"), max_length=64)
    result_hash = models.CharField(_("empreinte des poids"), max_length=64, blank=True)
    seed = models.CharField(_("graine"), max_length=64)
    state = models.CharField(_("état"), max_length=7, choices=RunState)
    diagnostics = models.JSONField(_("diagnostics"), default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(_("faite le"), default=timezone.now)

    class Meta:
        verbose_name = _("estimation")
        verbose_name_plural = _("estimations")
        ordering = ["wave", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "number"], name="barometer_run_number")
        ]

    def __str__(self) -> str:
        return f"{self.wave_id} · {self.number}"


class UnitWeight(models.Model):
    """What one drawn unit stands for: by the draw, after non-response, after calibration."""

    run = models.ForeignKey(EstimationRun, models.CASCADE, related_name="weights")
    drawn = models.ForeignKey(Drawn, models.PROTECT, related_name="weights")
    design = models.FloatField(_("poids de sondage"))
    adjusted = models.FloatField(_("après non-réponse"))
    calibrated = models.FloatField(_("après calage"))

    class Meta:
        verbose_name = _("poids d’une unité")
        verbose_name_plural = _("poids des unités")
        ordering = ["run", "drawn"]
        constraints = [
            models.UniqueConstraint(fields=["run", "drawn"], name="barometer_weight_once")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} · {self.drawn_id}"


class ReleaseSource(models.Model):
    """What a release was made from, hidden cells too: never shown, kept to protect later ones.

    ``content`` holds one line for each centre that answered (group, categories, weight, amounts)
    and the cells that stayed in; ``audit`` what a reader could find of each hidden cell.
    """

    release = models.OneToOneField(Release, models.CASCADE, related_name="source")
    run = models.ForeignKey(EstimationRun, models.PROTECT, related_name="releases")
    content = models.JSONField(_("contenu"), default=dict)
    audit = models.JSONField(_("audit du secret"), default=dict)
    audit_passed = models.BooleanField(_("secret vérifié"), default=False)

    class Meta:
        verbose_name = _("source d’une publication")
        verbose_name_plural = _("sources des publications")
        ordering = ["release"]

    def __str__(self) -> str:
        return f"{self.release_id} · {self.run_id}"
