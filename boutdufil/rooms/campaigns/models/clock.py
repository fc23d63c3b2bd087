"""How long a campaign keeps what it knows of people."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.campaigns.models.nodes import Node

# Long enough for certificates of attendance, the interviews that follow and the final report.
DEFAULT_MONTHS = 6
MOST_MONTHS = 24


class DataClock(models.Model):
    """When what a campaign knows of people is erased: months after its last day.

    ``warned_at`` is when its organisers were last told so; nothing is erased within a week of it.
    """

    root = models.OneToOneField(Node, models.CASCADE, related_name="clock")
    keeps_months = models.PositiveSmallIntegerField(
        _("mois gardés après le dernier jour"),
        default=DEFAULT_MONTHS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
    )
    warned_at = models.DateTimeField(_("annoncé le"), null=True, blank=True)
    erased_at = models.DateTimeField(_("effacé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("durée de conservation d’une campagne")
        verbose_name_plural = _("durées de conservation des campagnes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(keeps_months__gte=1, keeps_months__lte=MOST_MONTHS),
                name="campaigns_clock_within_two_years",
            )
        ]

    def __str__(self) -> str:
        return f"{self.root_id} · {self.keeps_months}"
