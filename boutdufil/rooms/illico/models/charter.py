"""Decisions on the charter, and the people who take them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.illico.enums import CharterAct, CharterState, DecisionState
from boutdufil.rooms.illico.models.numbers import Number


class CommitteeSeat(models.Model):
    """Somebody who sits on the committee of the charter, from a day until it ends.

    Their name is public: decisions are taken by named people.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="committee_seats"
    )
    began_at = models.DateTimeField(_("depuis"), default=timezone.now)
    ended_at = models.DateTimeField(_("jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("siège au comité")
        verbose_name_plural = _("sièges au comité")
        ordering = ["began_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at__isnull=True),
                name="illico_one_committee_seat",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.began_at:%Y-%m-%d}"


class CharterDecision(models.Model):
    """One step of a number in the charter: proposed, heard, decided, perhaps appealed against.

    ``proposed_by`` is None when the rule proposed it. ``figures`` are those of that day, by
    channel. ``deciders`` are the members who signed ``verdict``; with enough of them it is decided.
    An appeal (``appeal_of``) is for others.
    """

    number = models.ForeignKey(Number, models.PROTECT, related_name="charter_decisions")
    act = models.CharField(_("décision"), max_length=8, choices=CharterAct)
    state = models.CharField(
        _("état"), max_length=8, choices=DecisionState, default=DecisionState.PROPOSED
    )
    from_state = models.CharField(_("avant"), max_length=11, choices=CharterState)
    to_state = models.CharField(_("après"), max_length=11, choices=CharterState)
    figures = models.JSONField(_("chiffres du jour"), default=dict)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposée le"), default=timezone.now)
    grounds = models.TextField(_("pourquoi"), blank=True)
    hearing_at = models.DateTimeField(_("audition le"), null=True, blank=True)
    answer = models.TextField(_("réponse du titulaire"), blank=True)
    answered_at = models.DateTimeField(_("réponse le"), null=True, blank=True)
    verdict = models.BooleanField(_("acceptée"), null=True, blank=True)
    deciders = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="charter_decisions", verbose_name=_("décidée par")
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    reason = models.TextField(_("motifs"), blank=True)
    appeal_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="appeals"
    )

    class Meta:
        verbose_name = _("décision de la charte")
        verbose_name_plural = _("décisions de la charte")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=models.Q(state__in=["proposed", "hearing"]),
                name="illico_one_open_decision",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number_id} {self.get_act_display()}"
