"""A file of vacancies between its upload and its end."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.models import Organisation


class VacancyImport(models.Model):
    """A table an employer brought: kept as text until it is imported, seven days at most.

    ``rows`` holds ``[line, cells, extra]`` as `lib.tables` read them; ``mapping`` the place of
    each field in ``header``; ``result`` how it ended: counts, and the lines left to correct.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="vacancy_imports", verbose_name=_("employeur")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("reçu le"), default=timezone.now)
    filename = models.CharField(_("fichier"), max_length=160)
    header = models.JSONField(_("en-tête"))
    rows = models.JSONField(_("lignes"))
    mapping = models.JSONField(_("colonnes"), default=dict, blank=True)
    done_at = models.DateTimeField(_("importé le"), null=True, blank=True)
    result = models.JSONField(_("résultat"), default=dict, blank=True)

    class Meta:
        verbose_name = _("import d’offres")
        verbose_name_plural = _("imports d’offres")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.filename} · {self.created_at:%Y-%m-%d}"
