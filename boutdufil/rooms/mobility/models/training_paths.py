"""What a person says of their situation, and what a training body says they achieved."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from boutdufil.rooms.mobility.enums import EmployerSize, Standing, YesNo
from boutdufil.rooms.mobility.models.profiles import Profile


class Situation(models.Model):
    """The answers that decide which legal vehicles carry a path; an empty one is not known.

    ``income_until`` is the last day with an income that is certain today: pay, notice, benefit.
    """

    profile = models.OneToOneField(Profile, models.CASCADE, related_name="situation")
    standing = models.CharField(max_length=12, choices=Standing, blank=True)
    employer_size = models.CharField(max_length=9, choices=EmployerSize, blank=True)
    receivership = models.CharField(max_length=3, choices=YesNo, blank=True)
    employer_agrees = models.CharField(max_length=3, choices=YesNo, blank=True)
    host_agrees = models.CharField(max_length=3, choices=YesNo, blank=True)
    experience = models.CharField(max_length=3, choices=YesNo, blank=True)
    income_until = models.DateField(null=True, blank=True)
    said_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Situation of profile {self.profile_id}"


class BlockOffer(models.Model):
    """A block somebody achieved: are its skills to stand among their confirmed ones? They decide.

    ``result_id`` numbers the result in the kernel's trainings; ``accepted`` is null until asked.
    """

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="block_offers")
    result_id = models.PositiveBigIntegerField()
    label = models.CharField(max_length=250)
    certificate = models.CharField(max_length=250)
    skills = ArrayField(models.CharField(max_length=80), default=list)
    offered_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["offered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "result_id"], name="mobility_block_offered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.result_id})"
