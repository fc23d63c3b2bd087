"""People who answer, and a floor with a real dispatcher on which they do."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.illico.models import Agent, Number, ServiceCall
from boutdufil.rooms.illico.rules.seats import Seat
from boutdufil.rooms.illico.services.agents import seat_agent
from boutdufil.rooms.illico.services.projection import project_lines
from tests.factories.illico import CaseFactory, NumberFactory, ServiceCallFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.processes import wait_until
from tests.rooms.illico.dispatcher.world import Client, Site


def answering_number(**more: Any) -> Number:
    """Return a published number by voice, video and text."""
    facts = {"published_at": timezone.now(), "channels": ["voice", "video", "text"]}
    return NumberFactory(**{**facts, **more})


def seated(number: Number, given_name: str = "Ana", **seat: Any) -> Agent:
    """Return somebody who answers a number."""
    described = Seat(given_name, numbers=(number.pk,), **seat)
    return seat_agent(
        organisation_id=number.organisation_id, person_id=PersonFactory().pk, seat=described
    )


def leader(organisation: Any, role: str = Role.SUPERVISOR) -> Any:
    """Return somebody who leads an organisation's team."""
    return MembershipFactory(organisation=organisation, role=role).person


def a_call(number: Number, *, channel: str = "voice", **more: Any) -> ServiceCall:
    """Return a call that waits for the dispatcher to find it."""
    case = more.pop("case", None) or CaseFactory(number=number)
    return ServiceCallFactory(
        number=number,
        channel=channel,
        call__channel=channel,
        call__reference="illico:test",
        case=case,
        clicked_at=timezone.now(),
        **more,
    )


@dataclass
class Desk:
    """One agent's console without its script: what it posts, and what it shows."""

    agent: Agent
    browser: Browser
    link: Client

    def post(self, name: str, *, call: object = None, **fields: Any) -> Any:
        """Post one of the console's forms and return the page that follows."""
        where = {"agent_id": self.agent.pk} | ({"call_id": call} if call else {})
        return self.browser.post(reverse(name, kwargs=where), fields, follow=True)

    def take(self, *channels: str) -> Any:
        """Take the post, its topic joined as an open page does."""
        self.link.join(f"agent:{self.agent.name}")
        return self.post("illico:take_post", channel=channels or ("voice",))

    def page(self) -> Any:
        """Return the console as it is now."""
        url = f"{reverse('illico:console')}?poste={self.agent.pk}"
        return self.browser.get(url).context["page"]

    def state(self) -> str:
        """Return one's state as the console shows it."""
        return str(self.page().desk.state)

    def wait_for(self, state: str) -> None:
        """Wait until the console shows a state."""
        wait_until(lambda: self.state() == state)

    def act(self, call: ServiceCall, do: str) -> Any:
        """Answer, decline, hang up or finish."""
        page = self.post("illico:console_call", call=call.pk, do=do)
        if do == "answer":
            self.link.say_it_flows(str(call.pk))
        return page


@dataclass
class Floor:
    """A dispatcher beside the tests, and consoles on it."""

    site: Site
    link: Client

    def desk(self, agent: Agent) -> Desk:
        """Open an agent's console."""
        browser = Browser()
        browser.force_login(agent.person)
        return Desk(agent, browser, self.link)

    def offer(self, call: ServiceCall) -> None:
        """Let the dispatcher find a call whose caller's page is open."""
        self.link.join(f"call:{call.pk}")

    def project(self) -> None:
        """Let the tables follow the journal."""
        while project_lines(pool="main"):
            pass


def names_in(participants: Any) -> dict[UUID, str]:
    """Return the roles of seats by who sits there."""
    return {one.person_id: one.role for one in participants}


__all__ = [
    "Desk",
    "Floor",
    "OrganisationFactory",
    "a_call",
    "answering_number",
    "leader",
    "seated",
]
