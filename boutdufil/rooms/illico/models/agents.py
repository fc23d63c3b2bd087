"""Agents: people who answer."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.illico.enums import WorkStatus
from boutdufil.rooms.illico.models.numbers import Number


class Agent(models.Model):
    """Somebody who answers for an organisation, with what they can answer.

    ``capacity`` maps a channel to how many calls at once; ``languages`` holds "lsf" and "lpc"
    among others. ``given_name`` is all a caller ever reads of them. Whether somebody is deaf is
    theirs to say (``signs_first``): it brings them the calls of those who ask for it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="illico_agents"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="illico_agents")
    given_name = models.CharField(_("prénom affiché"), max_length=40)
    numbers = models.ManyToManyField(Number, related_name="agents", verbose_name=_("numéros"))
    languages = ArrayField(models.CharField(max_length=3), default=list, verbose_name=_("langues"))
    skills = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    capacity = models.JSONField(_("appels à la fois, par canal"), default=dict)
    pool = models.CharField(_("équipe"), max_length=40, default="own")
    signs_first = models.BooleanField(_("langue des signes, première langue"), default=False)
    is_interpreter = models.BooleanField(_("interprète"), default=False)
    is_home = models.BooleanField(_("à domicile"), default=False)
    work_status = models.CharField(
        _("statut"), max_length=11, choices=WorkStatus, default=WorkStatus.SALARIED
    )
    since = models.DateTimeField(_("depuis"), default=timezone.now)
    ended_at = models.DateTimeField(_("jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("conseiller, conseillère")
        verbose_name_plural = _("conseillers, conseillères")
        ordering = ["given_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=models.Q(ended_at__isnull=True),
                name="illico_one_seat_an_organisation",
            )
        ]

    def __str__(self) -> str:
        return self.given_name

    @property
    def name(self) -> str:
        """What the router calls them."""
        return f"a{self.pk}"
