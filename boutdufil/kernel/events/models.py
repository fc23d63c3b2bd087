"""The outbox, how far each handler is, and what each has done."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxEvent(models.Model):
    """Something that happened. Ids, codes and dates only, so that it can be kept and replayed.

    ``pos`` is given by the relay after the commit: rows become visible in another order than that
    of their numbers, so a reader that follows numbers loses some.
    """

    name = models.CharField(_("événement"), max_length=80)
    payload = models.JSONField(_("contenu"))
    occurred_at = models.DateTimeField(_("quand"))
    pos = models.BigIntegerField(_("position"), null=True, unique=True)

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        indexes = (
            models.Index(
                fields=["id"], name="events_waiting", condition=models.Q(pos__isnull=True)
            ),
            models.Index(fields=["name", "pos"], name="events_by_name"),
            models.Index(fields=["occurred_at"], name="events_by_time"),
        )

    def __str__(self) -> str:
        """Return what happened and when."""
        return f"{self.name} {self.occurred_at:%Y-%m-%d %H:%M}"


class HandlerPosition(models.Model):
    """Up to which position a handler's events were handed to the jobs."""

    handler = models.CharField(_("destinataire"), max_length=80, primary_key=True)
    pos = models.BigIntegerField(_("position"))

    class Meta:
        verbose_name = _("avancement d’un destinataire")
        verbose_name_plural = _("avancement des destinataires")

    def __str__(self) -> str:
        """Return the handler's name."""
        return self.handler


class Delivery(models.Model):
    """A handler has done what an event asks for: the reason why it cannot do it twice."""

    handler = models.CharField(_("destinataire"), max_length=80)
    event = models.ForeignKey(OutboxEvent, models.CASCADE, verbose_name=_("événement"))
    done_at = models.DateTimeField(_("fait"))

    class Meta:
        verbose_name = _("remise")
        verbose_name_plural = _("remises")
        constraints = (
            models.UniqueConstraint(fields=["handler", "event"], name="events_delivered_once"),
        )

    def __str__(self) -> str:
        """Return who has handled which event."""
        return f"{self.handler} #{self.event_id}"
