"""The dispatcher's journal: what it was told and decided, before anybody else heard of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class JournalEntry(models.Model):
    """One event and the decisions that followed, in the order of a pool. Append only.

    ``at`` is the router's own clock in ms; ``happened_at`` the wall clock, as data only.
    """

    pool = models.CharField(_("équipe"), max_length=40)
    seq = models.BigIntegerField(_("rang"))
    epoch = models.BigIntegerField(_("époque"))
    at = models.BigIntegerField(_("instant du routeur (ms)"))
    happened_at = models.DateTimeField(_("quand"))
    call = models.CharField(_("appel"), max_length=36, blank=True)
    body = models.JSONField(_("contenu"))

    class Meta:
        verbose_name = _("ligne du journal")
        verbose_name_plural = _("lignes du journal")
        ordering = ["pool", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["pool", "seq"], name="illico_journal_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.pool} {self.seq}"


class PoolLease(models.Model):
    """Who owns a pool. A new owner raises ``epoch``; what an older one writes is refused."""

    pool = models.CharField(_("équipe"), max_length=40, primary_key=True)
    epoch = models.BigIntegerField(_("époque"), default=0)
    holder = models.CharField(_("détenteur"), max_length=80, blank=True)
    renewed_at = models.DateTimeField(_("renouvelé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("garde d’une équipe")
        verbose_name_plural = _("gardes d’équipes")

    def __str__(self) -> str:
        return f"{self.pool} {self.epoch}"


class Projection(models.Model):
    """Up to which line of a pool's journal the tables follow, and the lines they passed over.

    ``set_aside`` is empty but for a fault of the program: to be mended, then read again.
    """

    pool = models.CharField(_("équipe"), max_length=40, primary_key=True)
    seq = models.BigIntegerField(_("rang"), default=0)
    set_aside = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        verbose_name = _("avancement d’un journal")
        verbose_name_plural = _("avancement des journaux")

    def __str__(self) -> str:
        return f"{self.pool} {self.seq}"
