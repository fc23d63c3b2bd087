"""The closed lists of the ledger."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NeedOrigin(models.TextChoices):
    """Where a need was born."""

    EMPLOYER = "employer", _("un employeur")
    REDEPLOYMENT = "redeployment", _("un site qui ferme ou réduit")
    LINE_SHORTAGE = "line_shortage", _("un manque sur une ligne Illico")
    BAROMETER = "barometer", _("un constat du baromètre")


class Payer(models.TextChoices):
    """Who pays for what a need asks."""

    EMPLOYER = "employer", _("l’employeur qui recrute")
    CLOSING_SITE = "closing_site", _("l’entreprise qui ferme ou réduit")
    OPCO = "opco", _("l’opérateur de compétences")
    BRANCH = "branch", _("la branche")
    STATE = "state", _("l’État ou la région")
    UNKNOWN = "unknown", _("inconnu")


class PostState(models.TextChoices):
    """A post is open until it is filled or closed with a reason."""

    OPEN = "open", _("ouvert")
    FILLED = "filled", _("pourvu")
    CLOSED = "closed", _("fermé")


class ClosingReason(models.TextChoices):
    """Why a post, or a need, ended without a hire here."""

    FILLED_ELSEWHERE = "filled_elsewhere", _("pourvu en dehors de la plateforme")
    INTERNAL = "internal", _("pourvu en interne")
    BUDGET = "budget", _("budget retiré")
    NO_CANDIDATE = "no_candidate", _("aucune candidature adaptée")
    CHANGED = "changed", _("besoin modifié")
    MISTAKE = "mistake", _("erreur de saisie")
    EXPIRED = "expired", _("délai dépassé")


class ContactKind(models.TextChoices):
    """How a person and a vacancy first met."""

    APPLICATION = "application", _("candidature")
    VISIT = "visit", _("visite ou rencontre")
    PROPOSAL = "proposal", _("proposition d’un plan de reclassement")
    REFERRAL = "referral", _("mise en relation")


class AnswerKind(models.TextChoices):
    """What a need becomes besides vacancies."""

    TRAINING = "training", _("places de formation")
    CAMPAIGN_STOP = "campaign_stop", _("étape d’une campagne")


class VacancyStatus(models.TextChoices):
    """The life of a vacancy."""

    DRAFT = "draft", _("brouillon")
    PUBLISHED = "published", _("publiée")
    FILLED = "filled", _("pourvue")
    EXPIRED = "expired", _("expirée")
    WITHDRAWN = "withdrawn", _("retirée")


class Contract(models.TextChoices):
    """Contracts of employment."""

    PERMANENT = "permanent", _("CDI")
    FIXED_TERM = "fixed_term", _("CDD")
    TEMPORARY = "temporary", _("intérim")
    APPRENTICESHIP = "apprenticeship", _("apprentissage")
    PROFESSIONAL = "professional", _("contrat de professionnalisation")


class PayPeriod(models.TextChoices):
    """What a pay range counts, before tax and contributions (brut)."""

    HOUR = "hour", _("par heure")
    MONTH = "month", _("par mois")
    YEAR = "year", _("par an")


class SignLanguage(models.TextChoices):
    """French sign language in a post."""

    NONE = "none", _("non demandée")
    WELCOME = "welcome", _("bienvenue")
    REQUIRED = "required", _("nécessaire")


class ReportReason(models.TextChoices):
    """What somebody reproaches a vacancy with."""

    DISCRIMINATION = "discrimination", _("elle écarte des personnes pour ce qu’elles sont")
    FALSE_CONTENT = "false_content", _("le poste, le salaire ou le lieu ne sont pas vrais")
    COSTS_MONEY = "costs_money", _("on demande de l’argent")
    UNLAWFUL_CALLS = "unlawful_calls", _("elle annonce du démarchage interdit")
    OTHER = "other", _("autre chose")


class SpokenLanguage(models.TextChoices):
    """Languages of work, by ISO 639-1; one is added here when an employer asks for it."""

    ENGLISH = "en", _("anglais")
    GERMAN = "de", _("allemand")
    SPANISH = "es", _("espagnol")
    ITALIAN = "it", _("italien")
    DUTCH = "nl", _("néerlandais")
    PORTUGUESE = "pt", _("portugais")
    ARABIC = "ar", _("arabe")
    POLISH = "pl", _("polonais")
    ROMANIAN = "ro", _("roumain")
    TURKISH = "tr", _("turc")
    CHINESE = "zh", _("chinois")
    UKRAINIAN = "uk", _("ukrainien")
    LUXEMBOURGISH = "lb", _("luxembourgeois")


class LanguageLevel(models.TextChoices):
    """Levels of the Common European Framework of Reference (Council of Europe)."""

    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"
    C2 = "C2", "C2"
