"""Training bodies and who may prepare for what."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.training.enums import CertificateKind, QualiopiAction
from boutdufil.kernel.training.models.certificates import Certificate

DECLARATION = RegexValidator(
    r"\A\d{11}\Z", _("Un numéro de déclaration d’activité compte 11 chiffres.")
)


class TrainingBody(models.Model):
    """An organisation that trains: its declaration of activity and its Qualiopi certificate.

    ``declaration`` is the NDA (C. trav. L.6351-1), 11 digits; Qualiopi (L.6316-1) is asked by
    public and mutual funders alone, so it may be absent.
    """

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="training_body", verbose_name=_("organisme")
    )
    declaration = models.CharField(
        _("numéro de déclaration d’activité"), max_length=11, blank=True, validators=[DECLARATION]
    )
    qualiopi_scope = ArrayField(
        models.CharField(max_length=16, choices=QualiopiAction),
        default=list,
        blank=True,
        verbose_name=_("Qualiopi : catégories d’actions"),
    )
    qualiopi_until = models.DateField(_("Qualiopi : valable jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("organisme de formation")
        verbose_name_plural = _("organismes de formation")
        ordering = ["organisation__name", "pk"]

    def __str__(self) -> str:
        return f"{self.organisation}"


class Accreditation(models.Model):
    """A branch lets a body prepare for certificates, by kind or by name, for a time.

    ``decided_by`` is the organisation that acts for the branch; a withdrawn one holds no more
    from that day. ``warned_days`` remembers the alerts already sent (180, 90 days before the end).
    """

    body = models.ForeignKey(TrainingBody, models.CASCADE, related_name="accreditations")
    kinds = ArrayField(
        models.CharField(max_length=10, choices=CertificateKind), default=list, blank=True
    )
    certificates = models.ManyToManyField(Certificate, blank=True, related_name="accreditations")
    starts_on = models.DateField(_("à partir du"))
    ends_on = models.DateField(_("jusqu’au"))
    evidence = models.TextField(_("pièces et motifs"))
    decided_by = models.ForeignKey(
        Organisation, models.PROTECT, related_name="accreditations_decided"
    )
    decided_by_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_on = models.DateField(_("décidée le"))
    withdrawn_on = models.DateField(_("retirée le"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("motif du retrait"), max_length=250, blank=True)
    warned_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)

    class Meta:
        verbose_name = _("habilitation")
        verbose_name_plural = _("habilitations")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="training_accreditation_ends_after",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body_id} · {self.starts_on} → {self.ends_on}"
