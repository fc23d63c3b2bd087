"""The closed lists of the person's path, in the words the person reads."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    """What a person said about a skill; a skill nobody decided on is not stored."""

    CONFIRMED = "confirmed", _("confirmée")
    REMOVED = "removed", _("retirée")
    ADDED = "added", _("ajoutée")


class Level(models.IntegerChoices):
    """How well, in plain words; never used in a computation."""

    DISCOVERED = 1, _("J’ai vu faire")
    HELPED = 2, _("Je fais avec de l’aide")
    ALONE = 3, _("Je fais en autonomie")
    TEACHES = 4, _("Je peux l’apprendre à d’autres")


class PlanState(models.TextChoices):
    """The life of a redeployment plan; before the announcement it is confidential besides."""

    DRAFT = "draft", _("en préparation")
    OPEN = "open", _("ouvert aux personnes")
    FROZEN = "frozen", _("figé")
    CLOSED = "closed", _("détruit")


class Criterion(models.TextChoices):
    """What decides between several people for one post, declared before anybody is read."""

    SENIORITY = "seniority", _("l’ancienneté la plus longue")
    FIT = "fit", _("la plus grande part des compétences demandées")
    WISH = "wish", _("un vœu exprimé pour ce poste ou ce métier")
    LEAVES_FIRST = "leaves_first", _("le contrat qui finit le plus tôt")


class PostSide(models.TextChoices):
    """The employer's own duty, or help beyond it; they are never mixed."""

    INTERNAL = "internal", _("dans l’entreprise ou son groupe")
    EXTERNAL = "external", _("chez un autre employeur")


class VersionState(models.TextChoices):
    """A computation of a plan: waiting for its turn, done, or refused by the data."""

    WAITING = "waiting", _("calcul en cours")
    DONE = "done", _("calculé")
    FAILED = "failed", _("calcul impossible")


class OpeningState(models.TextChoices):
    """The opening of a large plan: in preparation, done, or refused by the data."""

    WAITING = "waiting", _("préparation en cours")
    DONE = "done", _("ouvert")
    FAILED = "failed", _("ouverture impossible")


class DeliveryMeans(models.TextChoices):
    """Ways of handing over that give a certain date (D.1233-2-1)."""

    HAND = "hand", _("remise en main propre contre signature")
    REGISTERED = "registered", _("lettre recommandée avec avis de réception")
    ELECTRONIC = "electronic", _("lettre recommandée électronique")
    OFFICER = "officer", _("acte de commissaire de justice")


class PlanAnswer(models.TextChoices):
    """What a person answered to a proposal, or what their silence means."""

    NONE = "", _("pas encore de réponse")
    ACCEPTED = "accepted", _("accepté")
    REFUSED = "refused", _("refusé")
    OTHER = "other", _("demande un autre poste")
    SILENCE = "silence", _("sans réponse dans le délai")
    SUPERSEDED = "superseded", _("remplacé par une nouvelle proposition")


class Stage(models.TextChoices):
    """Where an application stands, in the words its person reads."""

    SENT = "sent", _("envoyée")
    READ = "read", _("lue")
    SHORTLISTED = "shortlisted", _("retenue pour la suite")
    INTERVIEW = "interview", _("entretien")
    OFFER = "offer", _("proposition d’embauche")
    HIRED = "hired", _("embauche")
    UNDONE = "undone", _("embauche qui n’a pas tenu")
    REFUSED = "refused", _("refusée")
    WITHDRAWN = "withdrawn", _("retirée par la personne")


class RefusalReason(models.TextChoices):
    """Why an employer does not go on; none speaks of who somebody is or where they live."""

    SKILL = "skill", _("une compétence indispensable à acquérir")
    CERTIFICATE = "certificate", _("un titre ou une habilitation obligatoire")
    LANGUAGE = "language", _("le niveau demandé dans une langue")
    HOURS = "hours", _("les horaires du poste et vos disponibilités")
    OTHER = "other", _("une autre candidature correspond de plus près")
    FILLED = "filled", _("tous les postes sont pourvus")
    CANCELLED = "cancelled", _("le recrutement est arrêté")
    SILENCE = "silence", _("pas de réponse à nos messages")


class UndoingReason(models.TextChoices):
    """Why a hire did not hold, told as a fact of the contract and not of the person."""

    NOT_BEGUN = "not_begun", _("le contrat n’a pas commencé")
    TRIAL_EMPLOYER = "trial_emp", _("l’employeur a mis fin à la période d’essai")
    TRIAL_PERSON = "trial_pers", _("la personne a mis fin à la période d’essai")
    MISTAKE = "mistake", _("une erreur de saisie : cette embauche n’a pas eu lieu")


class SlotState(models.TextChoices):
    """What became of a moment proposed for an interview."""

    PROPOSED = "proposed", _("proposé")
    CHOSEN = "chosen", _("choisi")
    DECLINED = "declined", _("ne convient pas")
    LAPSED = "lapsed", _("plus disponible")
    CANCELLED = "cancelled", _("annulé")


class InterviewPlace(models.TextChoices):
    """How the two meet."""

    ONSITE = "onsite", _("sur place")
    VIDEO = "video", _("en visioconférence")
    PHONE = "phone", _("par téléphone")


FINAL_STAGES = frozenset({Stage.HIRED, Stage.UNDONE, Stage.REFUSED, Stage.WITHDRAWN})
# What an employer may do next; the person may withdraw at any time, opening it makes it read.
NEXT_STAGES: dict[str, tuple[Stage, ...]] = {
    Stage.SENT: (Stage.SHORTLISTED, Stage.REFUSED),
    Stage.READ: (Stage.SHORTLISTED, Stage.OFFER, Stage.REFUSED),
    Stage.SHORTLISTED: (Stage.OFFER, Stage.REFUSED),
    Stage.INTERVIEW: (Stage.OFFER, Stage.HIRED, Stage.REFUSED),
    Stage.OFFER: (Stage.HIRED, Stage.REFUSED),
    Stage.HIRED: (Stage.UNDONE,),
    Stage.UNDONE: (Stage.HIRED,),
}


class Standing(models.TextChoices):
    """Where somebody stands today, as the law of training asks it."""

    PERMANENT = "permanent", _("En CDI, sans fin prévue")
    FIXED = "fixed", _("En CDD ou en intérim")
    DISMISSAL = "dismissal", _("Licenciement économique annoncé ou en cours")
    JOB_SEEKER = "job_seeker", _("Sans emploi")


class EmployerSize(models.TextChoices):
    """How many people the employer, or its group, employs; the law counts in these bands."""

    UNDER_50 = "under50", _("Moins de 50")
    UNDER_1000 = "under1000", _("De 50 à 999")
    LARGE = "large", _("1 000 ou plus")


class YesNo(models.TextChoices):
    """A plain answer."""

    YES = "yes", _("Oui")
    NO = "no", _("Non")
