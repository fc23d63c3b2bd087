"""Who stands beside a campaign, what they promised and whether they kept it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.campaigns.enums import Kept, PartnerRole
from boutdufil.rooms.campaigns.models.nodes import Node


class Partner(models.Model):
    """A partner of a node, with an organisation here or by name alone, in its order."""

    node = models.ForeignKey(Node, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campaign_partnerships",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("nom"), max_length=160)
    logo = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True, related_name="+")
    role = models.CharField(_("rôle"), max_length=10, choices=PartnerRole)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    promise = models.CharField(_("promesse"), max_length=250, blank=True)
    kept = models.CharField(_("tenue"), max_length=7, choices=Kept, default=Kept.UNKNOWN)

    class Meta:
        verbose_name = _("partenaire")
        verbose_name_plural = _("partenaires")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["node", "organisation"],
                condition=models.Q(organisation__isnull=False),
                name="campaigns_partner_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
