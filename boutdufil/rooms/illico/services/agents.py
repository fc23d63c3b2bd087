"""Who answers: seats offered, taken, changed, ended; numbers entrusted to a provider."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel import jobs
from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.people.models import Person, fold_email
from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.rooms.illico.errors import SeatError
from boutdufil.rooms.illico.models import Agent, EntrustedNumber, SeatOffer
from boutdufil.rooms.illico.models.seats import OFFER_LIVES
from boutdufil.rooms.illico.rules.seats import Seat
from boutdufil.rooms.illico.selectors.agents import numbers_open_to
from boutdufil.rooms.illico.services.desk import ask_quietly, move_agent

OFFER_SUBJECT = gettext_lazy("%(organisation)s vous propose un poste")
# What the offer says and a person's own word alone changes afterwards.
OF_THE_SEAT = (
    "given_name", "languages", "capacity", "skills", "pool", "is_interpreter", "is_home",
    "work_status",
)  # fmt: skip


@transaction.atomic
def seat_agent(
    *, organisation_id: int, person_id: int, seat: Seat, actor_id: int | None = None
) -> Agent:
    """Seat somebody who has said yes.

    :raises SeatError: they sit there already, or a number is not this organisation's to answer.
    """
    _check(organisation_id, seat)
    agent = Agent(
        organisation_id=organisation_id, person_id=person_id, signs_first=seat.signs_first
    )
    _describe(agent, seat)
    try:
        with transaction.atomic():
            agent.save(force_insert=True)
    except IntegrityError as error:
        raise SeatError(_("Cette personne a déjà un poste ici.")) from error
    agent.numbers.set(seat.numbers)
    _record(actor_id or person_id, "seat_agent", agent)
    return agent


def change_seat(*, agent_id: int, seat: Seat, actor_id: int | None) -> Agent:
    """Change what somebody may answer; who is at their post is moved at once.

    :raises SeatError: a number is not this organisation's to answer.
    """
    with transaction.atomic():
        agent = Agent.objects.select_for_update().get(pk=agent_id)
        _check(agent.organisation_id, seat)
        _describe(agent, seat)
        agent.save(update_fields=OF_THE_SEAT)
        agent.numbers.set(seat.numbers)
        _record(actor_id, "change_seat", agent)
    move_agent(agent_id=agent_id)
    return agent


@transaction.atomic
def say_first_language(*, agent_id: int, signs_first: bool) -> None:
    """Note what the person in the seat says of themselves; it counts from the next time on."""
    Agent.objects.filter(pk=agent_id).update(signs_first=signs_first)


def end_seat(*, agent_id: int, actor_id: int | None) -> None:
    """End a seat; what was done from it stays."""
    with transaction.atomic():
        agent = Agent.objects.select_for_update().get(pk=agent_id)
        if agent.ended_at is None:
            agent.ended_at = timezone.now()
            agent.save(update_fields=["ended_at"])
            _record(actor_id, "end_seat", agent)
    ask_quietly("sign_out", agent=agent.name)


@transaction.atomic
def offer_seat(*, organisation_id: int, email: str, seat: Seat, actor_id: int | None) -> SeatOffer:
    """Offer a seat to an address; an earlier offer to it is withdrawn.

    :raises SeatError: a number is not this organisation's to answer.
    """
    _check(organisation_id, seat)
    address = fold_email(email)
    _open_offers().filter(organisation_id=organisation_id, email=address).update(
        withdrawn_at=timezone.now()
    )
    offer = SeatOffer.objects.create(
        organisation_id=organisation_id,
        email=address,
        seat=seat.to_plain(),
        offered_by_id=actor_id,
    )
    jobs.enqueue("illico.send_seat_offer", offer_id=offer.pk)
    audit.record(
        actor_id=actor_id,
        verb="illico.offer_seat",
        subject=f"seat_offer:{offer.pk}",
        facts={"organisation": organisation_id},
    )
    return offer


def send_seat_offer(*, offer_id: int) -> None:
    """Write to whoever was offered a seat, unless it was answered or withdrawn meanwhile."""
    offer = _open_offers().select_related("organisation").filter(pk=offer_id).first()
    if offer is None:
        return
    person = Person.objects.filter(email=offer.email).first()
    send_letter(
        to=offer.email,
        language=person.language if person else "fr",
        subject=OFFER_SUBJECT,
        template="illico/agents/offer_mail.txt",
        facts={
            "organisation": offer.organisation.name,
            "url": absolute_url(reverse("illico:console")),
        },
    )


@transaction.atomic
def accept_offer(*, offer_id: int, person_id: int, signs_first: bool = False) -> Agent:
    """Take an offered seat.

    :raises SeatError: it was withdrawn, is too old, or they sit there already.
    """
    offer = _standing(offer_id)
    offer.accepted_at = timezone.now()
    offer.save(update_fields=["accepted_at"])
    plain: dict[str, Any] = {**offer.seat, "signs_first": signs_first}
    return seat_agent(
        organisation_id=offer.organisation_id, person_id=person_id, seat=Seat.of_plain(plain)
    )


@transaction.atomic
def decline_offer(*, offer_id: int) -> None:
    """Say no to a seat; nobody is asked why.

    :raises SeatError: it does not stand any more.
    """
    offer = _standing(offer_id)
    offer.declined_at = timezone.now()
    offer.save(update_fields=["declined_at"])


@transaction.atomic
def withdraw_offer(*, offer_id: int) -> None:
    """Take an offer back; one already answered stays."""
    _open_offers().filter(pk=offer_id).update(withdrawn_at=timezone.now())


@transaction.atomic
def entrust_number(*, number_id: int, organisation_id: int, actor_id: int | None) -> None:
    """Let another organisation answer a number; saying it twice changes nothing."""
    _entrusted, created = EntrustedNumber.objects.get_or_create(
        number_id=number_id, organisation_id=organisation_id, ended_at=None
    )
    if created:
        audit.record(
            actor_id=actor_id,
            verb="illico.entrust_number",
            subject=f"number:{number_id}",
            facts={"organisation": organisation_id},
        )


def forget_offers(*, before: datetime) -> int:
    """Delete the offers made before a moment, with their addresses."""
    return SeatOffer.objects.filter(offered_at__lt=before).delete()[0]


def _check(organisation_id: int, seat: Seat) -> None:
    strange = set(seat.numbers) - {number.id for number in numbers_open_to(organisation_id)}
    if strange:
        raise SeatError(_("Ce numéro n’est pas confié à votre organisation."))
    if not seat.capacity:
        raise SeatError(_("Choisissez au moins un canal."))


def _describe(agent: Agent, seat: Seat) -> None:
    for name in OF_THE_SEAT:
        value = getattr(seat, name)
        setattr(agent, name, list(value) if isinstance(value, tuple) else value)
    agent.capacity = dict(seat.capacity)


def _open_offers() -> QuerySet[SeatOffer]:
    return SeatOffer.objects.filter(accepted_at=None, declined_at=None, withdrawn_at=None)


def _standing(offer_id: int) -> SeatOffer:
    offer = _open_offers().select_for_update().filter(pk=offer_id).first()
    if offer is None or offer.offered_at < timezone.now() - OFFER_LIVES:
        raise SeatError(_("Cette proposition n’est plus valable. Demandez-en une autre."))
    return offer


def _record(actor_id: int | None, verb: str, agent: Agent) -> None:
    audit.record(
        actor_id=actor_id,
        verb=f"illico.{verb}",
        subject=f"agent:{agent.pk}",
        facts={"organisation": agent.organisation_id},
    )
