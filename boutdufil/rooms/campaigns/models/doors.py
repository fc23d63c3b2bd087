"""The door of an event: devices that work without a network, and what they saw."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.campaigns.enums import ScanKind
from boutdufil.rooms.campaigns.models.registrations import Intake, Registration

# What the address that makes a telephone a device is derived for: see `kernel.people.tokens`.
PAIRING = "campaigns.door"


class DoorDevice(models.Model):
    """A telephone that holds the list of an event's door, until it is revoked.

    Its address to pair is derived from ``nonce``, recognised by ``token_hash`` and used once; then
    it is recognised by the hash of a key it made itself and alone has. ``quota`` is how many it
    was meant to let in who did not register; ``held`` are the places it really got, taken from the
    event's when the list was first downloaded, so that devices that never meet cannot let in too
    many together.
    """

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="devices")
    name = models.CharField(_("appareil"), max_length=80)
    nonce = models.CharField(max_length=64, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    key_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    quota = models.PositiveSmallIntegerField(_("entrées sans inscription"), default=0)
    held = models.PositiveSmallIntegerField(_("places gardées pour elles"), default=0)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(_("ajouté le"), default=timezone.now)
    paired_at = models.DateTimeField(_("associé le"), null=True, blank=True)
    downloaded_at = models.DateTimeField(_("liste prise le"), null=True, blank=True)
    seen_at = models.DateTimeField(_("vu le"), null=True, blank=True)
    finished_at = models.DateTimeField(_("terminé le"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    class Meta:
        verbose_name = _("appareil de l’accueil")
        verbose_name_plural = _("appareils de l’accueil")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.name} · {self.intake_id}"

    @property
    def is_over(self) -> bool:
        """Tell whether it may hold no list any more."""
        return self.revoked_at is not None or self.finished_at is not None


class Scan(models.Model):
    """What a device saw, in its own order; sent twice, it is written once.

    ``undoes`` is the number of the scan of the same device that was a mistake.
    """

    device = models.ForeignKey(DoorDevice, models.PROTECT, related_name="scans")
    number = models.PositiveIntegerField(_("numéro"))
    kind = models.CharField(_("nature"), max_length=7, choices=ScanKind)
    people = models.PositiveSmallIntegerField(_("personnes"), default=1)
    undoes = models.PositiveIntegerField(_("revient sur le numéro"), null=True, blank=True)
    registration = models.ForeignKey(
        Registration, models.SET_NULL, null=True, blank=True, related_name="scans"
    )
    at = models.DateTimeField(_("heure de l’appareil"))
    received_at = models.DateTimeField(_("reçu le"), default=timezone.now)

    class Meta:
        verbose_name = _("passage à l’accueil")
        verbose_name_plural = _("passages à l’accueil")
        ordering = ["at", "device_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["device", "number"], name="campaigns_scan_once")
        ]

    def __str__(self) -> str:
        return f"{self.device_id} · {self.number} · {self.kind}"
