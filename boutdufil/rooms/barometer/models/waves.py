"""A wave: what it asks, whom it draws, in which strata, with which weight."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.barometer.enums import Allocation, Standing, UnitKind, WaveState
from boutdufil.rooms.barometer.models.frame import Survey, Unit


class Questionnaire(models.Model):
    """One version of what is asked: groups, questions, filters and checks, as canonical data.

    ``content`` follows ``rules/questionnaires.py``; ``content_hash`` is the SHA-256 of its
    canonical JSON. What a wave has used does not change: a change is a new version.
    """

    kind = models.CharField(_("pour"), max_length=8, choices=UnitKind)
    version = models.PositiveSmallIntegerField(_("version"))
    name = models.CharField(_("nom"), max_length=120)
    content = models.JSONField(_("contenu"))
    content_hash = models.CharField(_("empreinte"), max_length=64)
    created_at = models.DateTimeField(_("créé le"), default=timezone.now)

    class Meta:
        verbose_name = _("questionnaire d’enquête")
        verbose_name_plural = _("questionnaires d’enquête")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "version"], name="barometer_questionnaire_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.version}"


class Variable(models.Model):
    """One version of one thing measured, with its definition; the codebook is made of these.

    ``version`` rises when the definition changes, so that a series knows where it breaks.
    """

    code = models.SlugField(_("code"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    kind = models.CharField(_("nature"), max_length=12)
    label = models.CharField(_("intitulé"), max_length=200)
    definition = models.TextField(_("définition"), blank=True)
    unit = models.CharField(_("unité"), max_length=40, blank=True)
    options = models.JSONField(_("réponses possibles"), default=list)

    class Meta:
        verbose_name = _("variable")
        verbose_name_plural = _("variables")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="barometer_variable_version")
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.version}"


class Wave(models.Model):
    """One round of a survey over a period; ``strata_by`` are the variables that make its strata.

    ``seed`` is drawn when the wave is made and shown from the draw on: with the frame's hash and
    the allocation, anybody draws the same sample again. ``frame`` is the stratum of each unit by
    its number, as they were drawn from. ``panel_share`` (0–1) is kept from the wave before.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="waves")
    number = models.PositiveSmallIntegerField(_("numéro"))
    name = models.CharField(_("nom"), max_length=120)
    period_start = models.DateField(_("période du"))
    period_end = models.DateField(_("au"))
    opens_on = models.DateField(_("collecte du"), null=True, blank=True)
    closes_on = models.DateField(_("collecte jusqu’au"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=8, choices=WaveState, default=WaveState.DRAFT)
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, null=True, blank=True, related_name="waves"
    )
    company_questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, null=True, blank=True, related_name="company_waves"
    )
    strata_by = models.JSONField(_("strates selon"), default=list)
    allocation = models.CharField(
        _("répartition"), max_length=12, choices=Allocation, default=Allocation.PROPORTIONAL
    )
    sample_size = models.PositiveIntegerField(_("taille de l’échantillon"), default=0)
    stratum_least = models.PositiveIntegerField(_("au moins par strate"), default=2)
    panel_share = models.DecimalField(
        _("part gardée de la vague précédente"), max_digits=4, decimal_places=3, default=0
    )
    seed = models.CharField(_("graine du tirage"), max_length=64)
    frame_hash = models.CharField(_("empreinte de la base"), max_length=64, blank=True)
    frame = models.JSONField(_("base tirée"), default=dict, blank=True)
    drawn_at = models.DateTimeField(_("tirée le"), null=True, blank=True)
    created_at = models.DateTimeField(_("créée le"), default=timezone.now)

    class Meta:
        verbose_name = _("vague")
        verbose_name_plural = _("vagues")
        ordering = ["survey", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="barometer_wave_number"),
            models.CheckConstraint(
                condition=models.Q(period_end__gte=models.F("period_start")),
                name="barometer_wave_period",
            ),
            models.CheckConstraint(
                condition=models.Q(panel_share__gte=0, panel_share__lte=1),
                name="barometer_wave_panel",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Stratum(models.Model):
    """One stratum of a wave: how many units it has, how many are drawn, and by which rule.

    ``deviation`` is the standard deviation Neyman's allocation used (people), None otherwise.
    """

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="strata")
    key = models.CharField(_("strate"), max_length=120)
    labels = models.JSONField(_("modalités"), default=dict)
    population = models.PositiveIntegerField(_("unités"))
    allocated = models.PositiveIntegerField(_("à tirer"))
    deviation = models.FloatField(_("écart type"), null=True, blank=True)
    takes_all = models.BooleanField(_("exhaustive"), default=False)

    class Meta:
        verbose_name = _("strate")
        verbose_name_plural = _("strates")
        ordering = ["wave", "key"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "key"], name="barometer_stratum_key"),
            models.CheckConstraint(
                condition=models.Q(allocated__lte=models.F("population")),
                name="barometer_stratum_size",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Drawn(models.Model):
    """A unit drawn into a wave: its stratum, its sampling weight, what became of it.

    ``weight`` is the inverse of the inclusion probability (population over allocated), exact as
    ``population_then`` / ``allocated_then``. ``headcount_then`` is the frame's size at the draw.
    """

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="sample")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="draws")
    stratum = models.ForeignKey(Stratum, models.CASCADE, related_name="sample")
    population_then = models.PositiveIntegerField(_("unités de la strate"))
    allocated_then = models.PositiveIntegerField(_("tirées"))
    headcount_then = models.PositiveIntegerField(_("effectif connu"), null=True, blank=True)
    is_panel = models.BooleanField(_("gardée de la vague précédente"), default=False)
    standing = models.CharField(
        _("état"), max_length=12, choices=Standing, default=Standing.EXPECTED
    )
    standing_note = models.CharField(_("note"), max_length=250, blank=True)
    standing_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    standing_at = models.DateTimeField(_("depuis"), null=True, blank=True)

    class Meta:
        verbose_name = _("unité tirée")
        verbose_name_plural = _("unités tirées")
        ordering = ["wave", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "unit"], name="barometer_drawn_once"),
            models.CheckConstraint(
                condition=models.Q(
                    allocated_then__gte=1, population_then__gte=models.F("allocated_then")
                ),
                name="barometer_drawn_weight",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id} · {self.unit_id}"
