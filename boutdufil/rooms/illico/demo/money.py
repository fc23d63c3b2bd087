"""A settled month of invented calls, the days sealed, somebody who audits them."""

from datetime import datetime

from django.utils.translation import gettext_noop

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.people.services import create_demo_person
from boutdufil.rooms.illico.demo.numbers import NUMBERS, find
from boutdufil.rooms.illico.models import Agent
from boutdufil.rooms.illico.rules.opening import paris_day
from boutdufil.rooms.illico.selectors.statements import number_months
from boutdufil.rooms.illico.services.auditors import name_auditor
from boutdufil.rooms.illico.services.evidence import seal_number
from boutdufil.rooms.illico.services.ledger import settle_period
from boutdufil.rooms.illico.services.metering_invented import meter_invented_calls
from boutdufil.rooms.illico.services.payments import give_account

AUDITOR = (
    "auditrice",
    "Hélène Marchetti",
    gettext_noop("Nommée par le comité, recompte chaque numéro hors ligne"),
)
# The example of the standard: no bank has it.
EXAMPLE_IBAN = "FR1420041010050500013M02606"
PAID = "conseillere-a-domicile"


def furnish(now: datetime) -> None:
    """Meter, settle and seal what was invented; a second time adds what is new alone."""
    slug, name, story = AUDITOR
    person = create_demo_person(slug=slug, name=name, story=story)
    name_auditor(person_id=person.pk, actor_id=None)
    agents = _agents()
    this_month = paris_day(now).replace(day=1)
    for one in NUMBERS:
        number = find(one.draft.code)
        meter_invented_calls(number_id=number.pk, agents=agents)
        seal_number(number_id=number.pk, now=now)
        for month in number_months(number.pk):
            if month.period < this_month:
                settle_period(organisation_id=number.organisation_id, month=month.period, now=now)
    for agent in Agent.objects.filter(person__demo_slug=PAID, pay_account=None):
        give_account(agent_id=agent.pk, iban=EXAMPLE_IBAN)


def _agents() -> dict[str, list[int]]:
    """Return the invented agents who answer by each channel."""
    seats = Agent.objects.filter(organisation__invented=True, ended_at=None, is_interpreter=False)
    rows = list(seats.order_by("pk"))
    return {channel: [one.pk for one in rows if one.capacity.get(channel)] for channel in Channel}
