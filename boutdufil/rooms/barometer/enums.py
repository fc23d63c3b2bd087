"""The closed lists of the barometer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What answers: a centre, or the group or company that orders or owns."""

    CENTRE = "centre", _("centre")
    COMPANY = "company", _("groupe ou donneur d’ordre")


class CentreType(models.TextChoices):
    """Whose customers a centre answers."""

    IN_HOUSE = "in_house", _("centre interne")
    PROVIDER = "provider", _("prestataire")
    UNKNOWN = "unknown", _("inconnu")


class UnitEventKind(models.TextChoices):
    """What happens to a unit of the frame, on a day."""

    BIRTH = "birth", _("ouverture")
    DEATH = "death", _("fermeture")
    MERGER = "merger", _("fusion avec un autre")
    CHANGE = "change", _("changement")


class ImportKind(models.TextChoices):
    """What a file of centres looks like."""

    CENTRES = "centres", _("liste de centres")
    SIRENE = "sirene", _("établissements du répertoire Sirene")


class DuplicateState(models.TextChoices):
    """What somebody decided of two units that look alike."""

    OPEN = "open", _("à regarder")
    SAME = "same", _("le même centre")
    DIFFERENT = "different", _("deux centres")


class Allocation(models.TextChoices):
    """How a sample is shared out among strata."""

    PROPORTIONAL = "proportional", _("proportionnelle")
    NEYMAN = "neyman", _("de Neyman")


class WaveState(models.TextChoices):
    """How far a wave is. What was drawn does not change; what is closed takes no answer."""

    DRAFT = "draft", _("en préparation")
    DRAWN = "drawn", _("tirée")
    OPEN = "open", _("en collecte")
    CLOSED = "closed", _("collecte close")
    ARCHIVED = "archived", _("archivée")


class Standing(models.TextChoices):
    """What became of a unit drawn into a sample."""

    EXPECTED = "expected", _("attendue")
    STARTED = "started", _("commencée")
    ANSWERED = "answered", _("répondue")
    REFUSED = "refused", _("refus")
    OUT_OF_SCOPE = "out_of_scope", _("hors champ")
    CLOSED = "closed", _("fermée")
    NOT_FOUND = "not_found", _("introuvable")


class ResponseState(models.TextChoices):
    """How far an answer is. A withdrawn one counts in nothing any more."""

    STARTED = "started", _("commencée")
    SENT = "sent", _("envoyée")
    ACCEPTED = "accepted", _("vérifiée")
    WITHDRAWN = "withdrawn", _("retirée")


class AnswerOrigin(models.TextChoices):
    """Where a value comes from."""

    TYPED = "typed", _("saisie")
    CONFIRMED = "confirmed", _("reprise de la vague précédente et confirmée")
    UPLOADED = "uploaded", _("déposée dans un fichier")
    EDITED = "edited", _("corrigée")
    IMPUTED = "imputed", _("imputée")


class MailingKind(models.TextChoices):
    """Why a wave writes to its contacts."""

    NOTICE = "notice", _("annonce")
    INVITATION = "invitation", _("invitation à répondre")
    REMINDER = "reminder", _("rappel")
    THANKS = "thanks", _("remerciement et résultats")


class Measure(models.TextChoices):
    """What kind of figure an indicator is; it decides how it is estimated and written."""

    TOTAL = "total", _("total")
    MEAN = "mean", _("moyenne")
    SHARE = "share", _("part")
    RATIO = "ratio", _("rapport")
    GROWTH = "growth", _("évolution")
    MEDIAN = "median", _("médiane")


class ReleaseState(models.TextChoices):
    """How far a release is. A published one never changes; a later one revises it."""

    DRAFT = "draft", _("en préparation")
    AUDITED = "audited", _("secret vérifié")
    READY = "ready", _("prête, sous embargo")
    PUBLISHED = "published", _("publiée")


class Mark(models.TextChoices):
    """What stands in a cell beside or in place of its value."""

    SHOWN = "shown", _("publiée")
    CAREFUL = "careful", _("à lire avec prudence")
    SECRET = "secret", _("secret statistique")
    SECONDARY = "secondary", _("tue pour protéger une autre")
    UNKNOWN = "unknown", _("inconnue")


class SourceKind(models.TextChoices):
    """Who says a quoted figure; official, said by somebody, and counted here never mix."""

    OFFICIAL = "official", _("statistique publique")
    SECTOR = "sector", _("organisation professionnelle")
    STUDY = "study", _("étude")
    PRESS = "press", _("presse")
    PARLIAMENT = "parliament", _("rapport parlementaire")


class RoomFactKind(models.TextChoices):
    """What the other rooms tell, counted one by one."""

    POST_FILLED = "post_filled", _("poste pourvu par une campagne")
    MOVE = "move", _("passage d’un métier à un autre")
    AGENT = "agent", _("personne qui répond sur une ligne Illico")
    CALL = "call", _("appel répondu sur une ligne Illico")


class RunState(models.TextChoices):
    """How an estimation run ended; a refused one tells why in its diagnostics."""

    DONE = "done", _("faite")
    REFUSED = "refused", _("refusée")
