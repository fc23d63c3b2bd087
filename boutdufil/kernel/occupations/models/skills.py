"""Skills: one row for good, whatever the release, so that confirmed ones survive."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.occupations.enums import SkillKind


class Skill(models.Model):
    """One skill: a ROME OGR number, or ``g:slug`` when only our guide knows it."""

    code = models.CharField(_("code"), max_length=64, primary_key=True)
    label = models.CharField(_("libellé"), max_length=300)
    label_en = models.CharField(_("libellé anglais"), max_length=300, blank=True)
    guide_label = models.CharField(_("libellé de notre guide"), max_length=300, blank=True)
    kind = models.CharField(_("nature"), max_length=12, choices=SkillKind)
    search = models.TextField(_("texte de recherche"), blank=True)
    official = models.BooleanField(_("libellé du ROME en vigueur"), default=False)
    retired = models.BooleanField(_("absente des éditions en vigueur"), default=False)

    class Meta:
        verbose_name = _("compétence")
        verbose_name_plural = _("compétences")
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label
