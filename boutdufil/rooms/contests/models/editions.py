"""An edition of a contest: who holds it, its declared rules, its prizes and partners."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.contests.enums import EditionStatus, EntryKind


class Edition(models.Model):
    """One holding of a contest, with a pipeline of stages.

    ``hangs_on`` is the campaign's node where its results are unveiled ("campaign:12").
    ``embargo_until`` keeps every result unseen until then. ``seed_hash`` is the SHA-256 of
    ``seed``, published with the rules; the seed itself is published with the last result.
    """

    name = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("adresse courte"), max_length=60, unique=True)
    organiser = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="contest_editions",
        verbose_name=_("organisée par"),
    )
    status = models.CharField(
        _("état"), max_length=9, choices=EditionStatus, default=EditionStatus.DRAFT
    )
    presentation = models.TextField(_("présentation"), blank=True)
    entered_by = models.CharField(_("qui s’inscrit"), max_length=10, choices=EntryKind)
    team_least = models.PositiveSmallIntegerField(_("personnes par équipe, au moins"), default=2)
    team_most = models.PositiveSmallIntegerField(_("personnes par équipe, au plus"), default=4)
    opens_at = models.DateTimeField(_("inscriptions à partir du"), null=True, blank=True)
    closes_at = models.DateTimeField(_("inscriptions jusqu’au"), null=True, blank=True)
    needs_employer = models.BooleanField(_("travailler dans un centre"), default=False)
    needs_employer_consent = models.BooleanField(_("accord de l’employeur"), default=False)
    needs_school = models.BooleanField(_("être inscrit dans un établissement"), default=False)
    other_conditions = models.TextField(_("autres conditions"), blank=True)
    appeal_days = models.PositiveSmallIntegerField(
        _("jours pour contester"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    contact = models.EmailField(_("adresse pour écrire"), blank=True)
    hangs_on = models.CharField(_("dévoilée à"), max_length=40, blank=True)
    embargo_until = models.DateTimeField(_("résultats tus jusqu’au"), null=True, blank=True)
    seed = models.CharField(_("graine des tirages"), max_length=64)
    seed_hash = models.CharField(_("empreinte de la graine"), max_length=64)
    created_at = models.DateTimeField(_("créée le"), default=timezone.now)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("édition d’un concours")
        verbose_name_plural = _("éditions des concours")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__isnull=True)
                | models.Q(closes_at__gt=models.F("opens_at")),
                name="contests_entries_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(team_most__gte=models.F("team_least"), team_least__gte=1),
                name="contests_team_size",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RulesVersion(models.Model):
    """The whole rules as they were declared at an hour; the public page is made from them.

    ``settings`` is canonical: equal rules are equal bytes. A later version says why it came.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="rules")
    number = models.PositiveSmallIntegerField(_("version"))
    settings = models.JSONField(_("règles"))
    sha256 = models.CharField(_("empreinte"), max_length=64)
    reason = models.CharField(_("motif du changement"), max_length=500, blank=True)
    declared_at = models.DateTimeField(_("déclarées le"), default=timezone.now)

    class Meta:
        verbose_name = _("version du règlement")
        verbose_name_plural = _("versions du règlement")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="contests_rules_once"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""),
                name="contests_change_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} · {self.number}"


class Prize(models.Model):
    """What the one of a rank receives; a team shares it in equal parts, to the cent."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="prizes")
    rank = models.PositiveSmallIntegerField(_("place"), validators=[MinValueValidator(1)])
    label = models.CharField(_("dotation"), max_length=120)
    amount_cents = models.PositiveIntegerField(_("montant (centimes)"), null=True, blank=True)
    giver = models.CharField(_("offerte par"), max_length=120, blank=True)
    handed_at = models.DateField(_("remise le"), null=True, blank=True)
    handed_to = models.CharField(_("remise à"), max_length=250, blank=True)
    proof = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="contest_prizes"
    )

    class Meta:
        verbose_name = _("dotation")
        verbose_name_plural = _("dotations")
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return f"{self.rank} · {self.label}"


class EditionPartner(models.Model):
    """Who stands beside the organiser of an edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="partners")
    name = models.CharField(_("nom"), max_length=120)
    role = models.CharField(_("à quel titre"), max_length=120)
    website = models.URLField(_("site"), blank=True)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("partenaire d’un concours")
        verbose_name_plural = _("partenaires d’un concours")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
