"""The closed lists of trainings and certificates."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QualiopiAction(models.TextChoices):
    """What a Qualiopi certificate covers (C. trav. L.6313-1)."""

    TRAINING = "training", _("actions de formation")
    SKILLS_REVIEW = "skills_review", _("bilans de compétences")
    VAE = "vae", _("validation des acquis de l’expérience")
    APPRENTICESHIP = "apprenticeship", _("apprentissage")


class CertificateKind(models.TextChoices):
    """What a certificate is in law (C. trav. L.6113-1 to L.6113-6)."""

    TITLE_RNCP = "title_rncp", _("titre ou diplôme inscrit au RNCP")
    RS = "rs", _("certification du répertoire spécifique")
    CQP = "cqp", _("CQP, certificat d’une branche")
    CQPI = "cqpi", _("CQPI, certificat de plusieurs branches")


class Mode(models.TextChoices):
    """How a programme is taught."""

    ON_SITE = "on_site", _("sur place")
    REMOTE = "remote", _("à distance")
    MIXED = "mixed", _("sur place et à distance")
    AT_WORK = "at_work", _("en situation de travail")


class WithdrawalReason(models.TextChoices):
    """Why a branch recognises a certificate no more; a code, as the trail keeps no words."""

    AGREEMENT = "agreement", _("l’accord est échu ou dénoncé")
    CERTIFICATE = "certificate", _("la certification a changé ou n’est plus délivrée")
    NEEDS = "needs", _("elle ne répond plus aux métiers de la branche")
    MISTAKE = "mistake", _("elle a été inscrite par erreur")


class TaughtLanguage(models.TextChoices):
    """Languages a programme is taught in, by ISO 639-1; French Sign Language by ISO 639-3.

    One is added here when a body asks for it.
    """

    FRENCH = "fr", _("français")
    SIGN = "fsl", _("langue des signes française (LSF)")
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


class TrainingPayer(models.TextChoices):
    """Who may pay for a training."""

    EMPLOYER = "employer", _("l’employeur")
    OPCO = "opco", _("l’opérateur de compétences")
    FRANCE_TRAVAIL = "france_travail", _("France Travail")
    CPF = "cpf", _("le compte personnel de formation")
    STATE = "state", _("l’État ou la région")
    PERSON = "person", _("la personne")
    UNKNOWN = "unknown", _("pas encore décidé")


class EnrolmentState(models.TextChoices):
    """The life of an enrolment: only a confirmed one takes a seat."""

    ASKED = "asked", _("demandée")
    CONFIRMED = "confirmed", _("confirmée")
    WAITING = "waiting", _("en liste d’attente")
    CANCELLED = "cancelled", _("annulée")


LIVE_STATES = (EnrolmentState.ASKED, EnrolmentState.CONFIRMED, EnrolmentState.WAITING)
