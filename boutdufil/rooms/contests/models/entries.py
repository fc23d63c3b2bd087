"""Who enters: one person, or a team of several, known by an anonymous number from then on."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.contests.enums import EmployerWord, EntryStatus
from boutdufil.rooms.contests.models.editions import Edition


class Entry(models.Model):
    """One candidacy: of its one member, or of its team.

    Jurors and rankings know its ``number`` alone. ``city`` is a commune (INSEE), ``region`` its
    region's code. ``employer`` is told nothing unless ``tells_employer`` (the person's word).
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="entries")
    number = models.CharField(_("numéro"), max_length=8)
    status = models.CharField(_("état"), max_length=12, choices=EntryStatus)
    team_name = models.CharField(_("nom de l’équipe"), max_length=80, blank=True)
    school = models.CharField(_("établissement"), max_length=160, blank=True)
    employer = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="contest_entries"
    )
    employer_name = models.CharField(_("employeur"), max_length=160, blank=True)
    employer_word = models.CharField(
        _("accord de l’employeur"),
        max_length=9,
        choices=EmployerWord,
        default=EmployerWord.NOT_ASKED,
    )
    employer_email = models.EmailField(_("adresse de l’employeur"), blank=True)
    employer_nonce = models.CharField(max_length=64, blank=True)
    employer_token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    employer_answered_at = models.DateTimeField(_("réponse de l’employeur"), null=True, blank=True)
    tells_employer = models.BooleanField(_("l’employeur peut être informé"), default=False)
    publishes_name = models.BooleanField(_("le nom peut paraître avec le résultat"), default=False)
    city = models.CharField(_("ville (code Insee)"), max_length=5)
    region = models.CharField(_("région (code Insee)"), max_length=3)
    rules_number = models.PositiveSmallIntegerField(_("version du règlement acceptée"))
    entered_at = models.DateTimeField(_("inscrit le"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)
    reason = models.CharField(_("motif"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("candidature à un concours")
        verbose_name_plural = _("candidatures à un concours")
        ordering = ["entered_at", "pk"]
        indexes = [models.Index(fields=["edition", "status"], name="contests_entry_status")]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="contests_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.status}"


class Member(models.Model):
    """Somebody of an entry; an invited one has no person until they accept.

    ``edition`` repeats the entry's, so that the database refuses a second entry of one person.
    The token of an invitation is stored nowhere: it is derived from ``nonce``.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="members")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contest_memberships",
    )
    name = models.CharField(_("nom"), max_length=120, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    is_captain = models.BooleanField(_("répond pour l’équipe"), default=False)
    nonce = models.CharField(max_length=64, blank=True)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    invited_at = models.DateTimeField(_("invité le"), default=timezone.now)
    joined_at = models.DateTimeField(_("a accepté le"), null=True, blank=True)

    class Meta:
        verbose_name = _("membre d’une candidature")
        verbose_name_plural = _("membres d’une candidature")
        ordering = ["-is_captain", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "person"],
                condition=models.Q(person__isnull=False, joined_at__isnull=False),
                name="contests_one_entry_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} · {self.pk}"


class Accommodation(models.Model):
    """What somebody needs to compete on equal terms, granted once and applied to every limit.

    It is data on health (GDPR art. 9): kept apart, with its consent, seen by no juror and no
    employer; an invigilator sees the factor alone.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="contest_accommodation"
    )
    time_factor = models.DecimalField(
        _("temps, multiplié par"),
        max_digits=4,
        decimal_places=3,
        default=Decimal(1),
        validators=[MinValueValidator(1), MaxValueValidator(3)],
    )
    large_print = models.BooleanField(_("grands caractères"), default=False)
    signs = models.BooleanField(_("langue des signes"), default=False)
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    consented_at = models.DateTimeField(_("accord donné le"))
    granted_at = models.DateTimeField(_("accordé le"), null=True, blank=True)
    declined_at = models.DateTimeField(_("non accordé le"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("aménagement d’épreuve")
        verbose_name_plural = _("aménagements d’épreuve")

    def __str__(self) -> str:
        return f"{self.person_id} · {self.time_factor}"


class AccessReferee(models.Model):
    """Who alone reads the requests for accommodations of an edition, and grants them."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="access_referee")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="contest_access_referee"
    )
    named_at = models.DateTimeField(_("désigné le"), default=timezone.now)

    class Meta:
        verbose_name = _("référent accessibilité")
        verbose_name_plural = _("référents accessibilité")

    def __str__(self) -> str:
        return f"{self.edition_id} · {self.person_id}"
