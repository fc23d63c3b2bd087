"""The closed lists of service numbers, their calls and their charter."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What people ring for; the first three may never cost the caller anything more."""

    CONTRACT = "contract", _("l’exécution d’un contrat")
    COMPLAINT = "complaint", _("une réclamation")
    AFTER_SALES = "after_sales", _("le service après-vente")
    PUBLIC_SERVICE = "public_service", _("un service public")
    PURCHASE = "purchase", _("un achat")
    ADVICE = "advice", _("un conseil")
    INFORMATION = "information", _("une information")


class Payer(models.TextChoices):
    """Who pays for the minutes. Calls made from the web are always paid by the organisation."""

    COMPANY = "company", _("l’organisme")
    CALLER = "caller", _("la personne qui appelle")


class Tongue(models.TextChoices):
    """What is spoken, beside the sign language of the video channel; codes of ISO 639-1."""

    FRENCH = "fr", _("français")
    ENGLISH = "en", _("anglais")
    ARABIC = "ar", _("arabe")
    GERMAN = "de", _("allemand")
    SPANISH = "es", _("espagnol")
    ITALIAN = "it", _("italien")
    DUTCH = "nl", _("néerlandais")
    PORTUGUESE = "pt", _("portugais")
    TURKISH = "tr", _("turc")
    CUED_SPEECH = "lpc", _("langue parlée complétée (LPC)")


class CharterState(models.TextChoices):
    """Where a number stands in the charter."""

    CANDIDATE = "candidate", _("candidat")
    MEMBER = "member", _("signataire")
    UNDER_WATCH = "under_watch", _("sous surveillance")
    SUSPENDED = "suspended", _("suspendu")
    WITHDRAWN = "withdrawn", _("retiré")


class CharterAct(models.TextChoices):
    """What is decided about a number's place in the charter."""

    ADMIT = "admit", _("entrée dans la charte")
    WATCH = "watch", _("mise sous surveillance")
    UNWATCH = "unwatch", _("fin de la surveillance")
    SUSPEND = "suspend", _("suspension")
    LIFT = "lift", _("fin de la suspension")
    WITHDRAW = "withdraw", _("retrait")


class DecisionState(models.TextChoices):
    """How far a decision of the charter is."""

    PROPOSED = "proposed", _("proposée")
    HEARING = "hearing", _("audition fixée")
    DECIDED = "decided", _("décidée")
    REFUSED = "refused", _("écartée")


class EvidenceLevel(models.IntegerChoices):
    """How far a figure can be relied on: the higher, the less it rests on anybody's word."""

    IMPORTED = 1, _("relevés importés")
    OWN_METER = 2, _("compteur du centre")
    ILLICO_LINE = 3, _("ligne Illico")
    PROBE = 4, _("appel de contrôle")


class ServiceState(models.TextChoices):
    """How far a call on a number is."""

    OFFERED = "offered", _("demandé")
    WAITING = "waiting", _("en attente")
    RINGING = "ringing", _("sonne")
    CONNECTED = "connected", _("en conversation")
    ENDED = "ended", _("terminé")


class Outcome(models.TextChoices):
    """How a call on a number ended, as the promise counts it.

    Abandons under five seconds and what the abuse filter set aside are no part of the promise's
    denominator; they are counted and shown apart.
    """

    UNKNOWN = "", _("pas encore connu")
    ANSWERED = "answered", _("un humain a répondu")
    ABANDONED = "abandoned", _("raccroché avant la réponse")
    ABANDONED_AT_ONCE = "abandoned_at_once", _("raccroché avant cinq secondes")
    REFUSED = "refused", _("refusé dans les heures publiées")
    FILTERED = "filtered", _("écarté comme abusif")
    CALLED_BACK = "called_back", _("rappelé")
    TOO_LONG = "too_long", _("attente arrêtée à sa limite")
    UNHEARD = "unheard", _("liaison impossible, deux fois")


class CaseState(models.TextChoices):
    """How far a case is."""

    OPEN = "open", _("ouvert")
    FOLLOWED_UP = "followed_up", _("à suivre")
    SOLVED = "solved", _("résolu")
    CLOSED = "closed", _("clos")


class LiftReason(models.TextChoices):
    """Why calls are taken again from somebody before their block ends by itself."""

    MISTAKE = "mistake", _("c’était une erreur")
    SOMEBODY_ELSE = "somebody_else", _("ce n’est pas la même personne")
    SETTLED = "settled", _("la situation est réglée")


class CallBackWay(models.TextChoices):
    """How a call-back reaches whoever asked for it."""

    PAGE = "page", _("sur cette page, laissée ouverte")
    EMAIL = "email", _("par un lien envoyé par courriel")


class CallBackState(models.TextChoices):
    """How far a call-back is; it keeps the place of the call it stands for."""

    WAITING = "waiting", _("en attente")
    READY = "ready", _("c’est votre tour")
    TAKEN = "taken", _("pris")
    LEFT = "left", _("abandonné")
    EXPIRED = "expired", _("expiré")


class WorkStatus(models.TextChoices):
    """How an agent works; independents are off until an operator's lawyer has said yes."""

    SALARIED = "salaried", _("salariat")
    INDEPENDENT = "independent", _("indépendance")


class HelpKind(models.TextChoices):
    """Whom an agent asks for during a call."""

    INTERPRETER = "interpreter", _("interprète")
    COLLEAGUE = "colleague", _("collègue dans l’appel")
    CONSULT = "consult", _("avis d’un collègue")
    SUPERVISOR = "supervisor", _("supervision")


class PauseReason(models.TextChoices):
    """Why an agent pauses; the first is the paid pause of the branch agreement (IDCC 2098)."""

    REST = "rest", _("pause payée")
    MEAL = "meal", _("repas")
    MEETING = "meeting", _("réunion")
    TRAINING = "training", _("formation")
    DEBRIEF = "debrief", _("retour après un appel difficile")
    FAULT = "fault", _("panne, hors de votre fait")
    OTHER = "other", _("autre raison")


class LocationEvidence(models.IntegerChoices):
    """How far it can be relied on that somebody works where they say; none of them is proof."""

    DECLARED = 1, _("déclaré par la personne")
    WORKSTATION = 2, _("relevé du poste de travail")
    SITE_REGISTER = 3, _("registre d’un établissement")


class SlotAct(models.TextChoices):
    """What somebody does with a slot."""

    TAKEN = "taken", _("pris")
    REFUSED = "refused", _("refusé")
    RETURNED = "returned", _("rendu")


class EntryKind(models.TextChoices):
    """What an entry of the ledger does."""

    SETTLEMENT = "settlement", _("décompte du mois")
    REVERSAL = "reversal", _("contre-passation")
