"""A talent that a contest recognised, as somebody may show it beside their path."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Award(models.Model):
    """A rank won in a contest: shown to employers only once its person said so.

    ``reference`` is what its room calls the contest ("edition:12"), whose public page proves it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mobility_awards"
    )
    reference = models.CharField(max_length=40)
    rank = models.PositiveSmallIntegerField()
    noted_at = models.DateTimeField(default=timezone.now)
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "reference"], name="mobility_award_once")
        ]

    def __str__(self) -> str:
        return f"{self.reference} · {self.rank}"
