"""The frame: every centre that could be asked, where it comes from, when it opens and closes."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.barometer.enums import (
    CentreType,
    DuplicateState,
    ImportKind,
    UnitEventKind,
    UnitKind,
)


class Survey(models.Model):
    """What is measured of whom, wave after wave, and who answers for it.

    ``commitment`` is the promise of confidentiality made to those who answer: a private survey has
    no statutory secrecy, so the promise is written, versioned by ``commitment_version`` and kept.
    ``invented`` surveys are simulated: whatever comes from them is stamped so.
    """

    name = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("adresse courte"), max_length=60, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="surveys", verbose_name=_("menée par")
    )
    presentation = models.TextField(_("présentation"), blank=True)
    commitment = models.TextField(_("engagement de confidentialité"), blank=True)
    commitment_version = models.PositiveSmallIntegerField(_("version de l’engagement"), default=1)
    contact = models.EmailField(_("adresse pour écrire"), blank=True)
    invented = models.BooleanField(_("simulée (démonstration)"), default=False)
    created_at = models.DateTimeField(_("créée le"), default=timezone.now)

    class Meta:
        verbose_name = _("enquête")
        verbose_name_plural = _("enquêtes")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class EnterpriseGroup(models.Model):
    """The group of companies behind centres: secrecy is kept at its level, never the centre's."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="groups")
    key = models.CharField(_("identifiant"), max_length=40)
    name = models.CharField(_("nom"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("groupe")
        verbose_name_plural = _("groupes")
        ordering = ["survey", "key"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "key"], name="barometer_group_key")
        ]

    def __str__(self) -> str:
        return self.name or self.key


class FrameImport(models.Model):
    """One file taken into the frame: what came in, what was known, what was left out and why."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="imports")
    kind = models.CharField(_("nature"), max_length=8, choices=ImportKind)
    file_name = models.CharField(_("fichier"), max_length=200)
    file_hash = models.CharField(_("empreinte"), max_length=64)
    as_of = models.DateField(_("état au"))
    counts = models.JSONField(_("comptes"), default=dict)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    taken_at = models.DateTimeField(_("reçu le"), default=timezone.now)

    class Meta:
        verbose_name = _("import d’une liste")
        verbose_name_plural = _("imports de listes")
        ordering = ["-taken_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} · {self.as_of}"


class Unit(models.Model):
    """A unit of the frame: a centre, or the group or company that orders and owns.

    ``headcount`` is the size known before asking (people), None when unknown. ``region`` and
    ``department`` are official codes found from ``commune``. ``same_as`` leads from a duplicate to
    the unit that stays. A unit lives from ``born_on`` up to and without ``died_on``.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="units")
    kind = models.CharField(_("nature"), max_length=8, choices=UnitKind, default=UnitKind.CENTRE)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="survey_units"
    )
    group = models.ForeignKey(
        EnterpriseGroup, models.PROTECT, null=True, blank=True, related_name="units"
    )
    source_key = models.CharField(_("identifiant dans la liste"), max_length=40)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    name = models.CharField(_("nom"), max_length=160)
    activity = models.CharField(_("activité (code NAF)"), max_length=6, blank=True)
    centre_type = models.CharField(
        _("type"), max_length=8, choices=CentreType, default=CentreType.UNKNOWN
    )
    commune = models.CharField(_("commune (code Insee)"), max_length=5, blank=True)
    department = models.CharField(_("département"), max_length=3, blank=True)
    region = models.CharField(_("région"), max_length=2, blank=True)
    headcount = models.PositiveIntegerField(_("effectif connu"), null=True, blank=True)
    born_on = models.DateField(_("ouvert le"), null=True, blank=True)
    died_on = models.DateField(_("fermé le"), null=True, blank=True)
    same_as = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="duplicates"
    )

    class Meta:
        verbose_name = _("unité de la base de sondage")
        verbose_name_plural = _("unités de la base de sondage")
        ordering = ["survey", "source_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "kind", "source_key"], name="barometer_unit_key"
            ),
            models.CheckConstraint(
                condition=models.Q(died_on__isnull=True)
                | models.Q(born_on__isnull=True)
                | models.Q(died_on__gte=models.F("born_on")),
                name="barometer_unit_life",
            ),
        ]
        indexes = [
            models.Index(
                fields=["survey", "siret"],
                name="barometer_unit_siret",
                condition=~models.Q(siret=""),
            )
        ]

    def __str__(self) -> str:
        return self.name


class UnitEvent(models.Model):
    """What happened to a unit, on a day, and who says so."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="events")
    kind = models.CharField(_("nature"), max_length=6, choices=UnitEventKind)
    happened_on = models.DateField(_("le"))
    note = models.CharField(_("note"), max_length=250, blank=True)
    source = models.ForeignKey(FrameImport, models.SET_NULL, null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField(_("noté le"), default=timezone.now)

    class Meta:
        verbose_name = _("événement d’une unité")
        verbose_name_plural = _("événements des unités")
        ordering = ["happened_on", "pk"]

    def __str__(self) -> str:
        return f"{self.unit_id} · {self.kind} · {self.happened_on}"


class DuplicatePair(models.Model):
    """Two units that look alike, why, and what somebody decided; ``first`` has the lower id."""

    first = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    second = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    reasons = models.JSONField(_("pourquoi"), default=list)
    state = models.CharField(
        _("état"), max_length=9, choices=DuplicateState, default=DuplicateState.OPEN
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("doublon possible")
        verbose_name_plural = _("doublons possibles")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="barometer_pair_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="barometer_pair_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"
