"""Jurors, what keeps them from judging somebody, what they read and the marks they give."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.contests.enums import ConflictKind
from boutdufil.rooms.contests.models.cases import CaseQuestion
from boutdufil.rooms.contests.models.editions import Edition
from boutdufil.rooms.contests.models.entries import Entry
from boutdufil.rooms.contests.models.stages import Stage


class Jury(models.Model):
    """A panel of a stage: a region's (its code), or the national one (no region).

    Once its meeting is opened, its members see one another's marks, and nobody gives a reading
    any more; ``meeting_reason`` says why it was opened before all had given theirs.
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="juries")
    region = models.CharField(_("région (code Insee)"), max_length=3, blank=True)
    name = models.CharField(_("nom"), max_length=120)
    chair = models.ForeignKey(
        "Juror", models.SET_NULL, null=True, blank=True, related_name="chaired"
    )
    meeting_opened_at = models.DateTimeField(_("réunion ouverte le"), null=True, blank=True)
    meeting_closed_at = models.DateTimeField(_("réunion close le"), null=True, blank=True)
    meeting_reason = models.CharField(_("motif de l’ouverture"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("jury")
        verbose_name_plural = _("jurys")
        ordering = ["region", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "region"], name="contests_jury_once")
        ]

    def __str__(self) -> str:
        return self.name


class Juror(models.Model):
    """An expert invited to judge an edition; their person is known once they accept.

    The token of their link is stored nowhere: it is derived from ``nonce``.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="jurors")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contest_jurors",
    )
    name = models.CharField(_("nom"), max_length=120)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    region = models.CharField(_("région (code Insee)"), max_length=3, blank=True)
    employer = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="contest_jurors"
    )
    employer_name = models.CharField(_("employeur"), max_length=160, blank=True)
    school = models.CharField(_("établissement"), max_length=160, blank=True)
    most_files = models.PositiveSmallIntegerField(
        _("dossiers, au plus"), default=12, validators=[MinValueValidator(1)]
    )
    nonce = models.CharField(max_length=64, blank=True)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    invited_at = models.DateTimeField(_("invité le"), default=timezone.now)
    accepted_at = models.DateTimeField(_("a accepté le"), null=True, blank=True)
    declined_at = models.DateTimeField(_("a décliné le"), null=True, blank=True)

    class Meta:
        verbose_name = _("membre d’un jury")
        verbose_name_plural = _("membres d’un jury")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "person"],
                condition=models.Q(person__isnull=False),
                name="contests_juror_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class JurySeat(models.Model):
    """A juror's place in a jury."""

    jury = models.ForeignKey(Jury, models.CASCADE, related_name="seats")
    juror = models.ForeignKey(Juror, models.CASCADE, related_name="seats")

    class Meta:
        verbose_name = _("siège d’un jury")
        verbose_name_plural = _("sièges d’un jury")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["jury", "juror"], name="contests_seat_once")]

    def __str__(self) -> str:
        return f"{self.jury_id} · {self.juror_id}"


class Acquaintance(models.Model):
    """Whom a juror knows, in their words: a school, an employer, a person, an earlier pupil.

    A juror sees no name of an entry, so the words are compared with entries here, out of sight.
    """

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="acquaintances")
    kind = models.CharField(_("nature"), max_length=8, choices=ConflictKind)
    words = models.CharField(_("nom"), max_length=160)
    noted_at = models.DateTimeField(_("noté le"), default=timezone.now)

    class Meta:
        verbose_name = _("lien déclaré")
        verbose_name_plural = _("liens déclarés")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["juror", "kind", "words"], name="contests_acquaintance_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.juror_id} · {self.kind} · {self.pk}"


class Conflict(models.Model):
    """What keeps a juror from judging an entry: declared by them, or inferred."""

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="conflicts")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="conflicts")
    kind = models.CharField(_("nature"), max_length=8, choices=ConflictKind)
    reason = models.CharField(_("ce qui les lie"), max_length=250, blank=True)
    noted_at = models.DateTimeField(_("noté le"), default=timezone.now)

    class Meta:
        verbose_name = _("conflit d’intérêts")
        verbose_name_plural = _("conflits d’intérêts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["juror", "entry", "kind"], name="contests_conflict_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.juror_id} · {self.entry_id} · {self.kind}"


class Criterion(models.Model):
    """One line of a stage's rubric, with its weight; of a case's question where it has one."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="criteria")
    question = models.ForeignKey(
        CaseQuestion, models.PROTECT, null=True, blank=True, related_name="criteria"
    )
    name = models.CharField(_("critère"), max_length=120)
    weight = models.PositiveSmallIntegerField(
        _("poids"), default=1, validators=[MinValueValidator(1)]
    )
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("critère d’une grille")
        verbose_name_plural = _("critères d’une grille")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Level(models.Model):
    """What a mark of a criterion means, in words: the anchor two jurors share.

    ``example`` tells what a file at this level looks like.
    """

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="levels")
    mark = models.PositiveSmallIntegerField(_("note"))
    anchor = models.CharField(_("ce que cela veut dire"), max_length=300)
    example = models.CharField(_("à quoi cela ressemble"), max_length=600, blank=True, default="")

    class Meta:
        verbose_name = _("niveau d’un critère")
        verbose_name_plural = _("niveaux d’un critère")
        ordering = ["mark"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "mark"], name="contests_level_once")
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} · {self.mark}"


class Distribution(models.Model):
    """How the entries of a stage were given to jurors: the plan, proven best under its limits.

    ``reviews`` jurors judge each entry; ``linking`` is the share (percent) that a juror of another
    region judges too. With ``bars_region`` nobody judges an entry of their own region.
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="distributions")
    reviews = models.PositiveSmallIntegerField(_("lectures par dossier"), default=3)
    linking = models.PositiveSmallIntegerField(
        _("dossiers de liaison (%)"), default=20, validators=[MaxValueValidator(100)]
    )
    bars_region = models.BooleanField(_("personne ne juge sa région"), default=False)
    facts = models.JSONField(_("ce que le calcul a dit"), default=dict)
    made_at = models.DateTimeField(_("faite le"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("répartition des dossiers")
        verbose_name_plural = _("répartitions des dossiers")
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.stage_id} · {self.made_at:%Y-%m-%d %H:%M}"


class Reading(models.Model):
    """One juror judges one entry of a stage; given at once, seen by the others only then.

    ``revision`` counts what was kept, so that a tablet that was away neither loses nor overwrites.
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="readings")
    juror = models.ForeignKey(Juror, models.CASCADE, related_name="readings")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="readings")
    distribution = models.ForeignKey(
        Distribution, models.SET_NULL, null=True, blank=True, related_name="readings"
    )
    is_linking = models.BooleanField(_("lecture de liaison"), default=False)
    comment = models.TextField(_("avis pour l’équipe"), blank=True)
    private_note = models.TextField(_("note pour soi"), blank=True)
    revision = models.PositiveIntegerField(default=0)
    given_at = models.DateTimeField(_("rendue le"), null=True, blank=True)
    recused_at = models.DateTimeField(_("récusée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("lecture d’un dossier")
        verbose_name_plural = _("lectures d’un dossier")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "juror", "entry"], name="contests_reading_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.juror_id} · {self.entry_id}"


class Mark(models.Model):
    """A juror's mark for one criterion."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="marks")
    mark = models.PositiveSmallIntegerField(_("note"))
    changed_in_meeting = models.BooleanField(_("revue en réunion"), default=False)
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("note d’un juré")
        verbose_name_plural = _("notes d’un juré")
        ordering = ["criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "criterion"], name="contests_mark_once")
        ]

    def __str__(self) -> str:
        return f"{self.reading_id} · {self.mark}"
