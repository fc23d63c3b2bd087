"""Registrations to an event: its places, its questions, who comes and who waits."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.campaigns.enums import (
    Purpose,
    QuestionKind,
    RegistrationStatus,
)
from boutdufil.rooms.campaigns.models.nodes import Node
from boutdufil.rooms.campaigns.rules.tickets import CODE_LENGTH


class Intake(models.Model):
    """How an event takes registrations. No capacity: as many as come.

    ``taken`` counts places, not registrations; the database refuses more than there are.
    """

    node = models.OneToOneField(Node, models.CASCADE, related_name="intake")
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    taken = models.PositiveIntegerField(_("places prises"), default=0)
    opens_at = models.DateTimeField(_("inscriptions à partir du"), null=True, blank=True)
    closes_at = models.DateTimeField(_("inscriptions jusqu’au"), null=True, blank=True)
    keeps_waiting_list = models.BooleanField(_("liste d’attente"), default=True)
    answer_hours = models.PositiveSmallIntegerField(_("heures pour accepter une place"), default=24)
    largest_group = models.PositiveSmallIntegerField(
        _("personnes d’un groupe, au plus"), null=True, blank=True
    )
    called_off_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    called_off_reason = models.CharField(_("motif"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("inscriptions d’un rendez-vous")
        verbose_name_plural = _("inscriptions des rendez-vous")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity__isnull=True)
                | models.Q(taken__lte=models.F("capacity")),
                name="campaigns_intake_never_oversold",
            )
        ]

    def __str__(self) -> str:
        return f"{self.node_id} · {self.taken}/{self.capacity or '-'}"


class Slot(models.Model):
    """An hour of an event that is registered for by itself; no capacity: the event's alone."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("de"))
    ends_at = models.DateTimeField(_("à"))
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    taken = models.PositiveIntegerField(_("places prises"), default=0)

    class Meta:
        verbose_name = _("créneau")
        verbose_name_plural = _("créneaux")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "starts_at"], name="campaigns_slot_once"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="campaigns_slot_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__isnull=True)
                | models.Q(taken__lte=models.F("capacity")),
                name="campaigns_slot_never_oversold",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} · {self.taken}/{self.capacity or '-'}"


class Question(models.Model):
    """What a node asks of who registers at any event beneath it, and why it asks."""

    node = models.ForeignKey(Node, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    kind = models.CharField(_("nature"), max_length=7, choices=QuestionKind)
    label = models.CharField(_("question"), max_length=200)
    why = models.CharField(_("à quoi cela sert"), max_length=200)
    choices = models.JSONField(_("réponses possibles"), default=list, blank=True)
    is_required = models.BooleanField(_("obligatoire"), default=False)
    retired_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("question d’inscription")
        verbose_name_plural = _("questions d’inscription")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class Registration(models.Model):
    """Somebody who comes to an event, or a group that is told by its number.

    Its ticket and its link are stored nowhere: both are derived from ``nonce`` and recognised by
    their hashes. ``code`` is what one types where no camera reads the ticket. ``answers`` holds
    values by the number of their question. ``origin`` says where the person heard of it.
    """

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="registrations")
    slot = models.ForeignKey(
        Slot, models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="campaign_registrations",
    )
    name = models.CharField(_("nom"), max_length=120)
    email = models.EmailField(_("adresse e-mail"), blank=True, db_index=True)
    language = models.CharField(_("langue"), max_length=5, default="fr")
    places = models.PositiveSmallIntegerField(_("personnes"), default=1)
    group_name = models.CharField(_("groupe"), max_length=120, blank=True)
    needs = models.CharField(_("pour bien vous accueillir"), max_length=250, blank=True)
    answers = models.JSONField(_("réponses"), default=dict, blank=True)
    origin = models.SlugField(_("venu par"), max_length=40, blank=True)
    status = models.CharField(_("état"), max_length=9, choices=RegistrationStatus)
    is_walk_in = models.BooleanField(_("sans inscription préalable"), default=False)
    nonce = models.CharField(max_length=64)
    code = models.CharField(_("code du billet"), max_length=CODE_LENGTH, unique=True)
    ticket_hash = models.CharField(max_length=64, unique=True)
    link_hash = models.CharField(max_length=64, unique=True)
    registered_at = models.DateTimeField(_("inscrit le"), default=timezone.now)
    waiting_since = models.DateTimeField(_("attend depuis"), null=True, blank=True)
    offered_until = models.DateTimeField(_("place gardée jusqu’au"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("rappelé le"), null=True, blank=True)
    came_at = models.DateTimeField(_("venu le"), null=True, blank=True)
    erased_at = models.DateTimeField(_("effacé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("inscription")
        verbose_name_plural = _("inscriptions")
        ordering = ["registered_at", "pk"]
        indexes = [
            models.Index(fields=["intake", "status"], name="campaigns_registered"),
            models.Index(
                fields=["waiting_since", "id"],
                condition=models.Q(status="waiting"),
                name="campaigns_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(places__gte=1), name="campaigns_registration_of_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.status}"


class Consent(models.Model):
    """What somebody who registered allows, for one purpose, with the words they read."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("finalité"), max_length=9, choices=Purpose)
    words = models.CharField(_("phrase lue"), max_length=300)
    given_at = models.DateTimeField(_("donné le"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    class Meta:
        verbose_name = _("consentement")
        verbose_name_plural = _("consentements")
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="campaigns_consent_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} · {self.purpose}"
