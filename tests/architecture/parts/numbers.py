"""Numbers of the inhabited site: the person holds one in the charter, and answers questions."""

from datetime import time, timedelta

from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.illico.enums import CharterState, DecisionState, Outcome
from boutdufil.rooms.illico.models import Number
from boutdufil.rooms.illico.services.hours import publish_days
from tests.factories.illico import (
    AnswerFactory,
    CharterDecisionFactory,
    ClosingFactory,
    CommitteeSeatFactory,
    NumberFactory,
    OpeningHoursFactory,
    ServiceCallFactory,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory


def inhabit(person: Person) -> dict[str, dict[str, object]]:
    """Give the person a number with hours, calls and a history, and a draft beside it."""
    now = timezone.now()
    firm = OrganisationFactory(name="Service inventé")
    MembershipFactory(person=person, organisation=firm, role=Role.MANAGER)
    number = _number(firm)
    answer = AnswerFactory(number=number)
    AnswerFactory(number=number, language="en", question="Where is my parcel?")
    NumberFactory(organisation=firm, code="numero-en-projet", name="Numéro en projet")
    closing = ClosingFactory(number=number, starts_at=now, ends_at=now + timedelta(hours=2))
    for kept, invented in ((True, False), (False, False), (True, True)):
        ServiceCallFactory(
            number=number,
            clicked_at=now - timedelta(days=1),
            outcome=Outcome.ANSWERED,
            kept=kept,
            invented=invented,
        )
    ours = {"code": number.code}
    one = ours | {"answer_id": answer.pk}
    return {
        **{f"illico:{name}": ours for name in _NAMES},
        **{f"illico:{name}": one for name in ("edit_answer", "move_answer", "remove_answer")},
        "illico:new_number": {"organisation_id": firm.pk},
        "illico:reopen": ours | {"closing_id": closing.pk},
        **_charter(number),
    }


_NAMES = (
    "number",
    "call_start",
    "find_answers",
    "own_number",
    "edit_number",
    "publish_number",
    "close_number",
    "hours",
    "relief",
    "closing",
    "answers",
    "number_charter",
)


def _number(firm: object) -> Number:
    now = timezone.now()
    number: Number = NumberFactory(
        organisation=firm,
        code="service-invente",
        name="Service inventé",
        languages=["fr", "en", "lpc"],
        channels=["voice", "video", "text"],
        charter_state=CharterState.UNDER_WATCH,
        published_at=now,
    )
    for weekday in range(1, 8):
        OpeningHoursFactory(number=number, weekday=weekday, opens=time(0), closes=time(23, 59))
    publish_days(now=now, number_ids=[number.pk])
    return number


def _charter(number: Number) -> dict[str, dict[str, object]]:
    now = timezone.now()
    seat = CommitteeSeatFactory()
    decided = CharterDecisionFactory(
        number=number, state=DecisionState.DECIDED, decided_at=now, reason="Entendu."
    )
    decided.deciders.add(PersonFactory(), seat.person)
    waiting = CharterDecisionFactory(
        number=number, appeal_of=decided, grounds="Contesté.", answer="Expliqué.", hearing_at=now
    )
    return {
        "illico:decision": {"decision_id": waiting.pk},
        "illico:propose_step": {"code": number.code},
    }
