"""Who takes part, and what was achieved."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.training.enums import LIVE_STATES, EnrolmentState, TrainingPayer
from boutdufil.kernel.training.models.bodies import TrainingBody
from boutdufil.kernel.training.models.certificates import Block
from boutdufil.kernel.training.models.programmes import Session


class Enrolment(models.Model):
    """A person and a session; asked, then confirmed by the body, or waiting, or cancelled.

    ``need_id`` numbers the need of the ledger that asked for the place, which stands above
    this module. The waiting list goes by ``asked_at``.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="training_enrolments"
    )
    state = models.CharField(
        _("état"), max_length=9, choices=EnrolmentState, default=EnrolmentState.ASKED
    )
    payer = models.CharField(
        _("qui paie"), max_length=14, choices=TrainingPayer, default=TrainingPayer.UNKNOWN
    )
    need_id = models.PositiveBigIntegerField(_("besoin"), null=True, blank=True, db_index=True)
    asked_at = models.DateTimeField(_("demandée le"), default=timezone.now)
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    reason = models.CharField(_("motif"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("inscription à une session")
        verbose_name_plural = _("inscriptions à des sessions")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=models.Q(state__in=LIVE_STATES),
                name="training_enrolled_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.person_id} · {self.state}"


class BlockResult(models.Model):
    """A person achieved a block on a day, as a body recorded it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="block_results"
    )
    block = models.ForeignKey(Block, models.PROTECT, related_name="results")
    body = models.ForeignKey(TrainingBody, models.PROTECT, related_name="results")
    achieved_on = models.DateField(_("obtenu le"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("inscrit le"), default=timezone.now)

    class Meta:
        verbose_name = _("bloc obtenu")
        verbose_name_plural = _("blocs obtenus")
        ordering = ["achieved_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "block"], name="training_achieved_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.block_id}"
