"""Slots of work: assigned to employees, offered to independents who take, refuse or return them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.illico.enums import LocationEvidence, SlotAct, WorkStatus
from boutdufil.rooms.illico.errors import SlotError
from boutdufil.rooms.illico.models import (
    Agent,
    Contest,
    IndependentsDecision,
    LocationAttestation,
    Slot,
    SlotAnswer,
)
from boutdufil.rooms.illico.selectors.slots import (
    are_independents_allowed,
    reasons_of,
    worker_of,
)


@dataclass(frozen=True, slots=True)
class SlotDraft:
    """From when to when, on which channel and in which language; ``rate`` in cents an hour."""

    starts_at: datetime
    ends_at: datetime
    channel: str
    language: str = "fr"
    rate: int | None = None


@transaction.atomic
def assign_slot(
    *, organisation_id: int, agent_id: int, draft: SlotDraft, actor_id: int | None
) -> Slot:
    """Put a slot into an employee's roster.

    :raises SlotError: they are no employee of this team, or work at that hour already.
    """
    agent = Agent.objects.select_for_update().get(pk=agent_id)
    if agent.organisation_id != organisation_id or agent.work_status != WorkStatus.SALARIED:
        raise SlotError(_("Un créneau ne s’impose qu’à une personne salariée de l’équipe."))
    taken = Slot.objects.filter(
        agent=agent,
        cancelled_at=None,
        starts_at__lt=draft.ends_at,
        ends_at__gt=draft.starts_at,
    )
    if taken.exists():
        raise SlotError(_("Cette personne a déjà un créneau à cette heure."))
    return _made(organisation_id, draft, actor_id, agent=agent)


@transaction.atomic
def offer_slot(*, organisation_id: int, draft: SlotDraft, actor_id: int | None) -> Slot:
    """Offer a slot to every independent it suits, at the same moment.

    :raises SlotError: the site or the organisation has not said yes to independents.
    """
    if not are_independents_allowed(organisation_id):
        raise SlotError(_("Les indépendants ne sont pas autorisés ici."))
    return _made(organisation_id, draft, actor_id, agent=None)


@transaction.atomic
def take_slot(*, slot_id: int, agent_id: int) -> None:
    """Take a slot: the first who takes it has it.

    :raises SlotError: it is not open to them; says why.
    """
    slot = _standing(slot_id)
    agent = Agent.objects.get(pk=agent_id, organisation_id=slot.organisation_id)
    if slot.agent_id == agent_id:
        return
    allowed = are_independents_allowed(slot.organisation_id)
    reasons = reasons_of(worker_of(agent), slot, allowed=allowed)
    if reasons or slot.work_status != WorkStatus.INDEPENDENT:
        raise SlotError(_("Ce créneau n’est pas libre pour vous\u00a0: %s.") % ", ".join(reasons))
    slot.agent = agent
    slot.save(update_fields=["agent"])
    SlotAnswer.objects.create(slot=slot, agent=agent, act=SlotAct.TAKEN)


@transaction.atomic
def refuse_slot(*, slot_id: int, agent_id: int) -> None:
    """Say no to an offered slot. It stays open to them, and nothing else follows.

    :raises SlotError: it was cancelled, or assigned by an employer.
    """
    slot = _standing(slot_id)
    if slot.work_status != WorkStatus.INDEPENDENT:
        raise SlotError(_("Ce créneau est posé par votre employeur : voyez avec votre équipe."))
    SlotAnswer.objects.create(slot=slot, agent_id=agent_id, act=SlotAct.REFUSED)


@transaction.atomic
def return_slot(*, slot_id: int, agent_id: int) -> None:
    """Give a slot back before it begins; it is open to everybody again.

    :raises SlotError: it is not theirs (any more), has begun, or was assigned by an employer.
    """
    slot = _standing(slot_id)
    if slot.agent_id != agent_id:
        raise SlotError(_("Ce créneau n’est plus à vous."))
    if slot.starts_at <= timezone.now() or slot.work_status != WorkStatus.INDEPENDENT:
        raise SlotError(_("Ce créneau ne peut plus être rendu ici."))
    slot.agent = None
    slot.save(update_fields=["agent"])
    SlotAnswer.objects.create(slot=slot, agent_id=agent_id, act=SlotAct.RETURNED)


@transaction.atomic
def cancel_slot(*, slot_id: int, actor_id: int | None) -> None:
    """Take a slot out of the roster."""
    if Slot.objects.filter(pk=slot_id, cancelled_at=None).update(cancelled_at=timezone.now()):
        audit.record(actor_id=actor_id, verb="illico.cancel_slot", subject=f"slot:{slot_id}")


@transaction.atomic
def declare_location(
    *,
    agent_id: int,
    in_france: bool,
    declared_by_id: int,
    evidence: int = LocationEvidence.DECLARED,
) -> LocationAttestation:
    """Write down from where an agent says they work; it is a declaration, never a proof."""
    declared = LocationAttestation.objects.create(
        agent_id=agent_id,
        in_france=in_france,
        evidence=LocationEvidence(evidence),
        declared_by_id=declared_by_id,
    )
    audit.record(
        actor_id=declared_by_id,
        verb="illico.declare_location",
        subject=f"agent:{agent_id}",
        facts={"in_france": in_france, "evidence": int(evidence)},
    )
    return declared


@transaction.atomic
def decide_on_independents(
    *, organisation_id: int, allowed: bool, counsel: str, actor_id: int
) -> None:
    """Write down whether an organisation lets independents answer, and on whose advice."""
    IndependentsDecision.objects.create(
        organisation_id=organisation_id, allowed=allowed, counsel=counsel, decided_by_id=actor_id
    )
    audit.record(
        actor_id=actor_id,
        verb="illico.decide_on_independents",
        subject=f"organisation:{organisation_id}",
        facts={"allowed": allowed},
    )


@transaction.atomic
def contest(*, agent_id: int, text: str, slot_id: int | None = None) -> Contest:
    """Dispute a decision about one's work: a person will answer."""
    return Contest.objects.create(agent_id=agent_id, text=text, slot_id=slot_id)


@transaction.atomic
def answer_contest(*, contest_id: int, answer: str, actor_id: int) -> None:
    """Answer a dispute with reasons; the first answer stays."""
    waiting = Contest.objects.filter(pk=contest_id, answered_at=None)
    if waiting.update(answer=answer, answered_by_id=actor_id, answered_at=timezone.now()):
        audit.record(
            actor_id=actor_id, verb="illico.answer_contest", subject=f"contest:{contest_id}"
        )


def _standing(slot_id: int) -> Slot:
    """Return a slot, locked: what somebody answers may have been cancelled meanwhile."""
    rows = Slot.objects.select_for_update(of=("self",))
    slot = rows.filter(pk=slot_id, cancelled_at=None).first()
    if slot is None:
        raise SlotError(_("Ce créneau a été annulé."))
    return slot


def _made(
    organisation_id: int, draft: SlotDraft, actor_id: int | None, *, agent: Agent | None
) -> Slot:
    slot = Slot.objects.create(
        organisation_id=organisation_id,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        channel=draft.channel,
        language=draft.language,
        rate=draft.rate if agent is None else None,
        work_status=WorkStatus.INDEPENDENT if agent is None else WorkStatus.SALARIED,
        agent=agent,
        made_by_id=actor_id,
    )
    audit.record(actor_id=actor_id, verb="illico.make_slot", subject=f"slot:{slot.pk}")
    return slot
