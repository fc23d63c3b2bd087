"""What is known of a caller without an account: marks that fade, and blocks that end."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.illico.models.agents import Agent
from boutdufil.rooms.illico.models.calls import ServiceCall


class CallerMark(models.Model):
    """Where a call came from, as keyed digests that say nothing to anybody; gone after a day.

    ``browser`` is that of the random id in a signed cookie, ``address`` that of the network
    address. They are only read when somebody has to be kept from calling again.
    """

    service_call = models.OneToOneField(
        ServiceCall, models.CASCADE, primary_key=True, related_name="mark"
    )
    browser = models.CharField(_("navigateur"), max_length=64)
    address = models.CharField(_("adresse"), max_length=64)
    seen_at = models.DateTimeField(_("vu le"), default=timezone.now)

    class Meta:
        verbose_name = _("trace d’appel")
        verbose_name_plural = _("traces d’appel")
        ordering = ["seen_at"]

    def __str__(self) -> str:
        return str(self.service_call_id)


class CallerBlock(models.Model):
    """A caller an organisation does not take calls from, until a day; told to them when they call.

    An address is shared by many people, so that ``address`` holds for a much shorter time
    (``address_until``) than ``browser`` (``until``). There is one reason, an insult after a
    warning, and nobody writes a text about somebody who cannot read it.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="caller_blocks")
    browser = models.CharField(_("navigateur"), max_length=64)
    address = models.CharField(_("adresse"), max_length=64)
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    after = models.ForeignKey(ServiceCall, models.SET_NULL, null=True, related_name="+")
    blocked_at = models.DateTimeField(_("bloqué le"), default=timezone.now)
    until = models.DateTimeField(_("jusqu’au"))
    address_until = models.DateTimeField(_("adresse jusqu’au"))

    class Meta:
        verbose_name = _("blocage d’un appelant")
        verbose_name_plural = _("blocages d’appelants")
        ordering = ["-blocked_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "until"], name="illico_blocks_that_hold")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.until:%Y-%m-%d}"
