"""Applications: what a person sends to an employer, and all that follows until the end."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.posts.models import Vacancy
from boutdufil.rooms.mobility.enums import RefusalReason, Stage, UndoingReason


class Application(models.Model):
    """One person's application to one vacancy.

    What the employer reads is written here as the person sent it (name, ways to answer, the
    skills and jobs they chose to show, a letter) and taken away when they withdraw. ``profile`` is
    {"skills": [{"code", "label"}], "jobs": [{"title", "years"}]}. ``last_contact_at`` starts the
    time it is kept.
    """

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="applications")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="applications"
    )
    stage = models.CharField(_("étape"), max_length=11, choices=Stage, default=Stage.SENT)
    name = models.CharField(_("nom"), max_length=120, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    letter = models.TextField(_("lettre"), blank=True)
    profile = models.JSONField(_("profil envoyé"), default=dict)
    through = models.CharField(_("par l’intermédiaire de"), max_length=80, blank=True)
    sent_at = models.DateTimeField(_("envoyée le"), default=timezone.now)
    last_contact_at = models.DateTimeField(
        _("dernier contact le"), default=timezone.now, db_index=True
    )

    class Meta:
        verbose_name = _("candidature")
        verbose_name_plural = _("candidatures")
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy", "person"],
                condition=~models.Q(stage=Stage.WITHDRAWN),
                name="mobility_application_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.WITHDRAWN)
                | models.Q(name="", email="", phone="", letter=""),
                name="mobility_application_withdrawn_says_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"Application {self.pk} · {self.stage}"


class ApplicationDocument(models.Model):
    """A file sent with an application."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="documents")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("document d’une candidature")
        verbose_name_plural = _("documents d’une candidature")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Document {self.pk} of application {self.application_id}"


class ApplicationReading(models.Model):
    """The first time somebody opened an application at the employer's."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="applications_read"
    )
    first_at = models.DateTimeField(_("lue le"), default=timezone.now)

    class Meta:
        verbose_name = _("lecture d’une candidature")
        verbose_name_plural = _("lectures d’une candidature")
        ordering = ["first_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reader"], name="mobility_application_reader_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.reader_id}"


REASONS = [*RefusalReason.choices, *UndoingReason.choices]


class StageChange(models.Model):
    """One step of an application, by whom and why; a refusal carries a reason and a sentence.

    A hire that did not hold carries a reason, and a sentence when the employer wrote one.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="history")
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    stage = models.CharField(_("étape"), max_length=11, choices=Stage)
    reason = models.CharField(_("motif"), max_length=12, choices=REASONS, blank=True)
    words = models.TextField(_("explication"), blank=True)

    class Meta:
        verbose_name = _("étape d’une candidature")
        verbose_name_plural = _("étapes d’une candidature")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.REFUSED)
                | (~models.Q(reason="") & ~models.Q(words="")),
                name="mobility_refusal_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.UNDONE) | ~models.Q(reason=""),
                name="mobility_undoing_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} → {self.stage}"


class ApplicationMessage(models.Model):
    """A message between the person and the employer; no address of either is in it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="messages")
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    from_employer = models.BooleanField(_("de l’employeur"))
    words = models.TextField(_("message"))
    sent_at = models.DateTimeField(_("envoyé le"), default=timezone.now)

    class Meta:
        verbose_name = _("message d’une candidature")
        verbose_name_plural = _("messages d’une candidature")
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"Message {self.pk} of application {self.application_id}"
