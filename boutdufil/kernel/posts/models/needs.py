"""Needs: how many people, for what, where, when, who asks and who pays."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.posts.enums import AnswerKind, ClosingReason, NeedOrigin, Payer


class Need(models.Model):
    """How many people are needed, or have to find work; the one source of every post.

    ``origin_ref`` names what it was born from in its room ("plan:3", "line:12"); a confidential
    need is seen by nobody but those its room names.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="needs", verbose_name=_("demandé par")
    )
    origin = models.CharField(_("origine"), max_length=16, choices=NeedOrigin)
    origin_ref = models.CharField(_("référence"), max_length=80, blank=True)
    headcount = models.PositiveIntegerField(_("nombre de personnes"))
    code = models.CharField(_("métier (code ROME)"), max_length=5, blank=True)
    skills = models.JSONField(_("compétences"), default=list, blank=True)
    commune = models.CharField(_("commune (code Insee)"), max_length=5, blank=True)
    starts_on = models.DateField(_("à partir du"), null=True, blank=True)
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    payer = models.CharField(_("qui paie"), max_length=14, choices=Payer, default=Payer.UNKNOWN)
    confidential = models.BooleanField(_("confidentiel"), default=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("ouvert le"), default=timezone.now)
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True)
    closing_reason = models.CharField(_("motif"), max_length=16, choices=ClosingReason, blank=True)

    class Meta:
        verbose_name = _("besoin")
        verbose_name_plural = _("besoins")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closing_reason="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(closing_reason="")),
                name="posts_need_closes_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        code = self.code or gettext("métier inconnu")
        return gettext("Besoin %(number)s : %(count)s × %(code)s") % {
            "number": self.pk,
            "count": self.headcount,
            "code": code,
        }


class NeedAnswer(models.Model):
    """What a need became besides vacancies: places of a training, a stop of a campaign."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="answers")
    kind = models.CharField(_("nature"), max_length=16, choices=AnswerKind)
    ref = models.CharField(_("référence"), max_length=80)
    places = models.PositiveIntegerField(_("places"))
    recorded_at = models.DateTimeField(_("inscrit le"), default=timezone.now)

    class Meta:
        verbose_name = _("réponse à un besoin")
        verbose_name_plural = _("réponses à un besoin")
        constraints = [
            models.UniqueConstraint(fields=["need", "kind", "ref"], name="posts_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.need_id} → {self.kind} {self.ref}"
