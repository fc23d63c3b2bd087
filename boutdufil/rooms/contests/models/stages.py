"""The stages of an edition, in order, and the rule that leads from one to the next."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.contests.enums import Per, RanksBy, StageKind, StageStatus, Ties
from boutdufil.rooms.contests.models.editions import Edition


class Stage(models.Model):
    """One stage. Who enters: everybody entered for the first, the selected of the one before else.

    ``takes`` is how many are selected in each place of ``per``; the last stage's is the number of
    prize winners. ``minimum`` is a share of the points (percent). Places with fewer than
    ``pool_below`` candidates are ranked together. ``tie_keys`` are names of further scores
    (`rules.tie_keys`), higher first; what they leave equal, the published draw decides.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField(_("rang"))
    kind = models.CharField(_("nature"), max_length=5, choices=StageKind)
    name = models.CharField(_("nom"), max_length=120)
    status = models.CharField(
        _("état"), max_length=9, choices=StageStatus, default=StageStatus.PLANNED
    )
    starts_at = models.DateTimeField(_("commence"))
    ends_at = models.DateTimeField(_("se termine"))
    takes = models.PositiveSmallIntegerField(
        _("retenus"), default=3, validators=[MinValueValidator(1)]
    )
    per = models.CharField(_("parmi"), max_length=6, choices=Per, default=Per.ALL)
    ties = models.CharField(_("ex æquo"), max_length=11, choices=Ties, default=Ties.BREAK)
    tie_keys = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    minimum = models.PositiveSmallIntegerField(
        _("note minimale (% des points)"), default=0, validators=[MaxValueValidator(100)]
    )
    pool_below = models.PositiveSmallIntegerField(_("villes ou régions regroupées sous"), default=0)
    ranks_by = models.CharField(
        _("classement par"), max_length=10, choices=RanksBy, default=RanksBy.RAW
    )

    class Meta:
        verbose_name = _("épreuve")
        verbose_name_plural = _("épreuves")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "position"],
                name="contests_stage_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="contests_stage_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} · {self.name}"
