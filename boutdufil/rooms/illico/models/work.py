"""How agents work: the works council's opinion, where they are, slots, independents."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.illico.enums import LocationEvidence, SlotAct, WorkStatus
from boutdufil.rooms.illico.models.agents import Agent


class WorksCouncilOpinion(models.Model):
    """That the works council was informed and consulted before agents' figures are looked at.

    L.2312-38 of the Labour Code. ``given_on`` is the date of its opinion, whatever that was.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="works_council_opinions"
    )
    given_on = models.DateField(_("avis rendu le"))
    document = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("noté le"), default=timezone.now)

    class Meta:
        verbose_name = _("avis du comité social et économique")
        verbose_name_plural = _("avis du comité social et économique")
        ordering = ["-given_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.given_on}"


class LocationAttestation(models.Model):
    """What is said of where an agent works from: a level of evidence, never a proof.

    A newer one replaces the older; the agent may withdraw what they declared.
    """

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="attestations")
    in_france = models.BooleanField(_("travaille depuis la France"))
    evidence = models.PositiveSmallIntegerField(
        _("niveau de preuve"), choices=LocationEvidence, default=LocationEvidence.DECLARED
    )
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    declared_at = models.DateTimeField(_("déclaré le"), default=timezone.now)

    class Meta:
        verbose_name = _("attestation de lieu")
        verbose_name_plural = _("attestations de lieu")
        ordering = ["-declared_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.declared_at:%Y-%m-%d}"


class IndependentsDecision(models.Model):
    """What an organisation decided about independents answering for it; without one, none may."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="independents_decisions"
    )
    allowed = models.BooleanField(_("autorisé"))
    counsel = models.CharField(_("avis de qui"), max_length=200)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("décidé le"), default=timezone.now)

    class Meta:
        verbose_name = _("décision sur l’indépendance")
        verbose_name_plural = _("décisions sur l’indépendance")
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.decided_at:%Y-%m-%d}"


class Slot(models.Model):
    """Some hours of answering: assigned by an employer, or offered and free to take.

    ``agent`` is who works them; an offered slot that nobody took has none. ``rate`` is the price
    asked or agreed for an offered one, in cents an hour.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="illico_slots")
    starts_at = models.DateTimeField(_("de"))
    ends_at = models.DateTimeField(_("à"))
    work_status = models.CharField(
        _("statut"), max_length=11, choices=WorkStatus, default=WorkStatus.SALARIED
    )
    language = models.CharField(_("langue"), max_length=3, default="fr")
    channel = models.CharField(_("canal"), max_length=5)
    rate = models.PositiveIntegerField(_("prix d’une heure, en centimes"), null=True, blank=True)
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True, related_name="slots")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("créé le"), default=timezone.now)
    cancelled_at = models.DateTimeField(_("annulé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("créneau")
        verbose_name_plural = _("créneaux")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["organisation", "starts_at"], name="illico_slots_to_come")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="illico_slot_of_work"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}–{self.ends_at:%H:%M}"


class SlotAnswer(models.Model):
    """What somebody did with a slot. Nothing that decides on later slots ever reads this."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="answers")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="slot_answers")
    act = models.CharField(_("réponse"), max_length=8, choices=SlotAct)
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("réponse à un créneau")
        verbose_name_plural = _("réponses à des créneaux")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.slot_id} {self.get_act_display()}"


class Contest(models.Model):
    """Somebody disputes a decision about their work; a person answers, with reasons."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="contests")
    slot = models.ForeignKey(Slot, models.SET_NULL, null=True, blank=True, related_name="contests")
    text = models.TextField(_("ce qui est contesté"))
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    answer = models.TextField(_("réponse motivée"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)

    class Meta:
        verbose_name = _("contestation")
        verbose_name_plural = _("contestations")
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.asked_at:%Y-%m-%d}"
