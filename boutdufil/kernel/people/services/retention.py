"""How long we keep what, and the job that keeps the promise."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people import registry
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.registry import RetentionRule
from boutdufil.kernel.people.services import links, mail, privacy, rates, sessions

logger = logging.getLogger(__name__)

INACTIVE_AFTER = timedelta(days=730)
WARNED_BEFORE = timedelta(days=30)


def apply_retention_rules() -> dict[str, int]:
    """Run every registered rule; return how many records each removed, by its name.

    A rule that fails is logged and does not keep the others from running.
    """
    removed: dict[str, int] = {}
    for rule in registry.retention_rules():
        try:
            with transaction.atomic():
                removed[rule.name] = rule.run(timezone.now())
        except Exception:
            logger.exception("retention rule %s failed", rule.name)
    return removed


def warn_inactive_people(*, now: datetime) -> int:
    """Write to people a month before their unused account is erased; return how many."""
    people = _away_since(now - INACTIVE_AFTER + WARNED_BEFORE).filter(erasure_warned_at=None)
    for person in people:
        mail.send_erasure_warning(person=person, days=WARNED_BEFORE.days)
        Person.objects.filter(pk=person.pk).update(erasure_warned_at=now)
    return len(people)


def erase_inactive_people(*, now: datetime) -> int:
    """Erase accounts unused for two years whose owner was warned a month ago."""
    warn_inactive_people(now=now)
    people = _away_since(now - INACTIVE_AFTER).filter(erasure_warned_at__lte=now - WARNED_BEFORE)
    for person in people:
        privacy.erase_subject(person=person, actor_id=None)
    return len(people)


def register_own_rules() -> None:
    """Register the rules of this module (called once, at start-up)."""
    for rule in _own_rules():
        registry.register_retention_rule(rule)


def _own_rules() -> tuple[RetentionRule, ...]:
    day = timedelta(days=1)
    return (
        RetentionRule(
            name="people.links",
            what=_("Liens envoyés par e-mail, avec l’adresse"),
            period=day,
            source=_("RGPD, article 5.1.e : pas plus longtemps que nécessaire"),
            run=lambda now: links.forget_links(before=now),
        ),
        RetentionRule(
            name="people.rates",
            what=_("Compteurs contre les abus (empreintes, sans adresse en clair)"),
            period=day,
            source=_("RGPD, articles 5.1.c et 32 : sécurité, au strict nécessaire"),
            run=lambda now: rates.forget_allowances(before=now - day),
        ),
        RetentionRule(
            name="people.sessions",
            what=_("Sessions : appareil, ouverture, dernière visite à l’heure près"),
            period=sessions.SIGNED_IN_FOR,
            source=_("RGPD, article 32 ; fin de la session"),
            run=lambda now: sessions.forget_old_sessions(before=now - sessions.SIGNED_IN_FOR),
        ),
        RetentionRule(
            name="people.visits",
            what=_("Visites sans compte : un numéro tiré au sort, pour retrouver votre parcours"),
            period=timedelta(seconds=settings.SESSION_COOKIE_AGE),
            source=_("Loi Informatique et Libertés, article 82 : nécessaire au service demandé"),
            run=lambda now: sessions.forget_expired_visits(now=now),
        ),
        RetentionRule(
            name="people.inactive",
            what=_("Comptes sans connexion, après un avertissement un mois avant"),
            period=INACTIVE_AFTER,
            source=_("Recommandation de la CNIL sur les comptes inactifs : deux ans"),
            run=lambda now: erase_inactive_people(now=now),
        ),
    )


def _away_since(moment: datetime) -> QuerySet[Person]:
    """Return the open accounts unused since `moment`; staff and invented people stay."""
    return (
        Person.objects.filter(is_active=True, is_staff=False, demo_slug=None)
        .annotate(seen_at=Coalesce("last_login", "created_at"))
        .filter(seen_at__lt=moment)
    )
