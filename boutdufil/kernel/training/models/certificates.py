"""Certificates, their blocks of skills, and the branches that recognise them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.models import Agreement, Branch
from boutdufil.kernel.training.enums import CertificateKind


class Certificate(models.Model):
    """A title, a CQP, a CQPI: what it is in law, the jobs it leads to, until when.

    ``code`` is its number in the national registers ("RNCP…", "RS…"), null when it is in none;
    ``owner`` the branch that created it; ``codes`` the ROME codes of the jobs it leads to.
    """

    kind = models.CharField(_("nature"), max_length=10, choices=CertificateKind)
    code = models.CharField(_("numéro"), max_length=12, null=True, blank=True, unique=True)
    label = models.CharField(_("intitulé"), max_length=250)
    level = models.PositiveSmallIntegerField(_("niveau (3 à 8)"), null=True, blank=True)
    owner = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    codes = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    registered_until = models.DateField(_("enregistré jusqu’au"), null=True, blank=True)
    source_url = models.URLField(_("texte publié"), blank=True)
    invented = models.BooleanField(_("inventé (démonstration)"), default=False)

    class Meta:
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        ordering = ["label", "pk"]
        indexes = [GinIndex(fields=["codes"], name="training_certificate_codes")]

    def __str__(self) -> str:
        return self.label


class Block(models.Model):
    """A block of skills of a certificate, achieved and kept on its own (C. trav. L.6113-1)."""

    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="blocks")
    number = models.PositiveSmallIntegerField(_("numéro"))
    label = models.CharField(_("intitulé"), max_length=250)
    skills = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    hours = models.PositiveSmallIntegerField(_("heures"), null=True, blank=True)

    class Meta:
        verbose_name = _("bloc de compétences")
        verbose_name_plural = _("blocs de compétences")
        ordering = ["certificate_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "number"], name="training_block_number")
        ]
        indexes = [GinIndex(fields=["skills"], name="training_block_skills")]

    def __str__(self) -> str:
        return f"{self.number}. {self.label}"


class Recognition(models.Model):
    """A branch recognises a certificate, by an agreement it signed, since a day."""

    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="recognitions")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="recognitions")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="recognitions")
    since = models.DateField(_("depuis"))

    class Meta:
        verbose_name = _("reconnaissance d’une certification")
        verbose_name_plural = _("reconnaissances de certifications")
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "branch"], name="training_recognised_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} · {self.branch_id}"


class Equivalence(models.Model):
    """Whoever holds ``block`` is taken to hold ``gives``, a block of another certificate."""

    block = models.ForeignKey(Block, models.CASCADE, related_name="equivalences")
    gives = models.ForeignKey(Block, models.CASCADE, related_name="given_by")
    source = models.CharField(_("source"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("équivalence de blocs")
        verbose_name_plural = _("équivalences de blocs")
        constraints = [
            models.UniqueConstraint(fields=["block", "gives"], name="training_equivalence_once"),
            models.CheckConstraint(
                condition=~models.Q(block=models.F("gives")), name="training_equivalence_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.block_id} → {self.gives_id}"
