"""What a number does when nobody is free."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.illico.models.numbers import Number
from boutdufil.rooms.illico.rules.relief import LATEST_S


class Relief(models.Model):
    """Who else answers a number, and from which second of a wait on; whom it keeps free.

    ``kept`` maps a language to how many free people who speak it are spared for its calls.
    Without a row everybody seated on the number may answer at once.
    """

    number = models.OneToOneField(
        Number, models.CASCADE, primary_key=True, related_name="relief", verbose_name=_("numéro")
    )
    providers_after_s = models.PositiveSmallIntegerField(_("prestataires après (s)"), default=0)
    helper = models.ForeignKey(
        Number,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="relieves",
        verbose_name=_("numéro de renfort"),
    )
    helper_after_s = models.PositiveSmallIntegerField(_("renfort après (s)"), default=0)
    kept = models.JSONField(_("gardés libres, par langue"), default=dict)
    changed_at = models.DateTimeField(_("changé le"), default=timezone.now)

    class Meta:
        verbose_name = _("renfort d’un numéro")
        verbose_name_plural = _("renforts des numéros")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(providers_after_s__lte=LATEST_S, helper_after_s__lte=LATEST_S),
                name="illico_relief_inside_the_minute",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number_id} {self.providers_after_s} s, {self.helper_after_s} s"
