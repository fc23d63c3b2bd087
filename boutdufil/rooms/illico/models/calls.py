"""Calls on a number, the cases they are about, and the call-backs that keep a place."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.calls.models import Call
from boutdufil.rooms.illico.enums import (
    CallBackState,
    CallBackWay,
    CaseState,
    EvidenceLevel,
    Outcome,
    ServiceState,
)
from boutdufil.rooms.illico.models.agents import Agent
from boutdufil.rooms.illico.models.numbers import Number


class Case(models.Model):
    """What somebody needs from an organisation, over as many calls as it takes.

    ``code`` is what the caller keeps; with it they come back to their case without an account.
    """

    code = models.CharField(_("numéro de dossier"), max_length=16, unique=True)
    number = models.ForeignKey(Number, models.PROTECT, related_name="cases")
    state = models.CharField(_("état"), max_length=11, choices=CaseState, default=CaseState.OPEN)
    subject = models.CharField(_("objet"), max_length=200, blank=True)
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True, related_name="cases")
    opened_at = models.DateTimeField(_("ouvert le"), default=timezone.now)
    due_on = models.DateField(_("à suivre le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True)

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return self.code


class CaseNote(models.Model):
    """What an agent wrote in a case; the next agent reads it, nobody outside does.

    During a call an agent has one note of that ``call``, written on as they type.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    call = models.ForeignKey(
        Call, models.SET_NULL, null=True, blank=True, related_name="case_notes"
    )
    text = models.TextField(_("note"))
    written_at = models.DateTimeField(_("écrite le"), default=timezone.now)

    class Meta:
        verbose_name = _("note de dossier")
        verbose_name_plural = _("notes de dossier")
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "agent"],
                condition=models.Q(call__isnull=False),
                name="illico_one_note_a_call",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.written_at:%Y-%m-%d %H:%M}"


class ServiceCall(models.Model):
    """A call on a number: its clock, its promise, its end. Its id is that of the call.

    Times are the server's. ``clicked_at`` starts the clock, ``first_human_at`` stops it;
    ``kept`` is None until it is decided. ``read`` are the answers read before calling.
    ``received_ms`` and ``human_ms`` are the same two moments on the dispatcher's own clock, which
    nobody sets: the promise is decided by them. ``gone_at`` is when the caller hung up, whether or
    not the dispatcher heard of it.
    ``call_back_of`` is the call whose place this one took over: its promise was decided there.
    ``invented`` calls belong to the demo world and are counted apart.
    """

    call = models.OneToOneField(Call, models.PROTECT, primary_key=True, related_name="service_call")
    number = models.ForeignKey(Number, models.PROTECT, related_name="calls")
    channel = models.CharField(_("canal"), max_length=5, choices=Channel)
    language = models.CharField(_("langue"), max_length=3, default="fr")
    state = models.CharField(
        _("état"), max_length=9, choices=ServiceState, default=ServiceState.OFFERED
    )
    outcome = models.CharField(_("issue"), max_length=17, choices=Outcome, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="calls")
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True, related_name="calls")
    wants_signing_agent = models.BooleanField(_("conseil en langue des signes"), default=False)
    read = ArrayField(models.BigIntegerField(), default=list, blank=True)
    in_hours = models.BooleanField(_("dans les heures publiées"), default=True)
    clicked_at = models.DateTimeField(_("demandé le"))
    first_human_at = models.DateTimeField(_("un humain répond le"), null=True, blank=True)
    gone_at = models.DateTimeField(_("parti le"), null=True, blank=True)
    received_ms = models.BigIntegerField(_("demandé (ms du routeur)"), null=True, blank=True)
    human_ms = models.BigIntegerField(_("répondu (ms du routeur)"), null=True, blank=True)
    held_early = models.BooleanField(_("mis en attente dans les 30 s"), default=False)
    ended_at = models.DateTimeField(_("terminé le"), null=True, blank=True)
    written_up_at = models.DateTimeField(_("dossier rempli le"), null=True, blank=True)
    kept = models.BooleanField(_("promesse tenue"), null=True, blank=True)
    solved = models.BooleanField(_("résolu"), null=True, blank=True)
    evidence = models.PositiveSmallIntegerField(
        _("niveau de preuve"), choices=EvidenceLevel, default=EvidenceLevel.ILLICO_LINE
    )
    seconds = models.PositiveIntegerField(_("secondes comptées"), default=0)
    call_back_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="brought_by_call_back"
    )
    invented = models.BooleanField(_("inventé (démonstration)"), default=False, db_default=False)

    class Meta:
        verbose_name = _("appel sur un numéro")
        verbose_name_plural = _("appels sur un numéro")
        ordering = ["-clicked_at", "pk"]
        indexes = [
            models.Index(fields=["number", "clicked_at"], name="illico_calls_by_number"),
            models.Index(
                fields=["clicked_at"],
                name="illico_calls_alive",
                condition=~models.Q(state=ServiceState.ENDED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number_id} {self.clicked_at:%Y-%m-%d %H:%M:%S}"


class CallBack(models.Model):
    """A caller who lets the line go and keeps the place.

    The address is forgotten as soon as it was used; a link shows a button and never joins alone.
    """

    service_call = models.OneToOneField(ServiceCall, models.CASCADE, related_name="call_back")
    way = models.CharField(_("moyen"), max_length=5, choices=CallBackWay)
    email = models.EmailField(_("courriel"), blank=True)
    language = models.CharField(_("langue du courriel"), max_length=2, default="fr")
    state = models.CharField(
        _("état"), max_length=7, choices=CallBackState, default=CallBackState.WAITING
    )
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    ready_at = models.DateTimeField(_("proposé le"), null=True, blank=True)
    done_at = models.DateTimeField(_("fini le"), null=True, blank=True)

    class Meta:
        verbose_name = _("rappel")
        verbose_name_plural = _("rappels")
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.service_call_id} {self.get_state_display()}"


class FollowUp(models.Model):
    """What an agent promised to do for a case after the call."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="follow_ups")
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="follow_ups")
    text = models.CharField(_("à faire"), max_length=300)
    due_on = models.DateField(_("pour le"))
    done_at = models.DateTimeField(_("fait le"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("suite à donner")
        verbose_name_plural = _("suites à donner")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text
