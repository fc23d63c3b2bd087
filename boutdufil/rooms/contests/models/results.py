"""What a stage decided, who asked why, who passes before a jury, and the log of it all."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.files.models import StoredFile
from boutdufil.rooms.contests.enums import AppealState, DecisionState
from boutdufil.rooms.contests.models.editions import Edition
from boutdufil.rooms.contests.models.entries import Entry
from boutdufil.rooms.contests.models.juries import Jury
from boutdufil.rooms.contests.models.stages import Stage


class Decision(models.Model):
    """A selection as it was computed: what went in, by which rule, what came out.

    ``inputs`` and ``rule`` are canonical, so that the same selection is found to the bit.
    ``departures`` are where the jury departed from the ranking, each with its reason.
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="decisions")
    number = models.PositiveSmallIntegerField(_("numéro"))
    state = models.CharField(
        _("état"), max_length=8, choices=DecisionState, default=DecisionState.CURRENT
    )
    rule = models.JSONField(_("règle appliquée"))
    inputs = models.JSONField(_("ce qui a été classé"))
    sha256 = models.CharField(_("empreinte"), max_length=64)
    departures = models.JSONField(_("écarts motivés du jury"), default=list, blank=True)
    reason = models.CharField(_("motif"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("décidée le"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)
    minutes = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="contest_minutes"
    )

    class Meta:
        verbose_name = _("décision d’une épreuve")
        verbose_name_plural = _("décisions d’une épreuve")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "number"], name="contests_decision_once"),
            models.UniqueConstraint(
                fields=["stage"],
                condition=models.Q(state="current"),
                name="contests_one_current_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id} · {self.number}"


class Outcome(models.Model):
    """What a decision says of one entry; ``group`` is its city, region, "pool" or "all".

    ``score`` is exact (a fraction, "17/3"); ``decided_by`` names what settled its rank.
    """

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="outcomes")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="outcomes")
    group = models.CharField(_("groupe"), max_length=20)
    rank = models.PositiveIntegerField(_("rang"))
    score = models.CharField(_("points"), max_length=60)
    is_selected = models.BooleanField(_("retenu"))
    decided_by = models.CharField(_("départagé par"), max_length=60)

    class Meta:
        verbose_name = _("résultat d’une candidature")
        verbose_name_plural = _("résultats des candidatures")
        ordering = ["group", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "entry"], name="contests_outcome_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} · {self.rank}"


class Appeal(models.Model):
    """A candidate contests what was decided; it is answered, and what it changed is said."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="appeals")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="appeals")
    text = models.TextField(_("ce qui est contesté"), max_length=3000)
    made_at = models.DateTimeField(_("faite le"), default=timezone.now)
    state = models.CharField(_("état"), max_length=9, choices=AppealState, default=AppealState.OPEN)
    answer = models.TextField(_("réponse"), max_length=3000, blank=True)
    effect = models.CharField(_("ce qu’elle a changé"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("réclamation")
        verbose_name_plural = _("réclamations")
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.entry_id} · {self.state}"


class Passage(models.Model):
    """An entry's hour before a jury; a practice call that the jury hears, where ``call`` says.

    ``revision`` counts how often its hour or its room changed, for the calendars that hold it.
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="passages")
    jury = models.ForeignKey(Jury, models.PROTECT, related_name="passages")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="passages")
    starts_at = models.DateTimeField(_("début"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=20)
    room = models.CharField(_("salle"), max_length=120, blank=True)
    call = models.CharField(_("appel d’entraînement"), max_length=40, blank=True)
    began_at = models.DateTimeField(_("commencé le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("terminé le"), null=True, blank=True)
    absent_at = models.DateTimeField(_("absence notée le"), null=True, blank=True)
    revision = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("passage devant un jury")
        verbose_name_plural = _("passages devant un jury")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "entry"], name="contests_passage_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} · {self.starts_at:%Y-%m-%d %H:%M}"


class LogLine(models.Model):
    """A line of an edition's log: numbered without a gap, never changed, sealed at the end.

    ``facts`` hold ids, numbers and salted commitments, never a name (`audit.commit_to`).
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="log")
    position = models.PositiveIntegerField()
    kind = models.CharField(_("ce qui s’est passé"), max_length=40)
    facts = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ligne du journal d’un concours")
        verbose_name_plural = _("journal d’un concours")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="contests_log_once")
        ]

    def __str__(self) -> str:
        return f"{self.position} · {self.kind}"


class EditionSeal(models.Model):
    """The sealed archive of an edition as it was published; a later one is added beside it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="seals")
    number = models.PositiveSmallIntegerField(_("numéro"))
    archive = models.BinaryField()
    sha256 = models.CharField(_("empreinte"), max_length=64)
    sealed_at = models.DateTimeField(_("scellée le"), default=timezone.now)

    class Meta:
        verbose_name = _("sceau d’une édition")
        verbose_name_plural = _("sceaux d’une édition")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="contests_seal_once")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} · {self.number}"
