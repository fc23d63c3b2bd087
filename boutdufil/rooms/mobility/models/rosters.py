"""The people of a plan, each row sealed with the plan's own key."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from boutdufil.rooms.mobility.models.plans import Plan


class RosterImport(models.Model):
    """A file on its way in: kept sealed between two steps, then loaded or forgotten.

    ``columns`` maps what we ask to the file's columns, by their places; ``sealed_titles`` holds
    the occupations HR chose for the titles of the file.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="imports")
    sealed = models.BinaryField()
    sealed_titles = models.BinaryField(blank=True, default=b"")
    columns = models.JSONField(default=dict)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    brought_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-brought_at", "-pk"]

    def __str__(self) -> str:
        return f"Import {self.pk} of plan {self.plan_id}"


class RosterEntry(models.Model):
    """One person of the roster: ``number`` orders, all the rest is sealed.

    The code of the personal page is derived from ``code_nonce`` and found by ``code_hash``;
    ``person`` is whoever claimed the page with an account.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    code_nonce = models.CharField(max_length=43, blank=True)
    code_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["plan_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="mobility_roster_number")
        ]

    def __str__(self) -> str:
        return f"Plan {self.plan_id} · {self.number}"
