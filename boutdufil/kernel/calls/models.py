"""Calls, who takes part, and what happened, one line after another."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.enums import CallKind, CallState, Channel, ParticipantRole


class Call(models.Model):
    """A conversation of people. Nothing said or shown in it is kept.

    ``reference`` names what it was opened for in its room ("illico:3f…", "campaign:12");
    ``scenario`` and its version are those of a practised call.
    """

    id = models.UUIDField(_("identifiant"), primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(_("nature"), max_length=8, choices=CallKind)
    channel = models.CharField(_("canal"), max_length=5, choices=Channel)
    state = models.CharField(_("état"), max_length=9, choices=CallState, default=CallState.OPEN)
    reference = models.CharField(_("référence"), max_length=80, blank=True)
    scenario = models.SlugField(_("scénario"), blank=True)
    scenario_version = models.PositiveSmallIntegerField(_("version du scénario"), default=0)
    language = models.CharField(_("langue"), max_length=3, default="fr")
    opened_at = models.DateTimeField(_("ouvert le"), default=timezone.now)
    connected_at = models.DateTimeField(_("mis en relation le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("terminé le"), null=True, blank=True)
    end_cause = models.CharField(_("fin"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("appel")
        verbose_name_plural = _("appels")
        ordering = ["-opened_at", "pk"]
        indexes = [models.Index(fields=["reference"], name="calls_by_reference")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {str(self.pk)[:8]}"


class Participant(models.Model):
    """Somebody in a call. ``name`` is what the others read; a caller may have none.

    ``is_home`` asks for relayed media: the address of a home is never shown to the other end.
    ``connection`` is the newest of their page: an older one that ends changes nothing. Who was not
    ``seen_at`` for a while is gone, even when the process that knew them died without a word.
    """

    id = models.UUIDField(_("identifiant"), primary_key=True, default=uuid4, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="participants")
    role = models.CharField(_("rôle"), max_length=11, choices=ParticipantRole)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="call_participations",
        verbose_name=_("personne"),
    )
    name = models.CharField(_("nom affiché"), max_length=80, blank=True)
    is_home = models.BooleanField(_("à domicile"), default=False)
    joined_at = models.DateTimeField(_("entré le"), null=True, blank=True)
    left_at = models.DateTimeField(_("sorti le"), null=True, blank=True)
    seen_at = models.DateTimeField(_("vu le"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("place reprise le"), null=True, blank=True)
    connection = models.CharField(_("connexion"), max_length=32, blank=True)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["joined_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.name}".strip()


class CallEvent(models.Model):
    """Something that happened in a call. Never changed, never deleted by the application.

    ``digest`` is the SHA-256 of the digest before it and of this line in canonical JSON; ``key``
    is what makes a line written twice one line.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField(_("rang"))
    at = models.DateTimeField(_("quand"))
    kind = models.CharField(_("quoi"), max_length=40)
    participant = models.ForeignKey(
        Participant, models.CASCADE, null=True, blank=True, related_name="+"
    )
    body = models.JSONField(_("contenu"), default=dict, blank=True)
    key = models.CharField(_("clé"), max_length=80, blank=True)
    digest = models.BinaryField(_("empreinte"), max_length=32)

    class Meta:
        verbose_name = _("fait d’un appel")
        verbose_name_plural = _("faits d’un appel")
        ordering = ["call", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["call", "seq"], name="calls_event_in_order"),
            models.UniqueConstraint(
                fields=["call", "key"], condition=~models.Q(key=""), name="calls_event_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.seq} {self.kind}"


class ObserverSheet(models.Model):
    """What a trained person saw in a practised call, criterion by criterion, in words.

    ``answers`` holds, for each criterion of the scenario's version, "seen", "partly", "not_seen"
    or "not_asked", and a remark. It is never a sum and never written by a program. Only the
    person observed sees it, and whoever they share it with; they may answer it and delete it.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="sheets")
    observed = models.ForeignKey(Participant, models.CASCADE, related_name="sheets")
    observer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    answers = models.JSONField(_("observations"), default=dict)
    remark = models.TextField(_("remarque"), blank=True)
    reply = models.TextField(_("réponse de la personne"), blank=True)
    replied_at = models.DateTimeField(_("réponse le"), null=True, blank=True)
    written_at = models.DateTimeField(_("rédigée le"), default=timezone.now)
    shared_at = models.DateTimeField(_("ajoutée au parcours le"), null=True, blank=True)

    class Meta:
        verbose_name = _("fiche d’observation")
        verbose_name_plural = _("fiches d’observation")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "observed", "observer"], name="calls_one_sheet_an_observer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.written_at:%Y-%m-%d}"
