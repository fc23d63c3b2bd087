"""Interviews: moments an employer proposes, of which the person picks one."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.mobility.enums import InterviewPlace, SlotState
from boutdufil.rooms.mobility.models.applications import Application


class TimeRange(models.Func):
    """From a moment to another, the second one excluded: PostgreSQL's ``tstzrange``."""

    function = "tstzrange"
    output_field: Any = DateTimeRangeField()


class InterviewSlot(models.Model):
    """One moment proposed for an interview.

    ``person`` repeats the application's, so that PostgreSQL itself refuses two interviews of one
    person, or of one recruiter, at the same time. ``needs`` is what the person wrote to be able
    to come (GDPR art. 9: by their own consent, for this meeting, emptied after it). ``sequence``
    counts the changes, as RFC 5545 wants of a calendar entry.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="slots")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    place = models.CharField(_("où"), max_length=6, choices=InterviewPlace)
    where = models.CharField(_("adresse, lien ou numéro"), max_length=300)
    access = models.CharField(_("accès"), max_length=300, blank=True)
    needs = models.CharField(_("besoins pour venir"), max_length=500, blank=True)
    state = models.CharField(_("état"), max_length=9, choices=SlotState, default=SlotState.PROPOSED)
    sequence = models.PositiveSmallIntegerField(default=0)
    proposed_at = models.DateTimeField(_("proposé le"), default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(_("rappelé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("créneau d’entretien")
        verbose_name_plural = _("créneaux d’entretien")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="mobility_slot_ends_after_it_starts",
            ),
            *(
                ExclusionConstraint(
                    name=f"mobility_slot_one_at_a_time_{who}",
                    expressions=[
                        (TimeRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                        (who, RangeOperators.EQUAL),
                    ],
                    condition=models.Q(state=SlotState.CHOSEN),
                )
                for who in ("person", "proposed_by")
            ),
        ]

    def __str__(self) -> str:
        return f"Slot {self.pk} · {self.starts_at:%Y-%m-%d %H:%M} · {self.state}"

    @property
    def uid(self) -> str:
        """How calendars know it again."""
        return f"interview-{self.pk}@boutdufil"
