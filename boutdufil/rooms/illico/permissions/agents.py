"""Who may seat people, sit, and look at who sits. Denied by default."""

from uuid import UUID

from django.db.models import Q

from boutdufil.kernel.calls.models import Participant
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.organisations.permissions import has_role
from boutdufil.kernel.organisations.selectors import OrganisationRow, organisations_of
from boutdufil.kernel.people.permissions import Actor, is_signed_in
from boutdufil.rooms.illico.enums import HelpKind
from boutdufil.rooms.illico.models import (
    AbuseReport,
    Agent,
    CallerBlock,
    Contest,
    FollowUp,
    HelpRequest,
    Number,
    SeatOffer,
    Slot,
    WorksCouncilOpinion,
)

LEADING = frozenset({Role.MANAGER, Role.SUPERVISOR})
DECIDING = frozenset({Role.MANAGER})


def can_lead_agents(actor: Actor, organisation_id: int) -> bool:
    """Allow those who manage or supervise there: the wall, seats, help."""
    return has_role(actor, LEADING, organisation_id)


def led_by(actor: Actor) -> list[OrganisationRow]:
    """Return the organisations somebody leads that have a number to answer or a seat."""
    held = organisations_of(actor.pk, roles=LEADING) if is_signed_in(actor) and actor.pk else []
    return [one for one in held if _has_agents(one.id)]


def _has_agents(organisation_id: int) -> bool:
    seats = Agent.objects.filter(organisation_id=organisation_id, ended_at=None)
    return seats.exists() or Number.objects.filter(organisation_id=organisation_id).exists()


def can_decide_for_agents(actor: Actor, organisation_id: int) -> bool:
    """Allow managers alone: the works council's opinion, independents, numbers entrusted."""
    return has_role(actor, DECIDING, organisation_id)


def can_see_agent_figures(actor: Actor, organisation_id: int) -> bool:
    """Allow those who lead, once the works council was consulted (L.2312-38)."""
    consulted = WorksCouncilOpinion.objects.filter(organisation_id=organisation_id).exists()
    return consulted and can_lead_agents(actor, organisation_id)


def can_answer_help(actor: Actor, request_id: UUID) -> bool:
    """Allow those who lead into a call of their team, only when its agent has called them."""
    asked = HelpRequest.objects.filter(pk=request_id, kind=HelpKind.SUPERVISOR)
    place = asked.values_list("asked_by__organisation_id", flat=True).first()
    return place is not None and can_lead_agents(actor, place)


def can_debrief(actor: Actor, report_id: int) -> bool:
    """Allow those who lead the team of whoever was insulted."""
    place = AbuseReport.objects.filter(pk=report_id).values_list("organisation_id", flat=True)
    return place.exists() and can_lead_agents(actor, place[0])


def can_lift_block(actor: Actor, block_id: int) -> bool:
    """Allow those who lead the holder that takes no calls, or the team that was called."""
    found = CallerBlock.objects.filter(pk=block_id)
    places = found.values_list("organisation_id", "agent__organisation_id").first() or ()
    return any(place is not None and can_lead_agents(actor, place) for place in places)


def can_sit(actor: Actor, agent_id: int) -> bool:
    """Allow people into their own seat, as long as it and its organisation are there."""
    if not is_signed_in(actor):
        return False
    own = Agent.objects.filter(pk=agent_id, person_id=actor.pk or 0, ended_at=None)
    return own.filter(organisation__closed_on=None).exists()


def can_work_on_call(actor: Actor, agent_id: int, call_id: UUID) -> bool:
    """Allow somebody from their own seat on the calls they took part in."""
    if not can_sit(actor, agent_id):
        return False
    return Participant.objects.filter(call_id=call_id, person_id=actor.pk or 0).exists()


def can_finish_follow_up(actor: Actor, agent_id: int, follow_up_id: int) -> bool:
    """Allow somebody from their own seat what they promised, and what was for their numbers."""
    if not can_sit(actor, agent_id):
        return False
    theirs = Q(agent=agent_id) | Q(case__number__agents=agent_id)
    return FollowUp.objects.filter(theirs, pk=follow_up_id).exists()


def is_slot_of_team(slot_id: int, agent_id: int) -> bool:
    """Tell whether a slot is of the organisation an agent answers for."""
    return Slot.objects.filter(pk=slot_id, organisation__illico_agents=agent_id).exists()


def is_slot_at(slot_id: int, organisation_id: int) -> bool:
    """Tell whether a slot is of an organisation."""
    return Slot.objects.filter(pk=slot_id, organisation_id=organisation_id).exists()


def is_contest_at(contest_id: int, organisation_id: int) -> bool:
    """Tell whether a dispute is an agent's of an organisation."""
    return Contest.objects.filter(pk=contest_id, agent__organisation_id=organisation_id).exists()


def is_help_of(call_id: UUID, request_id: UUID) -> bool:
    """Tell whether a request was made for a call."""
    return HelpRequest.objects.filter(pk=request_id, call_id=call_id).exists()


def can_change_seat(actor: Actor, agent_id: int) -> bool:
    """Allow those who lead its organisation."""
    place = Agent.objects.filter(pk=agent_id).values_list("organisation_id", flat=True).first()
    return place is not None and can_lead_agents(actor, place)


def can_answer_offer(actor: Actor, offer_id: int) -> bool:
    """Allow whoever has proved that the address is theirs, while the offer stands."""
    if not is_signed_in(actor) or not getattr(actor, "email_verified_at", None):
        return False
    open_ones = SeatOffer.objects.filter(accepted_at=None, declined_at=None, withdrawn_at=None)
    return open_ones.filter(pk=offer_id, email=getattr(actor, "email", "")).exists()


def can_withdraw_offer(actor: Actor, offer_id: int) -> bool:
    """Allow those who lead the organisation that offered."""
    place = SeatOffer.objects.filter(pk=offer_id).values_list("organisation_id", flat=True).first()
    return place is not None and can_lead_agents(actor, place)


def is_open(organisation_id: int) -> bool:
    """Tell whether the organisation still is."""
    return Organisation.objects.filter(pk=organisation_id, closed_on=None).exists()
