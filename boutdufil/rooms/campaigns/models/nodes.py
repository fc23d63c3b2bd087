"""The tree of a campaign."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.campaigns.enums import Access, EventKind, NodeKind, NodeStatus, Tongue, Trait


class Node(models.Model):
    """A campaign, an area, a stop, a company's part or an event; each with its own organiser.

    ``path`` holds its ancestors' numbers, root first; the root's is empty. A trait left empty is
    taken from the nearest above (`rules.inheritance`); ``locked`` names what may not change
    beneath. ``territory`` is "region:44" (INSEE) or "area:lorraine".
    """

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("placé sous"),
    )
    root = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tree",
        verbose_name=_("campagne"),
    )
    path = ArrayField(models.BigIntegerField(), default=list, blank=True)
    kind = models.CharField(_("nature"), max_length=8, choices=NodeKind)
    event_kind = models.CharField(
        _("ce qui s’y passe"), max_length=10, choices=EventKind, blank=True
    )
    name = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("adresse courte"), max_length=60, unique=True)
    organiser = models.ForeignKey(
        Organisation, models.PROTECT, related_name="campaign_nodes", verbose_name=_("organisé par")
    )
    status = models.CharField(_("état"), max_length=9, choices=NodeStatus, default=NodeStatus.DRAFT)
    needs_review = models.BooleanField(_("relu avant de paraître"), default=False)
    post_goal = models.PositiveIntegerField(_("postes à pourvoir"), null=True, blank=True)
    starts_on = models.DateField(_("premier jour"), null=True, blank=True)
    ends_on = models.DateField(_("dernier jour"), null=True, blank=True)
    opens_at = models.TimeField(_("de"), null=True, blank=True)
    closes_at = models.TimeField(_("à"), null=True, blank=True)
    commune = models.CharField(_("commune (code Insee)"), max_length=5, blank=True)
    address = models.CharField(_("adresse"), max_length=250, blank=True)
    territory = models.CharField(_("territoire"), max_length=70, blank=True)
    languages = ArrayField(models.CharField(max_length=3, choices=Tongue), default=list, blank=True)
    accessibility = ArrayField(
        models.CharField(max_length=10, choices=Access), default=list, blank=True
    )
    presentation = models.TextField(_("présentation"), blank=True)
    locked = ArrayField(models.CharField(max_length=13, choices=Trait), default=list, blank=True)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    revision = models.PositiveIntegerField(_("nombre de changements"), default=0)
    created_at = models.DateTimeField(_("créé le"), default=timezone.now)
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True)

    class Meta:
        verbose_name = _("élément de campagne")
        verbose_name_plural = _("éléments de campagne")
        ordering = ["starts_on", "opens_at", "name", "pk"]
        indexes = [GinIndex(fields=["path"], name="campaigns_node_path")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True, root__isnull=True, path__len=0)
                | models.Q(parent__isnull=False, root__isnull=False, path__len__gt=0),
                name="campaigns_node_rooted",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True, ends_on__isnull=True)
                | models.Q(starts_on__isnull=False, ends_on__gte=models.F("starts_on")),
                name="campaigns_node_days_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True, closes_at__isnull=True)
                | models.Q(opens_at__isnull=False, closes_at__gt=models.F("opens_at")),
                name="campaigns_node_hours_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=NodeKind.EVENT) & ~models.Q(event_kind="")
                | ~models.Q(kind=NodeKind.EVENT) & models.Q(event_kind=""),
                name="campaigns_event_says_what",
            ),
        ]

    def __str__(self) -> str:
        return self.name
