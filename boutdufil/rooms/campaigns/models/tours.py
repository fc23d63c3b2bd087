"""Tours planned before there is a campaign: which towns, in which order, and how sure that is."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TourPlan(models.Model):
    """A tour as the itinerary engine answered it, of the person who asked.

    ``cities`` holds what the engine was given, each with its INSEE code where it has one;
    ``asked`` the limits and weights; ``answer`` its stops, reach, bound and status.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="campaign_tour_plans"
    )
    name = models.CharField(_("nom"), max_length=120)
    first_day = models.DateField(_("premier jour"))
    cities = models.JSONField(_("villes"))
    notes = models.JSONField(_("comment des noms ont été lus"), default=list, blank=True)
    asked = models.JSONField(_("demandé"))
    answer = models.JSONField(_("réponse"))
    created_at = models.DateTimeField(_("calculé le"), default=timezone.now)

    class Meta:
        verbose_name = _("tournée prévue")
        verbose_name_plural = _("tournées prévues")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name
