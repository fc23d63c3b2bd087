"""Slots of work: one's own, those open to one and why others are not; a team's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.enums import Channel
from boutdufil.rooms.illico.enums import LocationEvidence, SlotAct, WorkStatus
from boutdufil.rooms.illico.models import (
    Agent,
    Contest,
    IndependentsDecision,
    LocationAttestation,
    Slot,
    SlotAnswer,
)
from boutdufil.rooms.illico.rules.slot_offers import Hours, Wanted, Why, Worker, reasons_against

WORDS: Mapping[Why, str | Promise] = {
    Why.OFF: _("cette organisation ne propose pas de créneaux à des indépendants"),
    Why.NOT_INDEPENDENT: _("vous êtes salarié ou salariée : votre employeur fixe vos créneaux"),
    Why.PAST: _("il a commencé"),
    Why.TAKEN: _("quelqu’un l’a pris avant vous"),
    Why.CHANNEL: _("votre poste n’a pas ce canal"),
    Why.LANGUAGE: _("votre poste n’a pas cette langue"),
    Why.OVERLAP: _("vous avez déjà un créneau à cette heure"),
    Why.NO_ATTESTATION: _("vous n’avez pas encore dit d’où vous travaillez"),
}


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A slot; ``agent`` is who works it, ``answer`` what the reader last did with it."""

    id: int
    starts_at: datetime
    ends_at: datetime
    channel: str
    language: str
    rate: int | None
    agent: str
    is_offered: bool
    answer: str
    reasons: tuple[str, ...] = ()

    @property
    def rate_units(self) -> int | None:
        """Return the price of an hour in 1/10,000 €."""
        return None if self.rate is None else self.rate * 100


@dataclass(frozen=True, slots=True)
class OwnSlots:
    """Slots to come as their agent sees them."""

    own: tuple[SlotRow, ...]
    open: tuple[SlotRow, ...]
    closed: tuple[SlotRow, ...]


@dataclass(frozen=True, slots=True)
class AttestationRow:
    """What is declared of where somebody works, and how far it can be relied on."""

    in_france: bool
    evidence: str
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class ContestRow:
    """A dispute, and its answer once there is one."""

    id: int
    agent: str
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


def are_independents_allowed(organisation_id: int) -> bool:
    """Tell whether the site and the organisation both let independents answer."""
    if not settings.BOUTDUFIL_INDEPENDENTS:
        return False
    decided = IndependentsDecision.objects.filter(organisation_id=organisation_id)
    return bool(decided.order_by("-decided_at", "-pk").values_list("allowed", flat=True).first())


def own_slots(agent_id: int) -> OwnSlots:
    """Return an agent's slots to come, those open to them, and why the others are not."""
    agent = Agent.objects.get(pk=agent_id)
    coming = _to_come(agent.organisation_id)
    said = _answers(agent_id)
    mine = [slot for slot in coming if slot.agent_id == agent_id]
    offered = [s for s in coming if s.work_status == WorkStatus.INDEPENDENT and s not in mine]
    allowed = are_independents_allowed(agent.organisation_id)
    worker = worker_of(agent)
    rows = [_row(slot, said, reasons_of(worker, slot, allowed=allowed)) for slot in offered]
    return OwnSlots(
        own=tuple(_row(slot, said) for slot in mine),
        open=tuple(row for row in rows if not row.reasons),
        closed=tuple(row for row in rows if row.reasons) if allowed else (),
    )


def team_slots(organisation_id: int) -> tuple[SlotRow, ...]:
    """Return the slots of an organisation to come."""
    return tuple(_row(slot, {}) for slot in _to_come(organisation_id))


def worker_of(agent: Agent) -> Worker:
    """Return all that is asked of an agent; their answers to earlier slots are no part of it."""
    busy = Slot.objects.filter(agent=agent, cancelled_at=None, ends_at__gt=timezone.now())
    return Worker(
        is_independent=agent.work_status == WorkStatus.INDEPENDENT,
        channels=frozenset(agent.capacity),
        languages=frozenset(agent.languages),
        is_attested=attestation(agent.pk) is not None,
        busy=tuple(Hours(slot.starts_at, slot.ends_at) for slot in busy),
    )


def reasons_of(worker: Worker, slot: Slot, *, allowed: bool) -> tuple[str, ...]:
    """Return in words why a slot is not open to somebody; nothing when it is."""
    wanted = Wanted(
        Hours(slot.starts_at, slot.ends_at),
        slot.channel,
        slot.language,
        is_allowed=allowed,
        is_taken=slot.agent_id is not None,
    )
    return tuple(str(WORDS[why]) for why in reasons_against(worker, wanted, timezone.now()))


def attestation(agent_id: int) -> AttestationRow | None:
    """Return what holds of where an agent works; None while nothing was said."""
    found = LocationAttestation.objects.filter(agent_id=agent_id)
    one = found.order_by("-declared_at", "-pk").first()
    if one is None:
        return None
    level = str(LocationEvidence(one.evidence).label)
    return AttestationRow(one.in_france, level, one.declared_at)


def contests_of(agent_id: int) -> list[ContestRow]:
    """Return what somebody disputes, and the answers."""
    return _contest_rows(agent__pk=agent_id)


def contests_at(organisation_id: int) -> list[ContestRow]:
    """Return what waits for a person's answer in an organisation."""
    return _contest_rows(agent__organisation_id=organisation_id, answered_at=None)


def _contest_rows(**wanted: int | None) -> list[ContestRow]:
    found = Contest.objects.filter(**wanted).select_related("agent")
    return [
        ContestRow(
            one.pk, one.agent.given_name, one.text, one.asked_at, one.answer, one.answered_at
        )
        for one in found
    ]


def _to_come(organisation_id: int) -> list[Slot]:
    coming = Slot.objects.filter(
        organisation_id=organisation_id, cancelled_at=None, ends_at__gt=timezone.now()
    )
    return list(coming.select_related("agent").order_by("starts_at", "pk"))


def _answers(agent_id: int) -> dict[int, str]:
    said = SlotAnswer.objects.filter(agent_id=agent_id).order_by("at", "pk")
    return dict(said.values_list("slot_id", "act"))


def _row(slot: Slot, said: Mapping[int, str], reasons: tuple[str, ...] = ()) -> SlotRow:
    act = said.get(slot.pk)
    return SlotRow(
        id=slot.pk,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        channel=str(Channel(slot.channel).label),
        language=slot.language,
        rate=slot.rate,
        agent=slot.agent.given_name if slot.agent else "",
        is_offered=slot.work_status == WorkStatus.INDEPENDENT,
        answer=str(SlotAct(act).label) if act else "",
        reasons=reasons,
    )
