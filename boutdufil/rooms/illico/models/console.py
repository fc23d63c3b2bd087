"""What happens at an agent's console beside the calls themselves."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.models import Call
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.illico.enums import HelpKind
from boutdufil.rooms.illico.models.agents import Agent


class StateSpan(models.Model):
    """From when to when an agent was in a state, as the dispatcher's journal tells it.

    An open span has no end. It proves working time: kept three years, as wages can be claimed.
    """

    pool = models.CharField(_("équipe"), max_length=40)
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="spans")
    state = models.CharField(_("état"), max_length=9)
    reason = models.CharField(_("raison"), max_length=100, blank=True)
    began_at = models.DateTimeField(_("de"))
    ended_at = models.DateTimeField(_("à"), null=True, blank=True)

    class Meta:
        verbose_name = _("temps d’un poste")
        verbose_name_plural = _("temps d’un poste")
        ordering = ["agent", "began_at", "pk"]
        indexes = [models.Index(fields=["agent", "began_at"], name="illico_spans_by_agent")]
        constraints = [
            models.UniqueConstraint(
                fields=["agent"],
                condition=models.Q(ended_at__isnull=True),
                name="illico_one_open_span",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.state} {self.began_at:%Y-%m-%d %H:%M:%S}"


class HelpRequest(models.Model):
    """Somebody asked into a call, or beside it: its id is what the dispatcher knows it by.

    For a consultation the id is that of the call in which the two agents talk.
    """

    id = models.UUIDField(_("identifiant"), primary_key=True, default=uuid4, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="help_requests")
    kind = models.CharField(_("demande"), max_length=11, choices=HelpKind)
    asked_by = models.ForeignKey(Agent, models.CASCADE, related_name="help_asked")
    language = models.CharField(_("langue"), max_length=3, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    taken_at = models.DateTimeField(_("pris le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("fini le"), null=True, blank=True)

    class Meta:
        verbose_name = _("demande d’aide")
        verbose_name_plural = _("demandes d’aide")
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(
                fields=["call"],
                name="illico_help_open",
                condition=models.Q(ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.asked_at:%Y-%m-%d %H:%M}"


class AbuseReport(models.Model):
    """An abusive call as its agent reported it: warned, ended, talked over with a supervisor."""

    call = models.OneToOneField(Call, models.CASCADE, related_name="abuse_report")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="abuse_reports")
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="abuse_reports")
    warned_at = models.DateTimeField(_("averti le"), default=timezone.now)
    ended_at = models.DateTimeField(_("mis fin le"), null=True, blank=True)
    debriefed_at = models.DateTimeField(_("repris ensemble le"), null=True, blank=True)
    debriefed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("appel abusif")
        verbose_name_plural = _("appels abusifs")
        ordering = ["-warned_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.call_id} {self.warned_at:%Y-%m-%d %H:%M}"
