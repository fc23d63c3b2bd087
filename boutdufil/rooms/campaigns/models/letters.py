"""Letters of an organiser to those who registered: one copy a person, sent once."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.campaigns.enums import CopyStatus, LetterKind
from boutdufil.rooms.campaigns.models.nodes import Node
from boutdufil.rooms.campaigns.models.registrations import Registration


class Letter(models.Model):
    """What an organiser writes to a filtered list; a draft until it is sent.

    ``filters`` holds the list as it was chosen; ``events`` the numbers of the events a call-off
    speaks of. Once sent, its copies say to whom: the filter is not asked again.
    """

    node = models.ForeignKey(Node, models.CASCADE, related_name="letters")
    kind = models.CharField(_("nature"), max_length=10, choices=LetterKind)
    subject = models.CharField(_("objet"), max_length=150)
    text = models.TextField(_("texte"), max_length=5_000)
    filters = models.JSONField(_("liste choisie"), default=dict, blank=True)
    events = ArrayField(models.BigIntegerField(), default=list, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    written_at = models.DateTimeField(_("écrite le"), default=timezone.now)
    sent_at = models.DateTimeField(_("envoi décidé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("lettre aux personnes inscrites")
        verbose_name_plural = _("lettres aux personnes inscrites")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.subject


class LetterCopy(models.Model):
    """A letter to one person. The address is read when it is sent, and stands nowhere twice."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="copies")
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="letters")
    status = models.CharField(
        _("état"), max_length=7, choices=CopyStatus, default=CopyStatus.WAITING
    )
    is_urgent = models.BooleanField(_("avant les autres"), default=False)
    sent_at = models.DateTimeField(_("envoyée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("lettre à une personne inscrite")
        verbose_name_plural = _("lettres à une personne inscrite")
        ordering = ["-is_urgent", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "registration"], name="campaigns_letter_once"
            ),
            models.CheckConstraint(
                condition=models.Q(status="sent", sent_at__isnull=False)
                | ~models.Q(status="sent") & models.Q(sent_at__isnull=True),
                name="campaigns_letter_sent_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-is_urgent", "id"],
                condition=models.Q(status="waiting"),
                name="campaigns_letter_waiting",
            ),
            models.Index(
                fields=["sent_at"],
                condition=models.Q(status="sent"),
                name="campaigns_letter_pace",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} · {self.registration_id} · {self.status}"


class LetterRefusal(models.Model):
    """An address that wants no more letters of a campaign, known by its keyed hash alone."""

    root = models.ForeignKey(Node, models.CASCADE, related_name="letter_refusals")
    address_hash = models.CharField(max_length=64)
    refused_at = models.DateTimeField(_("refusé le"), default=timezone.now)

    class Meta:
        verbose_name = _("refus de lettres")
        verbose_name_plural = _("refus de lettres")
        constraints = [
            models.UniqueConstraint(
                fields=["root", "address_hash"], name="campaigns_letter_refused_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.root_id} · {self.refused_at:%Y-%m-%d}"
