"""What centres answer: a response, its values with their origin, and who is written to."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.barometer.enums import (
    AnswerOrigin,
    MailingKind,
    ResponseState,
)
from boutdufil.rooms.barometer.models.frame import Unit
from boutdufil.rooms.barometer.models.waves import Drawn, Questionnaire, Wave


class RespondentContact(models.Model):
    """Somebody who answers for units of the frame, with a professional address."""

    name = models.CharField(_("nom"), max_length=120)
    email = models.EmailField(_("adresse e-mail"))
    telephone = models.CharField(_("téléphone"), max_length=20, blank=True)
    position = models.CharField(_("fonction"), max_length=120, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    units = models.ManyToManyField(Unit, related_name="contacts", blank=True)
    refused_at = models.DateTimeField(_("ne veut plus de courriers depuis"), null=True, blank=True)
    ended_at = models.DateTimeField(_("jusqu’au"), null=True, blank=True)
    created_at = models.DateTimeField(_("depuis"), default=timezone.now)

    class Meta:
        verbose_name = _("contact d’enquête")
        verbose_name_plural = _("contacts d’enquête")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"Contact {self.pk}"


class Response(models.Model):
    """What one drawn unit answers in one wave.

    The link to it is opened by a token that is stored nowhere: ``token_hash`` recognises it.
    ``revision`` rises with each save, so that two windows never overwrite one another unseen.
    ``explanations`` holds, by check, what the person said of a value that surprised.
    ``commitment_version`` is the promise that was shown when it was sent.
    """

    drawn = models.OneToOneField(Drawn, models.CASCADE, related_name="response")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="responses")
    token_hash = models.CharField(_("empreinte du lien"), max_length=64, unique=True)
    nonce = models.CharField(max_length=64)
    state = models.CharField(
        _("état"), max_length=9, choices=ResponseState, default=ResponseState.STARTED
    )
    revision = models.PositiveIntegerField(_("révision"), default=0)
    place = models.CharField(_("rendu à"), max_length=60, blank=True)
    explanations = models.JSONField(_("explications"), default=dict)
    commitment_version = models.PositiveSmallIntegerField(_("engagement"), null=True, blank=True)
    answered_by = models.ForeignKey(
        RespondentContact, models.SET_NULL, null=True, blank=True, related_name="responses"
    )
    minutes = models.PositiveSmallIntegerField(_("minutes passées"), null=True, blank=True)
    started_at = models.DateTimeField(_("commencée le"), null=True, blank=True)
    sent_at = models.DateTimeField(_("envoyée le"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("réponse à l’enquête")
        verbose_name_plural = _("réponses à l’enquête")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Réponse {self.pk}"


class Value(models.Model):
    """The value of one variable in one response; ``value`` is JSON: number, choice, list, text.

    None is "unknown", said so by the respondent; a question that was not reached has no row.
    """

    response = models.ForeignKey(Response, models.CASCADE, related_name="values")
    code = models.SlugField(_("variable"), max_length=60)
    value = models.JSONField(_("valeur"), null=True)
    origin = models.CharField(
        _("origine"), max_length=9, choices=AnswerOrigin, default=AnswerOrigin.TYPED
    )
    saved_at = models.DateTimeField(_("enregistrée le"), default=timezone.now)

    class Meta:
        verbose_name = _("valeur répondue")
        verbose_name_plural = _("valeurs répondues")
        ordering = ["response", "code"]
        constraints = [
            models.UniqueConstraint(fields=["response", "code"], name="barometer_value_once")
        ]

    def __str__(self) -> str:
        return f"{self.response_id} · {self.code}"


class ValueEdit(models.Model):
    """A value changed after it was sent: what it was, what it is, who changed it and why."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="edits")
    code = models.SlugField(_("variable"), max_length=60)
    before = models.JSONField(_("avant"), null=True)
    after = models.JSONField(_("après"), null=True)
    origin = models.CharField(_("nature"), max_length=9, choices=AnswerOrigin)
    reason = models.CharField(_("motif"), max_length=300)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    edited_at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.response_id} · {self.code} · {self.edited_at:%Y-%m-%d}"


class Mailing(models.Model):
    """One mailing of a wave: to whom it goes is decided when it leaves, line by line."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="mailings")
    kind = models.CharField(_("nature"), max_length=10, choices=MailingKind)
    planned_on = models.DateField(_("prévu le"))
    left_at = models.DateTimeField(_("parti le"), null=True, blank=True)

    class Meta:
        verbose_name = _("envoi de courriers")
        verbose_name_plural = _("envois de courriers")
        ordering = ["planned_on", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} · {self.planned_on}"


class MailingLine(models.Model):
    """One letter of a mailing: to whom, for how many units, when it left."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="lines")
    contact = models.ForeignKey(RespondentContact, models.CASCADE, related_name="letters")
    units = models.PositiveIntegerField(_("unités"), default=1)
    sent_at = models.DateTimeField(_("parti le"), default=timezone.now)

    class Meta:
        verbose_name = _("courrier d’enquête")
        verbose_name_plural = _("courriers d’enquête")
        ordering = ["mailing", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["mailing", "contact"], name="barometer_letter_once")
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id} · {self.contact_id}"
