"""What a person keeps on their path.

Job cards, skills and places are held by their public codes and not by foreign keys: a new
release of the referential replaces the rows, and a confirmed skill survives by its code.
"""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from boutdufil.rooms.mobility.enums import Decision, Level

MAX_YEARS = 60


class Profile(models.Model):
    """One path: a signed-in person's, or a guest's known by their session alone."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mobility_profile",
    )
    near_code = models.CharField(max_length=5, blank=True)
    return_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    active_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"Profile {self.pk}"


class PastJob(models.Model):
    """A job once held, in the person's words and under its official title."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="past_jobs")
    words = models.CharField(max_length=120, blank=True)
    title_label = models.CharField(max_length=250)
    code = models.CharField(max_length=5)
    years = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(MAX_YEARS)]
    )
    workplace = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "title_label"], name="mobility_past_job_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title_label} ({self.code})"


class ProfileSkill(models.Model):
    """One decision of a person on one skill."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="skills")
    skill = models.CharField(max_length=80)
    # The label as it was read: it stays readable when a later release drops the skill.
    label = models.CharField(max_length=300)
    decision = models.CharField(max_length=9, choices=Decision)
    level = models.PositiveSmallIntegerField(choices=Level, null=True, blank=True)
    used_in = models.ForeignKey(
        PastJob,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="skills_used",
    )
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "skill"], name="mobility_skill_once"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.decision}"


class TasteAnswer(models.Model):
    """One of the guide's interests a person likes; never an input of the matching."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="tastes")
    taste = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "taste"], name="mobility_taste_once"),
        ]

    def __str__(self) -> str:
        return self.taste


class ShareLink(models.Model):
    """A reading right on a path, given to whoever holds the link; its token is kept as a hash."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="share_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"Share link {self.pk} of profile {self.profile_id}"
