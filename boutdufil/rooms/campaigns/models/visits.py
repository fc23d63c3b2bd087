"""Visitors who try the job at a stop, and papers that say somebody came."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.models import Participant
from boutdufil.rooms.campaigns.models.nodes import Node
from boutdufil.rooms.campaigns.models.registrations import Registration

CERTIFICATE_LENGTH = 12


class Trial(models.Model):
    """Somebody who tried the job at a stop or an event, once however many calls they took.

    It names nobody; a visitor who gave their ticket's code is tied to their registration.
    """

    node = models.ForeignKey(Node, models.CASCADE, related_name="trials")
    registration = models.ForeignKey(
        Registration, models.SET_NULL, null=True, blank=True, related_name="trials"
    )
    started_at = models.DateTimeField(_("premier appel le"), default=timezone.now)

    class Meta:
        verbose_name = _("essai du métier")
        verbose_name_plural = _("essais du métier")
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["node", "registration"],
                condition=models.Q(registration__isnull=False),
                name="campaigns_trial_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.node_id} · {self.started_at:%Y-%m-%d %H:%M}"


class TrialCall(models.Model):
    """A practice call of a trial; ``seat`` is the visitor's in a call with somebody.

    Without a seat the caller was a script, of which nothing is kept.
    """

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="calls")
    scenario = models.SlugField(_("scénario"))
    seat = models.OneToOneField(
        Participant, models.SET_NULL, null=True, blank=True, related_name="campaign_trial_call"
    )
    at = models.DateTimeField(_("décroché le"), default=timezone.now)

    class Meta:
        verbose_name = _("appel d’essai d’une campagne")
        verbose_name_plural = _("appels d’essai des campagnes")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.trial_id} · {self.scenario}"


class AttendanceCertificate(models.Model):
    """A certificate that somebody came; ``code`` is printed on it, and tells whether it is ours."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="attendance_certificate"
    )
    code = models.CharField(_("code"), max_length=CERTIFICATE_LENGTH, unique=True)
    issued_at = models.DateTimeField(_("délivrée le"), default=timezone.now)

    class Meta:
        verbose_name = _("attestation de présence")
        verbose_name_plural = _("attestations de présence")
        ordering = ["issued_at", "pk"]

    def __str__(self) -> str:
        return self.code
