"""A case, its questions, and the files that answer them."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.files.models import StoredFile
from boutdufil.rooms.contests.enums import BlindState, LatePolicy
from boutdufil.rooms.contests.models.entries import Entry
from boutdufil.rooms.contests.models.stages import Stage


class CaseStudy(models.Model):
    """What teams work on; unseen until ``released_at``, answered until ``due_at``."""

    stage = models.OneToOneField(Stage, models.CASCADE, related_name="case")
    title = models.CharField(_("titre"), max_length=160)
    text = models.TextField(_("énoncé"), blank=True)
    paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="contest_cases"
    )
    released_at = models.DateTimeField(_("dévoilé le"))
    due_at = models.DateTimeField(_("à rendre le"))
    late_policy = models.CharField(
        _("dossier en retard"), max_length=6, choices=LatePolicy, default=LatePolicy.REFUSE
    )
    late_minutes = models.PositiveSmallIntegerField(_("délai (minutes)"), default=0)
    takes_paper = models.BooleanField(_("un PDF peut être joint"), default=True)
    takes_film = models.BooleanField(_("un lien vers une vidéo peut être joint"), default=False)

    class Meta:
        verbose_name = _("cas")
        verbose_name_plural = _("cas")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("released_at")),
                name="contests_case_forward",
            )
        ]

    def __str__(self) -> str:
        return self.title


class CaseQuestion(models.Model):
    """A numbered question of a case, marked by itself."""

    case = models.ForeignKey(CaseStudy, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(_("numéro"))
    text = models.TextField(_("question"), max_length=2000)
    most_words = models.PositiveIntegerField(
        _("mots, au plus"), default=500, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("question d’un cas")
        verbose_name_plural = _("questions d’un cas")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="contests_case_question_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.number}"


class Submission(models.Model):
    """A team's file: kept at each change, handed in once and for all.

    ``sha256`` is of what was handed in (answers, film's address, the PDF's fingerprint), as the
    receipt says. Jurors read ``blind_paper`` and the answers with ``redactions`` applied.
    """

    case = models.ForeignKey(CaseStudy, models.CASCADE, related_name="submissions")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="submissions")
    paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    film = models.URLField(_("adresse de la vidéo"), blank=True)
    revision = models.PositiveIntegerField(_("nombre de changements"), default=0)
    changed_at = models.DateTimeField(_("changé le"), default=timezone.now)
    handed_in_at = models.DateTimeField(_("rendu le"), null=True, blank=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_late = models.BooleanField(_("en retard"), default=False)
    sha256 = models.CharField(_("empreinte"), max_length=64, blank=True)
    blind = models.CharField(
        _("lecture sans nom"), max_length=8, choices=BlindState, default=BlindState.TO_CHECK
    )
    blind_paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="blind_submissions"
    )
    redactions = models.JSONField(_("mots cachés"), default=list, blank=True)
    shows_film = models.BooleanField(_("le jury peut voir la vidéo"), default=False)
    blind_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    blind_at = models.DateTimeField(_("vérifié le"), null=True, blank=True)

    class Meta:
        verbose_name = _("dossier d’une équipe")
        verbose_name_plural = _("dossiers d’une équipe")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "entry"], name="contests_submission_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} · {self.revision}"


class SubmissionAnswer(models.Model):
    """What a file answers to one question of its case; ``revision`` counts its changes."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="answers")
    question = models.ForeignKey(CaseQuestion, models.PROTECT, related_name="answers")
    text = models.TextField(_("réponse"), blank=True)
    revision = models.PositiveIntegerField(_("nombre de changements"), default=0)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(_("écrite le"), null=True, blank=True)

    class Meta:
        verbose_name = _("réponse d’un dossier")
        verbose_name_plural = _("réponses d’un dossier")
        ordering = ["question__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "question"], name="contests_submission_answer_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} · {self.question_id}"


class OtherText(models.Model):
    """What a member wrote while another changed the same answer: kept until one of both is chosen.

    It counts for nothing: the answer's own text is what is handed in.
    """

    answer = models.ForeignKey(SubmissionAnswer, models.CASCADE, related_name="other_texts")
    text = models.TextField(_("autre texte"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    written_at = models.DateTimeField(_("écrit le"), default=timezone.now)

    class Meta:
        verbose_name = _("autre texte d’une réponse")
        verbose_name_plural = _("autres textes d’une réponse")
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "written_by"], name="contests_other_text_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} · {self.written_by_id}"
