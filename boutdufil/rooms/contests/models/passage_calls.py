"""A stage whose passages are practice calls, and each call as it was opened, or taken again."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.calls.models import Call
from boutdufil.rooms.contests.models.results import Passage
from boutdufil.rooms.contests.models.stages import Stage


class StageCall(models.Model):
    """Which call everybody takes in a stage: the same scenario, on the same channel."""

    stage = models.OneToOneField(Stage, models.CASCADE, related_name="practice")
    scenario = models.SlugField(_("scénario"))
    channel = models.CharField(_("canal"), max_length=5, choices=Channel)

    class Meta:
        verbose_name = _("appel d’une épreuve")
        verbose_name_plural = _("appels des épreuves")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.stage_id} · {self.scenario}"


class PassageCall(models.Model):
    """A call of a passage; nothing of it is recorded.

    ``in_room`` is how many people hear it behind the jury's one leg. A call that broke keeps why;
    the next number takes it again.
    """

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="calls")
    call = models.OneToOneField(Call, models.PROTECT, related_name="contest_passage")
    number = models.PositiveSmallIntegerField(_("numéro"), default=1)
    in_room = models.PositiveSmallIntegerField(
        _("personnes dans la salle"), validators=[MinValueValidator(1)]
    )
    broke_at = models.DateTimeField(_("rompu le"), null=True, blank=True)
    broke_reason = models.CharField(_("motif"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("appel d’un passage")
        verbose_name_plural = _("appels d’un passage")
        ordering = ["passage", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["passage", "number"], name="contests_passage_call_once"
            ),
            models.UniqueConstraint(
                fields=["passage"],
                condition=models.Q(broke_at=None),
                name="contests_one_passage_call",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.passage_id} · {self.number}"
