"""Vacancies: what an employer offers, with its history."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.posts.enums import (
    Contract,
    PayPeriod,
    ReportReason,
    SignLanguage,
    VacancyStatus,
)
from boutdufil.kernel.posts.models.needs import Need


class Vacancy(models.Model):
    """One offer of one or several posts of the same kind at one place.

    Pay is gross, in cents of euro, for ``pay_period``; ``month_pay_min`` and ``month_pay_max`` are
    the same range for a full-time month, computed when the vacancy is saved, for filters alone.
    ``changed_at`` moves with every change, for indexes that follow. ``languages`` is
    ``{"en": "B2", "de": ""}`` (ISO 639-1, CEFR; an empty level is not said).
    """

    need = models.ForeignKey(Need, models.PROTECT, related_name="vacancies")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="vacancies")
    reference = models.CharField(_("référence de l’employeur"), max_length=40, blank=True)
    code = models.CharField(_("métier (code ROME)"), max_length=5, db_index=True)
    title = models.CharField(_("intitulé"), max_length=160)
    other_titles = models.JSONField(_("autres intitulés"), default=list, blank=True)
    description = models.TextField(_("description"), blank=True)
    contract = models.CharField(_("contrat"), max_length=16, choices=Contract)
    contract_months = models.PositiveSmallIntegerField(_("durée (mois)"), null=True, blank=True)
    weekly_hours = models.DecimalField(
        _("heures par semaine"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    works_sundays = models.BooleanField(_("dimanche"), default=False)
    works_nights = models.BooleanField(_("nuit"), default=False)
    works_shifts = models.BooleanField(_("horaires décalés"), default=False)
    pattern = models.CharField(_("organisation des horaires"), max_length=200, blank=True)
    pay_min = models.PositiveIntegerField(_("salaire brut minimum"), null=True, blank=True)
    pay_max = models.PositiveIntegerField(_("salaire brut maximum"), null=True, blank=True)
    pay_period = models.CharField(_("période"), max_length=5, choices=PayPeriod, blank=True)
    month_pay_min = models.PositiveIntegerField(null=True, blank=True)
    month_pay_max = models.PositiveIntegerField(null=True, blank=True)
    commune = models.CharField(_("commune (code Insee)"), max_length=5)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    home_days = models.PositiveSmallIntegerField(_("jours à domicile par semaine"), default=0)
    languages = models.JSONField(_("langues"), default=dict, blank=True)
    sign_language = models.CharField(
        _("langue des signes française"),
        max_length=8,
        choices=SignLanguage,
        default=SignLanguage.NONE,
    )
    accessibility = models.CharField(_("accessibilité"), max_length=300, blank=True)
    starts_on = models.DateField(_("début"), null=True, blank=True)
    apply_until = models.DateField(_("candidatures jusqu’au"), null=True, blank=True)
    outbound = models.BooleanField(_("appels sortants vers des particuliers"), default=False)
    status = models.CharField(
        _("état"), max_length=9, choices=VacancyStatus, default=VacancyStatus.DRAFT
    )
    hidden_at = models.DateTimeField(_("masquée par la modération le"), null=True, blank=True)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("créée le"), default=timezone.now)
    changed_at = models.DateTimeField(_("modifiée le"), default=timezone.now, db_index=True)
    search = SearchVectorField(null=True)

    class Meta:
        verbose_name = _("offre")
        verbose_name_plural = _("offres")
        ordering = ["-published_at", "-pk"]
        indexes = [
            GinIndex(fields=["search"], name="posts_vacancy_search"),
            models.Index(
                fields=["code", "latitude", "longitude"],
                name="posts_vacancy_open",
                condition=models.Q(status=VacancyStatus.PUBLISHED),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"],
                condition=~models.Q(reference=""),
                name="posts_vacancy_reference_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=VacancyStatus.PUBLISHED)
                | models.Q(pay_min__gt=0, pay_max__gte=models.F("pay_min"))
                & ~models.Q(pay_period=""),
                name="posts_vacancy_published_with_pay",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.code}, {self.commune})"


class VacancySkill(models.Model):
    """A skill a vacancy requires, or would like."""

    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="skills")
    skill = models.CharField(_("code"), max_length=80)
    label = models.CharField(_("compétence"), max_length=300)
    required = models.BooleanField(_("indispensable"), default=False)

    class Meta:
        verbose_name = _("compétence d’une offre")
        verbose_name_plural = _("compétences d’une offre")
        ordering = ["-required", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["vacancy", "skill"], name="posts_vacancy_skill_once")
        ]

    def __str__(self) -> str:
        return self.label


class VacancyEntry(models.Model):
    """One line of a vacancy's history: created, changed (which fields), published, withdrawn."""

    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="history")
    at = models.DateTimeField(_("quand"), default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    verb = models.CharField(_("acte"), max_length=30)
    facts = models.JSONField(_("faits"), default=dict, blank=True)

    class Meta:
        verbose_name = _("ligne d’historique")
        verbose_name_plural = _("lignes d’historique")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.vacancy_id} · {self.verb}"


class VacancyReport(models.Model):
    """Somebody says that a vacancy breaks the law or deceives; a human decides."""

    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="reports")
    reason = models.CharField(_("motif"), max_length=30, choices=ReportReason)
    words = models.TextField(_("explication"), blank=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("signalé le"), default=timezone.now)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    upheld = models.BooleanField(_("retenu"), null=True, blank=True)
    decision = models.TextField(_("décision motivée"), blank=True)

    class Meta:
        verbose_name = _("signalement d’une offre")
        verbose_name_plural = _("signalements d’offres")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.vacancy_id} · {self.reason}"
