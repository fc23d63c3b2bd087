"""Factories of service numbers: invented organisations, times of the server."""

from datetime import UTC, date, datetime, time

import factory
from factory.django import DjangoModelFactory

from boutdufil.kernel.calls.enums import Channel
from boutdufil.rooms.illico import models
from boutdufil.rooms.illico.enums import CallBackWay, CharterAct, CharterState, Purpose
from tests.factories.calls import CallFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory


class NumberFactory(DjangoModelFactory):
    """The after-sales number of a company, by voice and text, in French."""

    class Meta:
        model = models.Number

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"numero-{n}")
    name = factory.Sequence(lambda n: f"Service {n}")
    purposes = factory.LazyFunction(lambda: [Purpose.AFTER_SALES])
    channels = factory.LazyFunction(lambda: [Channel.VOICE, Channel.TEXT])
    languages = factory.LazyFunction(lambda: ["fr"])


class OpeningHoursFactory(DjangoModelFactory):
    """Mondays from eight to eight by voice."""

    class Meta:
        model = models.OpeningHours

    number = factory.SubFactory(NumberFactory)
    channel = Channel.VOICE
    weekday = 1
    opens = time(8)
    closes = time(20)


class ReliefFactory(DjangoModelFactory):
    """A number whose providers answer from the twentieth second on."""

    class Meta:
        model = models.Relief

    number = factory.SubFactory(NumberFactory)
    providers_after_s = 20


class AnswerFactory(DjangoModelFactory):
    """A question people ask."""

    class Meta:
        model = models.Answer

    number = factory.SubFactory(NumberFactory)
    question = "Où est mon colis ?"
    text = "Le suivi est sur la page de votre commande."


class AgentFactory(DjangoModelFactory):
    """Somebody who answers by voice, one call at a time, in French."""

    class Meta:
        model = models.Agent
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    given_name = "Ana"
    languages = factory.LazyFunction(lambda: ["fr"])
    capacity = factory.LazyFunction(lambda: {"voice": 1})


class CaseFactory(DjangoModelFactory):
    """A case just opened."""

    class Meta:
        model = models.Case

    number = factory.SubFactory(NumberFactory)
    code = factory.Sequence(lambda n: f"CASE-{n}")


class CaseNoteFactory(DjangoModelFactory):
    """A note in a case."""

    class Meta:
        model = models.CaseNote

    case = factory.SubFactory(CaseFactory)
    text = "Colis retrouvé, nouvel envoi demandé."


class FollowUpFactory(DjangoModelFactory):
    """Something promised for a case."""

    class Meta:
        model = models.FollowUp

    case = factory.SubFactory(CaseFactory)
    text = "Vérifier la livraison"
    due_on = date(2026, 11, 30)


class ServiceCallFactory(DjangoModelFactory):
    """A call on a number, just asked for."""

    class Meta:
        model = models.ServiceCall

    call = factory.SubFactory(CallFactory)
    number = factory.SubFactory(NumberFactory)
    channel = Channel.VOICE
    clicked_at = factory.LazyFunction(lambda: datetime(2026, 11, 23, 10, 0, tzinfo=UTC))


class CallBackFactory(DjangoModelFactory):
    """A call-back on the open page."""

    class Meta:
        model = models.CallBack

    service_call = factory.SubFactory(ServiceCallFactory)
    way = CallBackWay.PAGE


class JournalEntryFactory(DjangoModelFactory):
    """A line of the journal."""

    class Meta:
        model = models.JournalEntry

    pool = "own"
    seq = factory.Sequence(lambda n: n + 1)
    epoch = 1
    at = 0
    happened_at = factory.LazyFunction(lambda: datetime(2026, 11, 23, 10, 0, tzinfo=UTC))
    body = factory.LazyFunction(dict)


class PoolLeaseFactory(DjangoModelFactory):
    """A pool nobody owns yet."""

    class Meta:
        model = models.PoolLease

    pool = factory.Sequence(lambda n: f"pool-{n}")


class ProjectionFactory(DjangoModelFactory):
    """A journal nobody has read yet."""

    class Meta:
        model = models.Projection

    pool = factory.Sequence(lambda n: f"pool-{n}")


class CallerMarkFactory(DjangoModelFactory):
    """Where a call came from; the digests are no true ones."""

    class Meta:
        model = models.CallerMark

    service_call = factory.SubFactory(ServiceCallFactory)
    browser = "b" * 64
    address = "a" * 64


class CallerBlockFactory(DjangoModelFactory):
    """A caller an organisation takes no calls from for a week."""

    class Meta:
        model = models.CallerBlock

    organisation = factory.SubFactory(OrganisationFactory)
    browser = "b" * 64
    address = "a" * 64
    until = datetime(2026, 11, 30, tzinfo=UTC)
    address_until = datetime(2026, 11, 23, tzinfo=UTC)


class SeatOfferFactory(DjangoModelFactory):
    """A seat offered to somebody without an account yet."""

    class Meta:
        model = models.SeatOffer

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"poste{n}@example.org")


class EntrustedNumberFactory(DjangoModelFactory):
    """A number that a provider answers."""

    class Meta:
        model = models.EntrustedNumber

    number = factory.SubFactory(NumberFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class StateSpanFactory(DjangoModelFactory):
    """An agent who is available."""

    class Meta:
        model = models.StateSpan

    pool = "main"
    agent = factory.SubFactory(AgentFactory)
    state = "available"
    began_at = factory.LazyFunction(lambda: datetime(2026, 11, 23, 8, 0, tzinfo=UTC))


class HelpRequestFactory(DjangoModelFactory):
    """An interpreter asked for."""

    class Meta:
        model = models.HelpRequest

    call = factory.SubFactory(CallFactory)
    kind = "interpreter"
    asked_by = factory.SubFactory(AgentFactory)


class AbuseReportFactory(DjangoModelFactory):
    """A caller who was warned."""

    class Meta:
        model = models.AbuseReport

    call = factory.SubFactory(CallFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    agent = factory.SubFactory(AgentFactory)


class WorksCouncilOpinionFactory(DjangoModelFactory):
    """An opinion given in autumn."""

    class Meta:
        model = models.WorksCouncilOpinion

    organisation = factory.SubFactory(OrganisationFactory)
    given_on = date(2026, 10, 1)


class LocationAttestationFactory(DjangoModelFactory):
    """Somebody says they work from France."""

    class Meta:
        model = models.LocationAttestation

    agent = factory.SubFactory(AgentFactory)
    in_france = True


class IndependentsDecisionFactory(DjangoModelFactory):
    """An organisation that lets independents answer for it."""

    class Meta:
        model = models.IndependentsDecision

    organisation = factory.SubFactory(OrganisationFactory)
    allowed = True
    counsel = "Maître Invention"


class SlotFactory(DjangoModelFactory):
    """A Monday morning by voice."""

    class Meta:
        model = models.Slot

    organisation = factory.SubFactory(OrganisationFactory)
    starts_at = factory.LazyFunction(lambda: datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    ends_at = factory.LazyFunction(lambda: datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    channel = Channel.VOICE


class SlotAnswerFactory(DjangoModelFactory):
    """A slot refused."""

    class Meta:
        model = models.SlotAnswer

    slot = factory.SubFactory(SlotFactory)
    agent = factory.SubFactory(AgentFactory)
    act = "refused"


class ContestFactory(DjangoModelFactory):
    """Somebody asks why."""

    class Meta:
        model = models.Contest

    agent = factory.SubFactory(AgentFactory)
    text = "Pourquoi aucun créneau cette semaine ?"


class OpenDayFactory(DjangoModelFactory):
    """A Monday whose hours were published."""

    class Meta:
        model = models.OpenDay

    number = factory.SubFactory(NumberFactory)
    day = date(2026, 11, 30)


class OpenSlotFactory(DjangoModelFactory):
    """That Monday from eight to eight in Paris, by voice."""

    class Meta:
        model = models.OpenSlot

    day = factory.SubFactory(OpenDayFactory)
    channel = Channel.VOICE
    opens_at = datetime(2026, 11, 30, 7, tzinfo=UTC)
    closes_at = datetime(2026, 11, 30, 19, tzinfo=UTC)


class ClosingFactory(DjangoModelFactory):
    """A closing of two hours, all channels."""

    class Meta:
        model = models.Closing

    number = factory.SubFactory(NumberFactory)
    starts_at = datetime(2026, 11, 30, 13, tzinfo=UTC)
    ends_at = datetime(2026, 11, 30, 15, tzinfo=UTC)
    reason = "Panne d’électricité"


class CommitteeSeatFactory(DjangoModelFactory):
    """Somebody who sits on the committee."""

    class Meta:
        model = models.CommitteeSeat

    person = factory.SubFactory(PersonFactory)


class CharterDecisionFactory(DjangoModelFactory):
    """A suspension the rule proposes."""

    class Meta:
        model = models.CharterDecision
        skip_postgeneration_save = True

    number = factory.SubFactory(NumberFactory, charter_state=CharterState.UNDER_WATCH)
    act = CharterAct.SUSPEND
    from_state = CharterState.UNDER_WATCH
    to_state = CharterState.SUSPENDED


class MeteredCallFactory(DjangoModelFactory):
    """A call of a minute and a half, of which eighty seconds count."""

    class Meta:
        model = models.MeteredCall

    call = factory.SubFactory(ServiceCallFactory)
    number = factory.SelfAttribute("call.number")
    day = date(2026, 11, 23)
    seconds = 80
    amount = 480_000
    rate = 6_000
    ceiling = 0
    floor = 0
    first_free_ms = 10_000


class AgentTimeFactory(DjangoModelFactory):
    """The whole of a metered call, by one agent."""

    class Meta:
        model = models.AgentTime

    metered = factory.SubFactory(MeteredCallFactory)
    agent = factory.SubFactory(AgentFactory)
    seconds = factory.SelfAttribute("metered.seconds")
    amount = factory.SelfAttribute("metered.amount")
    worked_ms = 90_000


class NumberTariffFactory(DjangoModelFactory):
    """A tariff beside the one that comes with every number."""

    class Meta:
        model = models.NumberTariff

    number = factory.SubFactory(NumberFactory)
    rate = 6_000
    ceiling = 0
    floor = 0


class LedgerEntryFactory(DjangoModelFactory):
    """A settled month in which nobody called; its digest is no true one."""

    class Meta:
        model = models.LedgerEntry

    number = factory.SubFactory(NumberFactory)
    period = date(2026, 10, 1)
    kind = "settlement"
    sides = 0
    posted_at = factory.LazyFunction(lambda: datetime(2026, 11, 1, 3, 0, tzinfo=UTC))
    digest = b"d" * 32


class LedgerPostingFactory(DjangoModelFactory):
    """One side of an entry, which alone does not balance."""

    class Meta:
        model = models.LedgerPosting

    entry = factory.SubFactory(LedgerEntryFactory, sides=2)
    account = "payer:o1"
    cents = 100


class PayAccountFactory(DjangoModelFactory):
    """Where somebody wants to be paid; what is sealed opens with no key."""

    class Meta:
        model = models.PayAccount

    agent = factory.SubFactory(AgentFactory)
    sealed = b"sealed"
    given_at = factory.LazyFunction(lambda: datetime(2026, 11, 1, 9, 0, tzinfo=UTC))


class DayHeadFactory(DjangoModelFactory):
    """A day of a number; its bytes prove nothing."""

    class Meta:
        model = models.DayHead

    number = factory.SubFactory(NumberFactory)
    day = date(2026, 11, 23)
    body = b"{}"
    signature = b"{}"
    leaves = b""
    digest = b"d" * 32
    sealed_at = factory.LazyFunction(lambda: datetime(2026, 11, 24, 3, 0, tzinfo=UTC))


class AuditorSeatFactory(DjangoModelFactory):
    """Somebody whom the committee named."""

    class Meta:
        model = models.AuditorSeat

    person = factory.SubFactory(PersonFactory)
