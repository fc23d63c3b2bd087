"""What is held of people who answer: shown to them, erased with them, forgotten in time."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.registry import RetentionRule
from boutdufil.rooms.illico.models import (
    AbuseReport,
    Agent,
    Contest,
    HelpRequest,
    LocationAttestation,
    SeatOffer,
    SlotAnswer,
    StateSpan,
)
from boutdufil.rooms.illico.models.seats import OFFER_LIVES
from boutdufil.rooms.illico.services.agents import forget_offers

SPANS_KEPT = timedelta(days=3 * 365)
HELP_KEPT = timedelta(days=365)
OFFERS_KEPT = OFFER_LIVES + timedelta(days=30)


def export_agents(person: Person) -> dict[str, Any]:
    """Return a person's seats, times at the post, places declared, slots answered, disputes."""
    mine = {"agent__person": person}
    seats = Agent.objects.filter(person=person).select_related("organisation")
    spans = StateSpan.objects.filter(**mine).order_by("began_at")
    return {
        "seats": [_told(seat) for seat in seats],
        "offers": list(
            SeatOffer.objects.filter(email=person.email or "").values("offered_at", "seat")
        ),
        "times": list(spans.values("state", "reason", "began_at", "ended_at")),
        "places": list(
            LocationAttestation.objects.filter(**mine).values(
                "in_france", "evidence", "declared_at"
            )
        ),
        "slots": list(SlotAnswer.objects.filter(**mine).values("slot_id", "act", "at")),
        "disputes": list(Contest.objects.filter(**mine).values("text", "asked_at", "answer")),
        "abusive_calls": list(
            AbuseReport.objects.filter(**mine).values("warned_at", "ended_at", "debriefed_at")
        ),
    }


def erase_agents(person: Person) -> None:
    """End a person's seats and take their name off them.

    Times at the post stay, nameless: their employer owes them to the labour inspection (D.3171-16).
    """
    seats = Agent.objects.filter(person=person)
    seats.filter(ended_at=None).update(ended_at=timezone.now())
    seats.update(given_name="", signs_first=False)
    SeatOffer.objects.filter(email=person.email or "").delete()
    for model in (LocationAttestation, Contest, SlotAnswer):
        model.objects.filter(agent__person=person).delete()


def forget_spans(now: datetime) -> int:
    """Delete times at the post that nobody can claim wages for any more."""
    return StateSpan.objects.filter(ended_at__lt=now - SPANS_KEPT).delete()[0]


def forget_help(now: datetime) -> int:
    """Delete who asked whom for help a year ago."""
    old = Q(asked_at__lt=now - HELP_KEPT)
    return HelpRequest.objects.filter(old).delete()[0]


def _told(seat: Agent) -> dict[str, Any]:
    return {
        "organisation": seat.organisation.name,
        "given_name": seat.given_name,
        "languages": seat.languages,
        "capacity": seat.capacity,
        "signs_first": seat.signs_first,
        "is_home": seat.is_home,
        "since": seat.since,
        "ended_at": seat.ended_at,
    }


RULES = (
    RetentionRule(
        name="illico.seat_offers",
        what=_("Adresses à qui un poste a été proposé"),
        period=OFFERS_KEPT,
        source=_("RGPD, article 5.1.e"),
        run=lambda now: forget_offers(before=now - OFFERS_KEPT),
    ),
    RetentionRule(
        name="illico.help",
        what=_("Demandes d’aide pendant un appel"),
        period=HELP_KEPT,
        source=_("RGPD, article 5.1.e"),
        run=forget_help,
    ),
    RetentionRule(
        name="illico.times",
        what=_("Temps passés à un poste"),
        period=SPANS_KEPT,
        source=_("Code du travail, D.3171-16 et L.3245-1 : trois ans pour réclamer un salaire"),
        run=forget_spans,
    ),
)
