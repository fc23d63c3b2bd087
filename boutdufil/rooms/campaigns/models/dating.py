"""Job dating: a day of short meetings between recruiters at tables and those who registered.

A day is counted in rounds of one length, from 0; ``breaks`` and ``away`` hold their numbers.
"""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.posts.models import Hire, Vacancy
from boutdufil.rooms.campaigns.enums import LIVE, MeetingState, Outcome, PlanState, ShownAs
from boutdufil.rooms.campaigns.models.nodes import Node
from boutdufil.rooms.campaigns.models.registrations import Registration

MOST_ROUNDS = 60


def no_rounds() -> list[int]:
    """Return no round at all."""
    return []


def _rounds(label: Any) -> ArrayField[list[int], list[int]]:
    return ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=label, default=no_rounds, blank=True
    )


class Dating(models.Model):
    """The day of an event of kind job dating: when its rounds are, and how far its plan is.

    ``breaks`` are kept free by everybody. ``screen_nonce`` derives the address of the hall's big
    screen; another nonce closes the old address. ``published_at`` is when people were first told.
    """

    node = models.OneToOneField(Node, models.CASCADE, related_name="dating")
    starts_at = models.DateTimeField(_("premier tour"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes par tour"), default=10, validators=[MinValueValidator(5), MaxValueValidator(60)]
    )
    rounds = models.PositiveSmallIntegerField(
        _("tours"), validators=[MinValueValidator(1), MaxValueValidator(MOST_ROUNDS)]
    )
    breaks = _rounds(_("pause de tout le monde"))
    most = models.PositiveSmallIntegerField(_("rencontres par personne, au plus"), default=4)
    screen_nonce = models.CharField(max_length=64)
    published_at = models.DateTimeField(_("plan publié le"), null=True, blank=True)

    class Meta:
        verbose_name = _("journée de job dating")
        verbose_name_plural = _("journées de job dating")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    rounds__gte=1, rounds__lte=MOST_ROUNDS, minutes__gte=5, minutes__lte=60
                ),
                name="campaigns_dating_of_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.node_id} · {self.rounds} × {self.minutes} min"


class Table(models.Model):
    """Where one candidate at a time meets a recruiter; two recruiters are two tables."""

    dating = models.ForeignKey(Dating, models.CASCADE, related_name="tables")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="dating_tables", verbose_name=_("employeur")
    )
    label = models.CharField(_("table"), max_length=40)
    who = models.CharField(_("qui reçoit"), max_length=120, blank=True)
    breaks = _rounds(_("pauses"))
    vacancies = models.ManyToManyField(
        Vacancy, related_name="dating_tables", blank=True, verbose_name=_("offres")
    )
    removed_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("table de job dating")
        verbose_name_plural = _("tables de job dating")
        ordering = ["label", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dating", "label"],
                condition=models.Q(removed_at__isnull=True),
                name="campaigns_table_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} · {self.dating_id}"


class Availability(models.Model):
    """What somebody who registered says of their day; without a row: there all day.

    ``job_code`` is the ROME code of a job they did, said for the plan alone; "" is not said.
    """

    registration = models.OneToOneField(Registration, models.CASCADE, related_name="availability")
    away = _rounds(_("tours d’absence"))
    most = models.PositiveSmallIntegerField(_("rencontres au plus"), null=True, blank=True)
    job_code = models.CharField(_("métier exercé (code ROME)"), max_length=5, blank=True)
    job_title = models.CharField(_("métier exercé"), max_length=160, blank=True)
    shown_as = models.CharField(
        _("sur l’écran"), max_length=4, choices=ShownAs, default=ShownAs.CODE
    )
    late_at = models.DateTimeField(_("en retard depuis"), null=True, blank=True)
    absent_at = models.DateTimeField(_("absent depuis"), null=True, blank=True)

    class Meta:
        verbose_name = _("disponibilité")
        verbose_name_plural = _("disponibilités")

    def __str__(self) -> str:
        return f"{self.registration_id} · {len(self.away)}"


class Wish(models.Model):
    """Somebody who registered would like to meet a table; rank 1 is dearest."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="wishes")
    table = models.ForeignKey(Table, models.CASCADE, related_name="wishes")
    rank = models.PositiveSmallIntegerField(_("rang"))

    class Meta:
        verbose_name = _("vœu")
        verbose_name_plural = _("vœux")
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "table"], name="campaigns_wish_once")
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} · {self.rank} · {self.table_id}"


class DatingPlan(models.Model):
    """One computing of the plan: how good it is, and what no plan could pass."""

    dating = models.ForeignKey(Dating, models.CASCADE, related_name="plans")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("état"), max_length=7, choices=PlanState, default=PlanState.WAITING)
    is_repair = models.BooleanField(_("autour de ce qui est annoncé"), default=False)
    meetings = models.PositiveIntegerField(_("rencontres"), default=0)
    bound = models.PositiveIntegerField(_("au plus"), default=0)
    fit = models.FloatField(_("accord des vœux"), default=0)
    fit_bound = models.FloatField(_("accord au plus"), default=0)
    failure = models.CharField(_("échec"), max_length=300, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    done_at = models.DateTimeField(_("calculé le"), null=True, blank=True)
    seconds = models.FloatField(_("secondes"), default=0)

    class Meta:
        verbose_name = _("plan de job dating")
        verbose_name_plural = _("plans de job dating")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["dating", "number"], name="campaigns_plan_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.dating_id} · {self.number} · {self.meetings}/{self.bound}"


class Meeting(models.Model):
    """One candidate at one table in one round.

    ``told_round`` is the round the candidate was last told, empty for nothing told: where it and
    what holds differ, somebody has to be told. ``note`` is the recruiter's own. ``hire`` is the
    hire this meeting wrote into the ledger.
    """

    dating = models.ForeignKey(Dating, models.CASCADE, related_name="meetings")
    table = models.ForeignKey(Table, models.PROTECT, related_name="meetings")
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="meetings")
    round = models.PositiveSmallIntegerField(_("tour"))
    state = models.CharField(
        _("état"), max_length=9, choices=MeetingState, default=MeetingState.PLANNED
    )
    told_round = models.PositiveSmallIntegerField(_("tour annoncé"), null=True, blank=True)
    outcome = models.CharField(_("suite"), max_length=9, choices=Outcome, blank=True)
    outcome_at = models.DateTimeField(_("suite dite le"), null=True, blank=True)
    note = models.CharField(_("note du recruteur"), max_length=500, blank=True)
    vacancy = models.ForeignKey(
        Vacancy, models.PROTECT, null=True, blank=True, related_name="dating_meetings"
    )
    hire = models.ForeignKey(
        Hire, models.PROTECT, null=True, blank=True, related_name="dating_meetings"
    )

    class Meta:
        verbose_name = _("rencontre")
        verbose_name_plural = _("rencontres")
        ordering = ["round", "table_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "round"],
                condition=models.Q(state__in=LIVE),
                name="campaigns_table_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["registration", "round"],
                condition=models.Q(state__in=LIVE),
                name="campaigns_meeting_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["registration", "table"],
                condition=models.Q(state__in=LIVE),
                name="campaigns_two_meet_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.table_id} · {self.registration_id} · {self.state}"
