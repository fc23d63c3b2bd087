"""Versions of the cards: what is in force, since when, and whose words they are."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.occupations.enums import ReleaseKind, ReleaseStatus


class Release(models.Model):
    """One edition of the guide or of ROME; its rows count only while it is in force."""

    kind = models.CharField(_("origine"), max_length=8, choices=ReleaseKind)
    version = models.CharField(_("version"), max_length=32)
    published_on = models.DateField(_("date de publication"), null=True, blank=True)
    attribution = models.CharField(_("mention de la source"), max_length=200)
    source_url = models.CharField(_("provenance"), max_length=500, blank=True)
    fingerprint = models.CharField(_("empreinte des fichiers"), max_length=64)
    status = models.CharField(_("état"), max_length=12, choices=ReleaseStatus)
    imported_at = models.DateTimeField(_("importée le"), null=True, blank=True)
    counts = models.JSONField(_("lignes par tableau"), default=dict, blank=True)

    class Meta:
        verbose_name = _("édition")
        verbose_name_plural = _("éditions")
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(status="in_force"), name="one_release_in_force"
            ),
            models.UniqueConstraint(fields=["kind", "fingerprint"], name="one_release_per_files"),
        ]

    def __str__(self) -> str:
        return f"{self.attribution} ({self.get_status_display()})"
