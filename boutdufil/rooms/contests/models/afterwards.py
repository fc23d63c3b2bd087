"""What people decide about a quiz once it was answered: another key, papers that look alike."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.contests.enums import SimilarityWord
from boutdufil.rooms.contests.models.entries import Entry
from boutdufil.rooms.contests.models.items import ItemVersion
from boutdufil.rooms.contests.models.quizzes import Quiz


class KeyChange(models.Model):
    """Another right answer to a question of a quiz: the last one counts, everybody is marked again.

    The version in the bank stays as it was drawn. ``effect`` is that of `ItemWithdrawal`.
    """

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="key_changes")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="key_changes")
    key = models.JSONField(_("bonne réponse"))
    reason = models.CharField(_("motif"), max_length=500)
    at = models.DateTimeField(_("le"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    effect = models.JSONField(_("effet"), default=dict)

    class Meta:
        verbose_name = _("bonne réponse changée après coup")
        verbose_name_plural = _("bonnes réponses changées après coup")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.quiz_id} · {self.version_id}"


class SimilarityOpinion(models.Model):
    """What somebody decided of two papers that look alike, and why; the sign decides nothing."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="similarity_opinions")
    first = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    second = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    word = models.CharField(_("décision"), max_length=7, choices=SimilarityWord)
    reason = models.CharField(_("motif"), max_length=500)
    at = models.DateTimeField(_("le"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("avis sur une ressemblance")
        verbose_name_plural = _("avis sur des ressemblances")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "first", "second"], name="contests_similarity_once"
            ),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="contests_similarity_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} · {self.second_id}"
