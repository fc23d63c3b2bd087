"""The closed lists of campaigns."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NodeKind(models.TextChoices):
    """What a node of the tree is; `rules.tree.BENEATH` says which may stand under which."""

    CAMPAIGN = "campaign", _("campagne")
    AREA = "area", _("région ou territoire")
    STOP = "stop", _("étape")
    COMPANY = "company", _("entreprise")
    EVENT = "event", _("rendez-vous")


class EventKind(models.TextChoices):
    """What happens at an event. A visit is not an interview, and neither is a post."""

    OPEN_DAY = "open_day", _("journée portes ouvertes")
    BUS_STOP = "bus_stop", _("halte du bus")
    JOB_DATING = "job_dating", _("job dating")
    CONFERENCE = "conference", _("conférence")
    VISIT = "visit", _("visite")
    ONLINE = "online", _("rendez-vous en ligne")


class NodeStatus(models.TextChoices):
    """How far a node is."""

    DRAFT = "draft", _("brouillon")
    REVIEW = "review", _("à relire")
    PUBLISHED = "published", _("publié")
    LIVE = "live", _("en cours")
    OVER = "over", _("terminé")
    ARCHIVED = "archived", _("archivé")


class Step(models.TextChoices):
    """What may be done with a status; `rules.life.STEPS` says from which to which."""

    SUBMIT = "submit", _("Faire relire")
    SEND_BACK = "send_back", _("Rendre à corriger")
    PUBLISH = "publish", _("Publier")
    WITHDRAW = "withdraw", _("Retirer de la vue du public")
    GO_LIVE = "go_live", _("Dire que c’est en cours")
    END = "end", _("Dire que c’est terminé")
    ARCHIVE = "archive", _("Archiver")


class Trait(models.TextChoices):
    """What a node says or takes from the one above it, whole: a place goes with its address."""

    PERIOD = "period", _("dates")
    HOURS = "hours", _("heures")
    PLACE = "place", _("lieu")
    TERRITORY = "territory", _("territoire")
    LANGUAGES = "languages", _("langues")
    ACCESSIBILITY = "accessibility", _("accessibilité")
    PRESENTATION = "presentation", _("présentation")


class Access(models.TextChoices):
    """What is prepared so that everybody can come. `NONE` says so, and inherits no promise."""

    RAMP = "ramp", _("entrée de plain-pied ou rampe")
    LSF = "lsf", _("interprète en langue des signes française")
    CUED_SPEECH = "lpc", _("langue parlée complétée (LPC)")
    LOOP = "loop", _("boucle magnétique")
    CAPTIONS = "captions", _("sous-titres en direct")
    QUIET_ROOM = "quiet_room", _("salle calme")
    PARKING = "parking", _("place de stationnement réservée")
    NONE = "none", _("rien de préparé")


class Tongue(models.TextChoices):
    """What is spoken there; codes of ISO 639-1."""

    FRENCH = "fr", _("français")
    ENGLISH = "en", _("anglais")
    GERMAN = "de", _("allemand")
    ARABIC = "ar", _("arabe")
    SPANISH = "es", _("espagnol")
    ITALIAN = "it", _("italien")
    PORTUGUESE = "pt", _("portugais")
    TURKISH = "tr", _("turc")
    UKRAINIAN = "uk", _("ukrainien")


class PartnerRole(models.TextChoices):
    """What a partner does; a supporter has no event of its own."""

    ORGANISER = "organiser", _("organise avec nous")
    FUNDER = "funder", _("finance")
    HOST = "host", _("accueille")
    EMPLOYMENT = "employment", _("service de l’emploi")
    TRAINING = "training", _("formation, université")
    MEDIA = "media", _("média")
    SUPPORTER = "supporter", _("soutient")


class Kept(models.TextChoices):
    """Whether a partner did what it promised."""

    UNKNOWN = "unknown", _("pas encore connu")
    YES = "yes", _("tenue")
    NO = "no", _("non tenue")


class QuestionKind(models.TextChoices):
    """How a question of a registration is answered."""

    TEXT = "text", _("quelques mots")
    CHOICE = "choice", _("une réponse parmi plusieurs")
    CHOICES = "choices", _("plusieurs réponses")
    YES_NO = "yes_no", _("oui ou non")
    NUMBER = "number", _("un nombre")


class RegistrationStatus(models.TextChoices):
    """Where a registration stands; confirmed and offered ones hold their places."""

    CONFIRMED = "confirmed", _("confirmée")
    WAITING = "waiting", _("en attente")
    OFFERED = "offered", _("place proposée")
    LAPSED = "lapsed", _("place non acceptée à temps")
    CANCELLED = "cancelled", _("annulée")


class Purpose(models.TextChoices):
    """What somebody who registers may allow, each for itself; nothing is ticked beforehand."""

    RECRUITER = "recruiter", _("transmettre mes coordonnées aux recruteurs que je rencontre")
    NEWS = "news", _("m’écrire pour les prochaines campagnes")


class ScanKind(models.TextChoices):
    """What a device at the door saw."""

    CAME = "came", _("arrivée")
    WALK_IN = "walk_in", _("arrivée sans inscription")
    UNDONE = "undone", _("arrivée notée par erreur")


class LetterKind(models.TextChoices):
    """Why a letter is written: it decides who may get it."""

    ABOUT = "about", _("à propos de leur rendez-vous")
    NEWS = "news", _("pour une autre campagne ou une nouvelle")
    CALLED_OFF = "called_off", _("annulation")
    REOPENED = "reopened", _("annulation levée")


class CopyStatus(models.TextChoices):
    """How far a person's copy of a letter is."""

    WAITING = "waiting", _("à envoyer")
    SENT = "sent", _("envoyée")
    SKIPPED = "skipped", _("non envoyée")


class MeetingState(models.TextChoices):
    """Where a meeting of a job dating stands."""

    PLANNED = "planned", _("prévue")
    LATE = "late", _("en retard")
    MET = "met", _("a eu lieu")
    ABSENT = "absent", _("absence")
    CANCELLED = "cancelled", _("annulée")


# What takes a table and a candidate for its round.
LIVE = (MeetingState.PLANNED, MeetingState.LATE, MeetingState.MET)


class Outcome(models.TextChoices):
    """What a recruiter says comes of a meeting, in one tap."""

    AGAIN = "again", _("à revoir")
    OFFER = "offer", _("offre")
    HIRED = "hired", _("embauche")
    NO_FOLLOW = "no_follow", _("pas de suite")


class PlanState(models.TextChoices):
    """How far the computing of a plan is."""

    WAITING = "waiting", _("en calcul")
    DONE = "done", _("calculé")
    FAILED = "failed", _("échoué")


class ShownAs(models.TextChoices):
    """How somebody is called on the screen of a hall, as they chose."""

    CODE = "code", _("la fin de mon code de billet")
    NAME = "name", _("mon prénom et l’initiale de mon nom")


class FunnelStage(models.TextChoices):
    """How far somebody came from the street to the job; `rules.funnel.DEFINED` says what counts."""

    REGISTERED = "registered", _("inscrits")
    CAME = "came", _("venus")
    TRIED = "tried", _("ont essayé")
    MET = "met", _("rencontres")
    APPLIED = "applied", _("candidatures")
    OFFERED = "offered", _("propositions d’embauche")
    HIRED = "hired", _("embauches")
