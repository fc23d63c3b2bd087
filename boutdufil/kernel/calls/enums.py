"""The closed lists of calls."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CallKind(models.TextChoices):
    """Whether somebody needs an answer, or somebody learns to give one."""

    SERVICE = "service", _("appel de service")
    PRACTICE = "practice", _("appel d’entraînement")


class Channel(models.TextChoices):
    """How people meet in a call."""

    VOICE = "voice", _("voix")
    VIDEO = "video", _("vidéo en langue des signes")
    TEXT = "text", _("texte en direct")


class CallState(models.TextChoices):
    """How far a call is."""

    OPEN = "open", _("ouvert")
    RINGING = "ringing", _("sonne")
    CONNECTED = "connected", _("en conversation")
    ENDED = "ended", _("terminé")


class ParticipantRole(models.TextChoices):
    """What somebody is in a call."""

    CALLER = "caller", _("appelant")
    AGENT = "agent", _("conseiller")
    COLLEAGUE = "colleague", _("collègue")
    INTERPRETER = "interpreter", _("interprète")
    OBSERVER = "observer", _("observateur")


class Seen(models.TextChoices):
    """What a trained person says of one criterion: words, and no scale."""

    SEEN = "seen", _("vu")
    PARTLY = "partly", _("vu en partie")
    NOT_SEEN = "not_seen", _("pas vu")
    NOT_ASKED = "not_asked", _("l’appel ne le demandait pas")
