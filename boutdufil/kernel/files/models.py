"""Files handed over: their key, what they are, and when they were destroyed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One file; its bytes lie under `key` in a folder no web server shows.

    `key` is 256 random bits and never leaves the server; `purpose` names the owner and its use
    ("mobility.application"); a shredded file keeps its fingerprint and loses its name.
    """

    key = models.CharField(max_length=43, unique=True)
    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("taille (octets)"))
    media_type = models.CharField(_("nature"), max_length=60)
    name = models.CharField(_("nom"), max_length=120, blank=True)
    purpose = models.CharField(_("usage"), max_length=60, db_index=True)
    stored_at = models.DateTimeField(_("reçu le"), default=timezone.now)
    shredded_at = models.DateTimeField(_("détruit le"), null=True, blank=True)

    class Meta:
        verbose_name = _("fichier")
        verbose_name_plural = _("fichiers")
        ordering = ["-stored_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.purpose} · {self.media_type} · {self.pk}"
