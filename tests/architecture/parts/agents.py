"""People who answer on the inhabited site: the person leads a team, sits in it, is offered more."""

from datetime import timedelta

from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.illico.enums import HelpKind, ServiceState, WorkStatus
from boutdufil.rooms.illico.rules.seats import Seat
from tests.factories.calls import CallFactory, ParticipantFactory
from tests.factories.illico import (
    AbuseReportFactory,
    AgentFactory,
    CallerBlockFactory,
    CaseFactory,
    CaseNoteFactory,
    ContestFactory,
    FollowUpFactory,
    HelpRequestFactory,
    LocationAttestationFactory,
    NumberFactory,
    SeatOfferFactory,
    ServiceCallFactory,
    SlotFactory,
    StateSpanFactory,
    WorksCouncilOpinionFactory,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory


def inhabit(person: Person) -> dict[str, dict[str, object]]:
    """Give the person a team with a call for help, a seat with a call to write up, and an offer."""
    team = OrganisationFactory(name="Équipe inventée")
    MembershipFactory(person=person, organisation=team, role=Role.MANAGER)
    WorksCouncilOpinionFactory(organisation=team)
    number = NumberFactory(organisation=team, code="equipe", published_at=timezone.now())
    agent = _seat(team, number, person=person, given_name="Lou")
    colleague = _seat(team, number, given_name="Bo")
    over = _call(number, agent, ServiceState.ENDED)
    ParticipantFactory(call=over.call, person=person, role="agent")
    up = _call(number, colleague, ServiceState.CONNECTED)
    asked = HelpRequestFactory(call=up.call, kind=HelpKind.SUPERVISOR, asked_by=colleague)
    report = AbuseReportFactory(organisation=team, agent=colleague)
    block = _block(team, colleague, over)
    soon = timezone.now() + timedelta(days=1)
    slot = SlotFactory(
        organisation=team,
        starts_at=soon,
        ends_at=soon + timedelta(hours=4),
        work_status=WorkStatus.INDEPENDENT,
    )
    ContestFactory(agent=agent)
    LocationAttestationFactory(agent=agent)
    plain = Seat("Lou", numbers=(number.pk,)).to_plain()
    mine = SeatOfferFactory(email=person.email, seat=plain)
    other = SeatOfferFactory(organisation=team, seat=plain)
    place, own = {"organisation_id": team.pk}, {"agent_id": agent.pk}
    of_call = own | {"call_id": over.pk}
    return {
        **{f"illico:{name}": place for name in _OF_THE_TEAM},
        **{f"illico:{name}": own for name in _OF_THE_SEAT},
        **{f"illico:{name}": of_call for name in _OF_THE_CALL},
        **{f"illico:{name}": {"code": "equipe"} for name in ("guidance", "entrust")},
        "illico:move_agent": place | {"agent_id": colleague.pk},
        "illico:withdraw_offer": place | {"offer_id": other.pk},
        "illico:answer_offer": {"offer_id": mine.pk},
        "illico:answer_slot": own | {"slot_id": slot.pk},
        "illico:help_call": {"request_id": asked.pk},
        "illico:debrief": {"report_id": report.pk},
        "illico:lift_block": {"block_id": block.pk},
        "illico:finish_follow_up": own | {"follow_up_id": over.case.follow_ups.get().pk},
    }


_OF_THE_TEAM = (
    "wall",
    "blocks",
    "agent_figures",
    "opinion",
    "team_seats",
    "offer_seat",
    "team_slots",
    "change_team",
)
_OF_THE_SEAT = (
    "take_post",
    "change_state",
    "own_seat",
    "own_slots",
    "contest",
    "attestation",
    "change_seat",
)
_OF_THE_CALL = ("console_call", "console_help", "write_note", "write_up")


def _seat(team: object, number: object, **more: object) -> object:
    agent = AgentFactory(organisation=team, **more)
    agent.numbers.add(number)
    StateSpanFactory(agent=agent, began_at=timezone.now() - timedelta(hours=1))
    return agent


def _block(team: object, agent: object, after: object) -> object:
    until = timezone.now() + timedelta(days=7)
    return CallerBlockFactory(
        organisation=team, agent=agent, after=after, until=until, address_until=until
    )


def _call(number: object, agent: object, state: str) -> object:
    now = timezone.now()
    case = CaseFactory(number=number)
    CaseNoteFactory(case=case, agent=agent)
    FollowUpFactory(case=case, agent=agent)
    return ServiceCallFactory(
        call=CallFactory(channel="voice"),
        number=number,
        case=case,
        agent=agent,
        state=state,
        clicked_at=now - timedelta(minutes=5),
        first_human_at=now - timedelta(minutes=5),
        ended_at=now if state == ServiceState.ENDED else None,
    )
