"""From the street to the job: what happened to whom, one line a stage."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.campaigns.enums import FunnelStage
from boutdufil.rooms.campaigns.models.nodes import Node
from boutdufil.rooms.campaigns.models.registrations import Registration


class FunnelFact(models.Model):
    """A stage somebody reached at a node, written once; it names nobody.

    ``key`` is what makes a fact told twice one fact: "registration:12", "trial:5",
    "registration:12 organisation:3", "hire:9". ``organisation`` is the company it happened with.
    """

    stage = models.CharField(_("étape"), max_length=10, choices=FunnelStage)
    key = models.CharField(max_length=80)
    node = models.ForeignKey(Node, models.CASCADE, related_name="funnel_facts")
    registration = models.ForeignKey(
        Registration, models.SET_NULL, null=True, blank=True, related_name="funnel_facts"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("quand"), default=timezone.now)

    class Meta:
        verbose_name = _("fait du parcours")
        verbose_name_plural = _("faits du parcours")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "key"], name="campaigns_funnel_fact_once")
        ]

    def __str__(self) -> str:
        return f"{self.stage} · {self.key}"
