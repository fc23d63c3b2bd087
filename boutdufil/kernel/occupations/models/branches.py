"""What a branch owns among the occupations: its cards, and its word on open doors."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.occupations.models.doors import DoorWords
from boutdufil.kernel.organisations.models import Branch


class BranchCard(models.Model):
    """A job card a branch counts among its own, by its code; two branches may share one."""

    branch = models.ForeignKey(Branch, models.CASCADE, related_name="cards")
    code = models.CharField(_("code ROME"), max_length=5, db_index=True)
    since = models.DateField(_("depuis"), default=timezone.localdate)

    class Meta:
        verbose_name = _("métier d’une branche")
        verbose_name_plural = _("métiers d’une branche")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["branch", "code"], name="one_card_a_branch")]

    def __str__(self) -> str:
        return f"{self.code} · {self.branch_id}"


class DoorDeclaration(DoorWords):
    """A branch's own word on a door: what is asked, or that it is not open (``is_open`` false).

    Every declaration is kept; ``replaced_at`` is set once the branch has spoken again.
    """

    branch = models.ForeignKey(Branch, models.CASCADE, related_name="door_declarations")
    is_open = models.BooleanField(_("ouverte"), default=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    replaced_at = models.DateTimeField(_("remplacée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("déclaration de porte ouverte")
        verbose_name_plural = _("déclarations de portes ouvertes")
        ordering = ["declared_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "code"],
                condition=models.Q(replaced_at__isnull=True),
                name="one_word_a_door",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.branch_id} · {self.declared_on}"
