"""The funnel follows what happened elsewhere: one fact a stage, whatever is told twice or late.

Each handler reads what an event points at and writes what it finds, so that events may come in any
order, and a replay of all of them gives the same facts again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from django.db.models import Case, IntegerField, Value, When

from boutdufil.kernel.posts.events import PostFilled
from boutdufil.kernel.posts.models import Contact, Hire
from boutdufil.rooms.campaigns.enums import FunnelStage
from boutdufil.rooms.campaigns.events import CallTried, Registered, VisitorCame
from boutdufil.rooms.campaigns.models import FunnelFact, Meeting, Node, Registration, Trial

REFERENCE = "campaign:"


class FirstContactMade(Protocol):
    """What another room tells of somebody who applied: a contact of the ledger."""

    @property
    def contact_id(self) -> int:
        """The number of the contact."""


class MeetingHeld(Protocol):
    """What is told of a meeting of a job dating."""

    @property
    def meeting_id(self) -> int:
        """The number of the meeting."""


def note_registered(event: Registered) -> None:
    """Somebody has their place."""
    one = _registration(event.registration_id)
    if one is not None:
        _write_of(one, FunnelStage.REGISTERED, one.registered_at)


def note_came(event: VisitorCame) -> None:
    """Somebody was let in; nothing where that was a mistake, taken back since."""
    one = _registration(event.registration_id)
    if one is not None and one.came_at is not None:
        _write_of(one, FunnelStage.CAME, one.came_at)


def note_tried(event: CallTried) -> None:
    """Somebody took a practice call."""
    trial = Trial.objects.filter(pk=event.trial_id).first()
    if trial is not None:
        fact = FunnelFact(
            stage=FunnelStage.TRIED,
            key=f"trial:{trial.pk}",
            node_id=trial.node_id,
            registration_id=trial.registration_id,
            at=trial.started_at,
        )
        _write(fact)


def note_met(event: MeetingHeld) -> None:
    """A candidate and a recruiter met."""
    _note_meeting(event.meeting_id, FunnelStage.MET)


def note_offer(event: MeetingHeld) -> None:
    """A recruiter made an offer after a meeting."""
    _note_meeting(event.meeting_id, FunnelStage.OFFERED)


def note_application(event: FirstContactMade) -> None:
    """Somebody applied to a vacancy that a node led them to."""
    contact = Contact.objects.filter(pk=event.contact_id).select_related("vacancy").first()
    node = _node_of(contact)
    if contact is None or node is None:
        return
    mine = _registration_of(contact.person_id, node, contact.at)
    company = contact.vacancy.organisation_id
    key = f"contact:{contact.pk}" if mine is None else f"registration:{mine} {company}"
    fact = FunnelFact(
        stage=FunnelStage.APPLIED,
        key=key,
        node=node,
        registration_id=mine,
        organisation_id=company,
        at=contact.at,
    )
    _write(fact)


def note_hired(event: PostFilled) -> None:
    """A post was filled by somebody whom a node led there; the ledger alone counts hires."""
    hire = Hire.objects.filter(pk=event.hire_id).select_related("contact", "post__vacancy").first()
    node = _node_of(hire.contact) if hire else None
    if hire is None or node is None:
        return
    fact = FunnelFact(
        stage=FunnelStage.HIRED,
        key=f"hire:{hire.pk}",
        node=node,
        registration_id=_registration_of(hire.person_id, node, hire.recorded_at),
        organisation_id=hire.post.vacancy.organisation_id,
        at=hire.recorded_at,
    )
    _write(fact)


def _note_meeting(meeting_id: int, stage: FunnelStage) -> None:
    found = Meeting.objects.select_related("dating", "table").filter(pk=meeting_id).first()
    if found is None:
        return
    dating, company = found.dating, found.table.organisation_id
    began = dating.starts_at + timedelta(minutes=dating.minutes * found.round)
    fact = FunnelFact(
        stage=stage,
        key=f"registration:{found.registration_id} {company}",
        node_id=dating.node_id,
        registration_id=found.registration_id,
        organisation_id=company,
        at=began if stage == FunnelStage.MET else found.outcome_at or began,
    )
    _write(fact)


def _write_of(one: Registration, stage: FunnelStage, at: datetime) -> None:
    key = f"registration:{one.pk}"
    node_id = one.intake.node_id
    _write(FunnelFact(stage=stage, key=key, node_id=node_id, registration=one, at=at))


def _write(fact: FunnelFact) -> None:
    """Write a fact; of one told twice the earliest is kept, in whichever order they come."""
    FunnelFact.objects.bulk_create([fact], ignore_conflicts=True)
    later = FunnelFact.objects.filter(stage=fact.stage, key=fact.key, at__gt=fact.at)
    later.update(at=fact.at, node_id=fact.node_id)
    if fact.registration_id is not None:
        unknown = FunnelFact.objects.filter(stage=fact.stage, key=fact.key, registration=None)
        unknown.update(registration_id=fact.registration_id)


def _registration(registration_id: int) -> Registration | None:
    return Registration.objects.filter(pk=registration_id).select_related("intake").first()


def _node_of(contact: Contact | None) -> Node | None:
    number = contact.through.removeprefix(REFERENCE) if contact else ""
    if contact is None or not contact.through.startswith(REFERENCE) or not number.isdecimal():
        return None
    return Node.objects.filter(pk=int(number)).first()


def _registration_of(person_id: int | None, node: Node, at: datetime) -> int | None:
    """Return the registration by which somebody came to a campaign before a moment.

    That of the node itself before any other, then the first. None without an account.
    """
    if person_id is None:
        return None
    root = node.root_id or node.pk
    own = Registration.objects.filter(person_id=person_id, registered_at__lte=at)
    here = Case(
        When(intake__node_id=node.pk, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = own.filter(intake__node__root_id=root).order_by(here, "registered_at", "pk")
    return found.values_list("pk", flat=True).first()
