"""Money of the inhabited site: the person answers their own number, two months ago settled."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.illico.enums import Outcome, ServiceState
from boutdufil.rooms.illico.rules.opening import PARIS
from boutdufil.rooms.illico.selectors.callers import write_caller_token
from boutdufil.rooms.illico.services.evidence import seal_number
from boutdufil.rooms.illico.services.ledger import settle_period
from boutdufil.rooms.illico.services.payments import give_account
from tests.factories.calls import ParticipantFactory
from tests.factories.illico import (
    AgentFactory,
    AgentTimeFactory,
    AuditorSeatFactory,
    MeteredCallFactory,
    NumberFactory,
    ServiceCallFactory,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory

CODE = "numero-compte"
IBAN = "FR1420041010050500013M02606"


def inhabit(person: Person) -> dict[str, dict[str, object]]:
    """Give the person a seat that answered one call, in a month that is settled and sealed."""
    firm = OrganisationFactory(name="Comptes inventés", siret="90000000100017")
    MembershipFactory(person=person, organisation=firm, role=Role.MANAGER)
    number = NumberFactory(
        organisation=firm, code=CODE, name="Numéro compté", published_at=timezone.now()
    )
    day = timezone.localdate().replace(day=1) - timedelta(days=40)
    agent = AgentFactory(person=person, organisation=firm, given_name="Zoé")
    seat = _call(number, day, agent)
    give_account(agent_id=agent.pk, iban=IBAN)
    settle_period(organisation_id=firm.pk, month=day, now=timezone.now())
    seal_number(number_id=number.pk, now=_midnight(day) + timedelta(days=1, hours=5))
    AuditorSeatFactory(person=person)
    proof: dict[str, object] = {"token": write_caller_token(seat)}
    return _addresses(f"{day:%Y-%m}", agent.pk, day.year) | {"illico:own_proof": proof}


def _call(number: object, day: date, agent: object) -> UUID:
    clicked_at = _midnight(day) + timedelta(hours=10)
    call = ServiceCallFactory(
        number=number,
        clicked_at=clicked_at,
        state=ServiceState.ENDED,
        outcome=Outcome.ANSWERED,
        first_human_at=clicked_at + timedelta(seconds=10),
        ended_at=clicked_at + timedelta(seconds=100),
        kept=True,
        seconds=80,
    )
    metered = MeteredCallFactory(
        call=call, number=number, day=day, free_ms={"waiting": 10_000, "hold": 4_000}
    )
    AgentTimeFactory(metered=metered, agent=agent)
    caller: UUID = ParticipantFactory(call=call.call).pk
    return caller


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), PARIS)


def _addresses(month: str, agent_id: int, year: int) -> dict[str, dict[str, object]]:
    ours: dict[str, object] = {"code": CODE}
    own: dict[str, object] = {"agent_id": agent_id}
    of_month = ours | {"month": month}
    return {
        "illico:pay_account": own,
        "illico:pay_month": own | {"month": month},
        "illico:pay_file": own | {"month": month, "form": "pdf"},
        "illico:accounts": ours,
        "illico:account_month": of_month,
        "illico:account_file": of_month | {"form": "appel-de-fonds"},
        "illico:settle": of_month,
        "illico:take_back": of_month,
        "illico:payment_orders": of_month,
        "illico:year_file": ours | {"year": year, "form": "fec"},
        "illico:evidence": ours,
        "illico:leaves": ours,
    }
