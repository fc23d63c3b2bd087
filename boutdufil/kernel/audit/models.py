"""The audit trail. Entries hold ids and commitments; names live in a table that can be emptied."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One act of one person. Rows cannot be changed or deleted by the application's role.

    The table is partitioned by month (see the first migration), hence managed by SQL there:
    PostgreSQL wants the partition key inside the primary key.
    """

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(_("quand"))
    actor_id = models.BigIntegerField(_("personne"), null=True)
    verb = models.CharField(_("acte"), max_length=80)
    subject = models.CharField(_("objet"), max_length=120)
    facts = models.JSONField(_("faits"), default=dict)

    class Meta:
        managed = False
        db_table = "audit_auditentry"
        ordering = ("-at", "-id")
        verbose_name = _("acte")
        verbose_name_plural = _("actes")

    def __str__(self) -> str:
        """Return when, what and on what."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}"


class ActorName(models.Model):
    """What a person id of the trail is called, and the salt of their commitments.

    Emptying a row makes the trail anonymous: without the salt a commitment proves nothing.
    """

    person_id = models.BigIntegerField(primary_key=True)
    name = models.CharField(_("nom"), max_length=200, blank=True)
    salt = models.BinaryField(_("sel"), max_length=32)

    class Meta:
        verbose_name = _("nom d’une personne de la piste")
        verbose_name_plural = _("noms des personnes de la piste")

    def __str__(self) -> str:
        """Return the name, or the id when it was emptied."""
        return self.name or f"#{self.person_id}"
