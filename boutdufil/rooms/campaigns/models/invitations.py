"""Companies invited by e-mail to open their own day."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.campaigns.models.nodes import Node

# Neither taken up nor withdrawn; it may have expired.
UNANSWERED = models.Q(accepted_at=None, withdrawn_at=None)


class NodeInvitation(models.Model):
    """A place beneath a node offered to a company, taken up once from the invited mailbox.

    The token is stored nowhere: it is derived from ``nonce`` and recognised by ``token_hash``.
    ``needs_review`` has what comes of it read above before the public sees it.
    """

    parent = models.ForeignKey(Node, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("adresse e-mail"), db_index=True)
    organisation_name = models.CharField(_("entreprise"), max_length=160)
    needs_review = models.BooleanField(_("relu avant de paraître"), default=False)
    nonce = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("envoyée le"), default=timezone.now)
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    accepted_at = models.DateTimeField(_("acceptée le"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    node = models.OneToOneField(
        Node, models.SET_NULL, null=True, blank=True, related_name="invitation"
    )

    class Meta:
        verbose_name = _("invitation d’une entreprise")
        verbose_name_plural = _("invitations d’entreprises")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation_name} · {self.parent_id}"

    @property
    def is_waiting(self) -> bool:
        """Tell whether it can still be taken up."""
        return not (self.accepted_at or self.withdrawn_at) and self.expires_at > timezone.now()
