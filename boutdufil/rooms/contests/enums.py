"""The closed lists of contests."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    """Who enters an edition."""

    INDIVIDUAL = "individual", _("une personne")
    TEAM = "team", _("une équipe")


class EditionStatus(models.TextChoices):
    """How far an edition is. Entries are open between its two dates, while it is published."""

    DRAFT = "draft", _("brouillon")
    PUBLISHED = "published", _("publiée")
    OVER = "over", _("terminée")
    ARCHIVED = "archived", _("archivée")


class StageKind(models.TextChoices):
    """The four kinds of stages a pipeline is drawn from."""

    QUIZ = "quiz", _("questionnaire")
    FILE = "file", _("dossier")
    PANEL = "panel", _("jury")
    ORAL = "oral", _("oral")


class StageStatus(models.TextChoices):
    """How far a stage is. ``decided`` is under embargo; ``published`` is not."""

    PLANNED = "planned", _("à venir")
    OPEN = "open", _("en cours")
    CLOSED = "closed", _("close")
    DECIDED = "decided", _("décidée")
    PUBLISHED = "published", _("publiée")


class Per(models.TextChoices):
    """Among whom the best are taken."""

    CITY = "city", _("par ville")
    REGION = "region", _("par région")
    ALL = "all", _("sur l’ensemble")


class Ties(models.TextChoices):
    """What happens to equals at the last place."""

    BREAK = "break", _("départagés par la règle annoncée")
    ADVANCE_ALL = "advance_all", _("tous retenus")


class RanksBy(models.TextChoices):
    """Which marks of a jury select; declared before the opening."""

    RAW = "raw", _("notes brutes")
    CALIBRATED = "calibrated", _("notes corrigées de la sévérité")


class EntryStatus(models.TextChoices):
    """How far an entry is."""

    FORMING = "forming", _("équipe à compléter")
    WAITING = "waiting", _("attend l’accord de l’employeur")
    ENTERED = "entered", _("inscrit")
    REFUSED = "refused", _("non recevable")
    WITHDRAWN = "withdrawn", _("retiré")
    DISQUALIFIED = "disqualified", _("exclu")


class EmployerWord(models.TextChoices):
    """What the employer answered, where the rules ask for their consent."""

    NOT_ASKED = "not_asked", _("non demandé")
    ASKED = "asked", _("demandé")
    GIVEN = "given", _("donné")
    REFUSED = "refused", _("refusé")


class ItemKind(models.TextChoices):
    """How a question of a quiz is answered."""

    SINGLE = "single", _("une seule réponse")
    MULTIPLE = "multiple", _("plusieurs réponses")
    ORDER = "order", _("mise en ordre")
    NUMBER = "number", _("nombre")
    TEXT = "text", _("texte court")


class ItemState(models.TextChoices):
    """How far a question of the bank is; only approved ones are drawn."""

    DRAFT = "draft", _("brouillon")
    REVIEW = "review", _("à relire")
    APPROVED = "approved", _("relue")
    RETIRED = "retired", _("retirée")


class QuizMode(models.TextChoices):
    """Where a quiz is answered: only a supervised one may decide a prize."""

    SUPERVISED = "supervised", _("en salle, surveillé")
    OPEN = "open", _("à distance, qualificatif")


class AttemptKind(models.TextChoices):
    """The quiz itself, or the confirmation in a room by those whom an open one let through."""

    MAIN = "main", _("questionnaire")
    CONFIRMATION = "confirmation", _("confirmation en salle")


class AttemptEnd(models.TextChoices):
    """Who ended an attempt."""

    CANDIDATE = "candidate", _("par le candidat ou la candidate")
    TIME = "time", _("par l’heure")
    INVIGILATOR = "invigilator", _("par la surveillance")


class Presence(models.TextChoices):
    """What the roll says of somebody."""

    PRESENT = "present", _("présent")
    ABSENT = "absent", _("absent")


class IncidentKind(models.TextChoices):
    """What the incident book tells apart."""

    NETWORK = "network", _("réseau")
    DEVICE = "device", _("appareil")
    ACCESS = "access", _("accessibilité")
    CONDUCT = "conduct", _("comportement")
    OTHER = "other", _("autre")


class SimilarityWord(models.TextChoices):
    """What a person decided of two papers that resemble one another."""

    NOTHING = "nothing", _("rien à retenir")
    HEAR = "hear", _("les deux personnes seront entendues")


class LatePolicy(models.TextChoices):
    """What becomes of a file that comes after the hour."""

    REFUSE = "refuse", _("refusé")
    MARK = "mark", _("accepté pendant le délai annoncé, et signalé au jury")


class BlindState(models.TextChoices):
    """How far the check of a file for blind reading is."""

    TO_CHECK = "to_check", _("à vérifier")
    CLEAR = "clear", _("sans nom")
    REDACTED = "redacted", _("caviardé")


class ConflictKind(models.TextChoices):
    """Why a juror does not judge somebody."""

    EMPLOYER = "employer", _("même employeur")
    SCHOOL = "school", _("même établissement")
    REGION = "region", _("même région")
    PUPIL = "pupil", _("ancien élève")
    DECLARED = "declared", _("déclaré")


class DecisionState(models.TextChoices):
    """Whether a decision holds, or another took its place."""

    CURRENT = "current", _("en vigueur")
    REPLACED = "replaced", _("remplacée")


class AppealState(models.TextChoices):
    """What became of an appeal."""

    OPEN = "open", _("à examiner")
    UPHELD = "upheld", _("acceptée")
    DISMISSED = "dismissed", _("rejetée")
