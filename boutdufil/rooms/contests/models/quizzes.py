"""A quiz: its blueprint, its supervised sittings, its attempts, and every answer as it came."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.contests.enums import (
    AttemptEnd,
    AttemptKind,
    IncidentKind,
    Presence,
    QuizMode,
)
from boutdufil.rooms.contests.models.entries import Entry
from boutdufil.rooms.contests.models.items import Bank, ItemVersion, Theme
from boutdufil.rooms.contests.models.stages import Stage
from boutdufil.rooms.contests.rules.confirming import (
    CONFIRMED_PER_PLACE,
    MOST_CONFIRMED_PER_PLACE,
)


class Quiz(models.Model):
    """How a stage of this kind is answered; limits are in seconds, before anybody's factor.

    ``grace_seconds`` is how long after the end answers given before it may still arrive. ``pool``
    is fixed when the stage opens, ``[[version, theme, ["a", "b"]], …]``: what is approved or
    retired afterwards changes nobody's draw. Of an open quiz ``confirmed_per_place`` candidates
    are called to a room for each place that its stage gives.
    """

    stage = models.OneToOneField(Stage, models.CASCADE, related_name="quiz")
    bank = models.ForeignKey(Bank, models.PROTECT, related_name="quizzes")
    mode = models.CharField(_("où"), max_length=10, choices=QuizMode, default=QuizMode.SUPERVISED)
    seconds = models.PositiveIntegerField(
        _("durée (secondes)"),
        default=1200,
        validators=[MinValueValidator(60), MaxValueValidator(14400)],
    )
    grace_seconds = models.PositiveSmallIntegerField(
        _("délai pour les réponses restées en route (secondes)"),
        default=30,
        validators=[MaxValueValidator(300)],
    )
    confirmation_items = models.PositiveSmallIntegerField(
        _("questions de confirmation, en salle"), default=10
    )
    confirmation_seconds = models.PositiveIntegerField(
        _("durée de la confirmation (secondes)"), default=300
    )
    confirmed_per_place = models.PositiveSmallIntegerField(
        _("appelés à confirmer, pour chaque place"),
        default=CONFIRMED_PER_PLACE,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_CONFIRMED_PER_PLACE)],
    )
    pool = models.JSONField(_("questions offertes au tirage"), null=True, blank=True)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")

    def __str__(self) -> str:
        return f"{self.stage_id} · {self.mode}"


class BlueprintLine(models.Model):
    """How many questions of a theme each candidate is given."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="blueprint")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    count = models.PositiveSmallIntegerField(_("questions"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("ligne du plan de questions")
        verbose_name_plural = _("plan de questions")
        ordering = ["theme__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "theme"], name="contests_blueprint_once")
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} · {self.count}"


class Sitting(models.Model):
    """A supervised session: a room of a centre, its hour, its invigilator.

    The start code is told in the room; without it nobody begins. ``held_at`` is when it began,
    ``ended_at`` when the invigilator closed the room.
    """

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="sittings")
    kind = models.CharField(_("pour"), max_length=12, choices=AttemptKind, default=AttemptKind.MAIN)
    place = models.CharField(_("lieu"), max_length=160)
    room = models.CharField(_("salle"), max_length=80, blank=True)
    city = models.CharField(_("ville (code Insee)"), max_length=5)
    starts_at = models.DateTimeField(_("début"))
    capacity = models.PositiveSmallIntegerField(_("places"), default=30)
    invigilator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contest_sittings",
    )
    invigilator_email = models.EmailField(_("adresse de la personne qui surveille"), blank=True)
    code = models.CharField(_("code de départ"), max_length=8)
    held_at = models.DateTimeField(_("commencée le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("terminée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("séance surveillée")
        verbose_name_plural = _("séances surveillées")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.place} · {self.starts_at:%Y-%m-%d %H:%M}"


class RollLine(models.Model):
    """Somebody expected at a sitting, and what the roll said of them."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="roll")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="roll_lines")
    presence = models.CharField(_("appel"), max_length=7, choices=Presence, blank=True)
    called_at = models.DateTimeField(_("appelé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("ligne de l’appel")
        verbose_name_plural = _("feuille d’appel")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "entry"], name="contests_roll_once")
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} · {self.entry_id}"


class Incident(models.Model):
    """A line of a sitting's incident book; lines stay."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="incidents")
    entry = models.ForeignKey(
        Entry, models.SET_NULL, null=True, blank=True, related_name="incidents"
    )
    kind = models.CharField(_("nature"), max_length=7, choices=IncidentKind)
    text = models.CharField(_("ce qui s’est passé"), max_length=1000)
    minutes_given = models.PositiveSmallIntegerField(_("minutes rendues"), default=0)
    at = models.DateTimeField(_("le"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("incident de séance")
        verbose_name_plural = _("incidents de séance")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.sitting_id} · {self.kind}"


class Attempt(models.Model):
    """One candidate's paper: what was drawn, until when, on which device.

    ``draw`` is ``[{"version": 12, "options": ["c", "a", "b"]}, …]``, replayable from the edition's
    seed and the entry's number. ``ends_at`` holds the person's factor and the minutes given back.
    ``lease`` is the live device's; another one that takes over ends it, at the hour added to
    ``taken_over``. ``sequence`` is the last answer's. An invigilator who ends a paper moves its
    ``ends_at``; ``ended_at`` is written when nothing more can arrive. ``seen_at`` is when its page
    last spoke. ``score`` is exact (a fraction, "17/3"), written when the paper is marked.
    """

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="attempts")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="attempts")
    kind = models.CharField(max_length=12, choices=AttemptKind, default=AttemptKind.MAIN)
    sitting = models.ForeignKey(
        Sitting, models.PROTECT, null=True, blank=True, related_name="attempts"
    )
    draw = models.JSONField(_("questions tirées"))
    time_factor = models.DecimalField(
        _("temps, multiplié par"), max_digits=4, decimal_places=3, default=Decimal(1)
    )
    started_at = models.DateTimeField(_("commencé le"), default=timezone.now)
    ends_at = models.DateTimeField(_("se termine le"))
    ended_at = models.DateTimeField(_("terminé le"), null=True, blank=True)
    ended_by = models.CharField(_("terminé par"), max_length=11, choices=AttemptEnd, blank=True)
    lease = models.CharField(max_length=43)
    taken_over = ArrayField(models.DateTimeField(), default=list, blank=True)
    sequence = models.PositiveIntegerField(_("numéro de la dernière réponse"), default=0)
    seen_at = models.DateTimeField(_("vue le"), null=True, blank=True)
    score = models.CharField(_("points"), max_length=40, blank=True)
    marked_at = models.DateTimeField(_("noté le"), null=True, blank=True)

    class Meta:
        verbose_name = _("copie d’un questionnaire")
        verbose_name_plural = _("copies d’un questionnaire")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "entry", "kind"], name="contests_one_attempt_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} · {self.kind}"


class QuizAnswer(models.Model):
    """The answer that counts to a question of a paper; ``position`` counts from 0."""

    # The constraint's index is enough: each answer of thousands a second would write another.
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers", db_index=False)
    position = models.PositiveSmallIntegerField()
    value = models.JSONField(_("réponse"), null=True)
    sequence = models.PositiveIntegerField()
    saved_at = models.DateTimeField(_("gardée le"))

    class Meta:
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position"], name="contests_answer_that_counts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.position}"


class AnswerEvent(models.Model):
    """Every answer as it came, never changed: the log a paper is replayed from.

    ``said_at`` is the device's word on when it was given, ``saved_at`` the server's on when it
    came; ``is_late`` says that it came in the grace.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="events", db_index=False)
    sequence = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    value = models.JSONField(null=True)
    said_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("réponse reçue")
        verbose_name_plural = _("réponses reçues")
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "sequence"], name="contests_answer_event_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.sequence}"


class FocusLoss(models.Model):
    """A time the page of a paper was left; shown to the candidate, a sign and never a proof."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="focus_losses")
    left_at = models.DateTimeField(_("page quittée le"))
    seconds = models.PositiveIntegerField(_("secondes"))

    class Meta:
        verbose_name = _("page quittée")
        verbose_name_plural = _("pages quittées")
        ordering = ["left_at", "pk"]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.seconds}"


class ItemWithdrawal(models.Model):
    """A question taken out of a quiz after it was answered: everybody is marked again.

    ``effect`` lists what it changed, by number of entry: score and rank before and after.
    """

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="withdrawals")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="withdrawals")
    reason = models.CharField(_("motif"), max_length=500)
    at = models.DateTimeField(_("le"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    effect = models.JSONField(_("effet"), default=dict)

    class Meta:
        verbose_name = _("question retirée après coup")
        verbose_name_plural = _("questions retirées après coup")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "version"], name="contests_withdrawn_once")
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id} · {self.version_id}"
