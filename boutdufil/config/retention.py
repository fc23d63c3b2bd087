"""Retention rules of kernel modules that stand below ``people`` and cannot name it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.events import services as events
from boutdufil.kernel.jobs import services as jobs
from boutdufil.kernel.people.registry import RetentionRule, register_retention_rule
from boutdufil.kernel.realtime.events import KEPT


def register() -> None:
    """Show and run them with the others."""
    register_retention_rule(
        RetentionRule(
            name="audit.entries",
            what=_("La piste d’audit, sans aucun nom"),
            period=timedelta(days=365 * audit.KEPT_YEARS),
            source=_("Code civil, art. 2224"),
            run=_kept_by_the_owner,
        )
    )
    register_retention_rule(
        RetentionRule(
            name="jobs.finished",
            what=_("Les travaux d’arrière-plan terminés"),
            period=timedelta(hours=jobs.KEPT_HOURS),
            source=_("Notre règle : le temps de comprendre un incident"),
            run=_kept_by_the_queue,
        )
    )
    register_retention_rule(
        RetentionRule(
            name="events.outbox",
            what=_("Ce qui s’est passé ici : numéros, codes et dates, sans aucun nom"),
            period=timedelta(days=365 * events.KEPT_YEARS),
            source=_("Code civil, art. 2224 : aussi longtemps que la piste d’audit"),
            run=_forget_events,
        )
    )
    register_retention_rule(
        RetentionRule(
            name="realtime.messages",
            what=_("Les messages envoyés aux pages ouvertes"),
            period=KEPT,
            source=_("Notre règle : le temps qu’une page absente revienne"),
            run=lambda now: events.forget_passing(now=now),
        )
    )


def _forget_events(now: datetime) -> int:
    return events.forget_events(before=now - timedelta(days=365 * events.KEPT_YEARS))


def _kept_by_the_owner(_now: datetime) -> int:
    """Old partitions are dropped by a role the application does not have."""
    return 0


def _kept_by_the_queue(_now: datetime) -> int:
    """The nightly job ``jobs.forget_finished`` removes them."""
    return 0
