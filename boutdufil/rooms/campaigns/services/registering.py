"""Registering without an account: places exactly as many as there are, nobody lost.

One transaction writes the registration, its consents, what happened, the line of the trail and
the job of the message. See docs/decisions/0026.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from boutdufil.kernel import events, jobs
from boutdufil.kernel.people.models import fold_email
from boutdufil.kernel.people.services import take_allowance
from boutdufil.rooms.campaigns.enums import RegistrationStatus
from boutdufil.rooms.campaigns.errors import RegistrationError
from boutdufil.rooms.campaigns.events import Registered, RegistrationCancelled
from boutdufil.rooms.campaigns.models import Consent, Intake, Registration
from boutdufil.rooms.campaigns.rules.registrations import (
    ACTIVE,
    HOLDING,
    PURPOSE_WORDS,
    RegistrationDraft,
)
from boutdufil.rooms.campaigns.selectors.registrations import is_closed
from boutdufil.rooms.campaigns.services.places import (
    Locked,
    lock_arrival,
    lock_registration,
    may_ever_fit,
    move_places,
    take_places,
)
from boutdufil.rooms.campaigns.services.tickets import new_marks
from boutdufil.rooms.campaigns.services.trail import record
from boutdufil.rooms.campaigns.services.waiting import promote_waiting

__all__ = [
    "accept_place",
    "cancel_registration",
    "change_registration",
    "claim_registration",
    "promote_waiting",
    "register",
    "send_link_again",
]

# What an arrival needs to know of an event; the node's texts are long.
READ = (
    "opens_at",
    "closes_at",
    "called_off_at",
    "keeps_waiting_list",
    "largest_group",
    "node_id",
    "node__status",
)
# Messages somebody may have sent again to one address.
AGAIN, PER_SECONDS = 4, 3600


class _KnownError(Exception):
    """The same form, or the same address for the same event, was here before."""

    def __init__(self, registration_id: int) -> None:
        super().__init__()
        self.registration_id = registration_id


def register(
    *, intake_id: int, draft: RegistrationDraft, person_id: int | None = None
) -> Registration:
    """Register somebody, or a group; where it is full, put them on the waiting list.

    The same form sent twice is one registration, and so is the same address for the same event:
    its owner gets the message with the link again, and nobody else learns of it.

    :raises RegistrationError: it is closed, or full without a waiting list, or the slot is past.
    """
    try:
        return _register_with_free_code(intake_id, draft, person_id)
    except _KnownError as known:
        _write_again(known.registration_id, fold_email(draft.email))
        return Registration.objects.get(pk=known.registration_id)


def _register_with_free_code(
    intake_id: int, draft: RegistrationDraft, person_id: int | None
) -> Registration:
    """Try once more with another code to type: a drawn one may be somebody's already."""
    try:
        return _register(intake_id, draft, person_id)
    except IntegrityError:
        return _register(intake_id, draft, person_id)


@transaction.atomic
def _register(intake_id: int, draft: RegistrationDraft, person_id: int | None) -> Registration:
    intake = _open_intake(intake_id, draft)
    status = _take_or_wait(intake, draft)
    email, marks = fold_email(draft.email), new_marks(_nonce_of(intake_id, draft))
    # The event's row is locked: whoever is here before us is seen.
    same = Q(ticket_hash=marks.ticket_hash)
    if email:
        same |= Q(intake_id=intake_id, email=email, status__in=ACTIVE)
    known = Registration.objects.filter(same).values_list("pk", flat=True).first()
    if known is not None:
        raise _KnownError(known)
    now = timezone.now()
    one = Registration.objects.create(
        intake_id=intake_id,
        person_id=person_id,
        email=email,
        language=draft.language,
        origin=draft.origin,
        status=status,
        registered_at=now,
        waiting_since=now if status == RegistrationStatus.WAITING else None,
        **_said(draft),
        **marks.fields(),
    )
    _give(one, draft.consents)
    if status == RegistrationStatus.CONFIRMED:
        events.publish(Registered(one.pk, intake.node_id))
    record(person_id, "register", intake.node_id, registration=one.pk, status=str(status))
    _write(one)
    return one


def send_link_again(*, intake_id: int, email: str) -> None:
    """Send whoever lost it the link of their registration; nobody learns whether there is one."""
    folded = fold_email(email)
    found = Registration.objects.filter(intake_id=intake_id, email=folded, erased_at=None)
    known = found.order_by("-registered_at").values_list("pk", flat=True).first()
    if folded and known is not None:
        _write_again(known, folded)


@transaction.atomic
def cancel_registration(*, registration_id: int, actor_id: int | None = None) -> Registration:
    """Take a registration back; its places go to whoever is next. A second time changes nothing.

    :raises RegistrationError: whoever it is has been let in already.
    """
    locked, one = lock_registration(registration_id)
    if one.came_at is not None:
        raise RegistrationError(_("Cette venue est déjà notée : il n’y a plus rien à annuler."))
    if one.status not in ACTIVE:
        return one
    if one.status in HOLDING:
        move_places(intake_id=one.intake_id, slot_id=one.slot_id, places=-one.places)
    one.status, one.cancelled_at = RegistrationStatus.CANCELLED, timezone.now()
    one.save(update_fields=["status", "cancelled_at"])
    events.publish(RegistrationCancelled(one.pk, locked.intake.node_id))
    record(actor_id, "cancel_registration", locked.intake.node_id, registration=one.pk)
    _write(one)
    promote_waiting(intake_id=one.intake_id)
    return one


@transaction.atomic
def change_registration(
    *, registration_id: int, draft: RegistrationDraft, actor_id: int | None = None
) -> Registration:
    """Change all but the address. Who waits and asks for more, or elsewhere, waits anew.

    :raises RegistrationError: there is no room, or nothing may be changed any more; nothing is.
    """
    locked, one = lock_registration(registration_id)
    if one.status not in ACTIVE or one.came_at or _is_over(locked.intake):
        raise RegistrationError(_("Cette inscription ne peut plus être changée."))
    moves = (draft.slot_id, draft.places) != (one.slot_id, one.places)
    if moves:
        _move(locked, one, draft)
    said = _said(draft)
    for name, value in said.items():
        setattr(one, name, value)
    one.save(update_fields=[*said, "waiting_since"])
    _change_consents(one, set(draft.consents))
    record(actor_id, "change_registration", locked.intake.node_id, registration=one.pk)
    if moves:
        _write(one)
        promote_waiting(intake_id=one.intake_id)
    one.refresh_from_db()
    return one


@transaction.atomic
def accept_place(*, registration_id: int) -> Registration:
    """Accept the place that is kept; a second time changes nothing.

    :raises RegistrationError: none is kept (any more), or the event is called off.
    """
    locked, one = lock_registration(registration_id)
    if one.status == RegistrationStatus.CONFIRMED:
        return one
    kept = one.offered_until is not None and timezone.now() < one.offered_until
    if one.status != RegistrationStatus.OFFERED or not kept or locked.intake.called_off_at:
        raise RegistrationError(_("Cette place n’est plus gardée pour vous."))
    one.status, one.offered_until = RegistrationStatus.CONFIRMED, None
    one.save(update_fields=["status", "offered_until"])
    events.publish(Registered(one.pk, locked.intake.node_id))
    record(one.person_id, "accept_place", locked.intake.node_id, registration=one.pk)
    _write(one)
    return one


@transaction.atomic
def claim_registration(*, registration_id: int, person_id: int) -> bool:
    """Tie a registration to the account of its owner; false where it is somebody's already."""
    free = Registration.objects.filter(pk=registration_id, person=None, erased_at=None)
    if not free.update(person_id=person_id):
        return False
    node_id = Registration.objects.values_list("intake__node_id", flat=True).get(pk=registration_id)
    record(person_id, "claim_registration", node_id, registration=registration_id)
    return True


def _open_intake(intake_id: int, draft: RegistrationDraft) -> Intake:
    intake = Intake.objects.select_related("node").only(*READ).get(pk=intake_id)
    now = timezone.now()
    if _is_over(intake) or (intake.opens_at and now < intake.opens_at):
        raise RegistrationError(_("Les inscriptions ne sont pas ouvertes."))
    if draft.slot_id is None and intake.slots.exists():
        raise RegistrationError(_("Choisissez un créneau à venir."), "slot")
    if not 1 <= draft.places <= (intake.largest_group or 1):
        raise RegistrationError(_("Ce nombre de personnes n’est pas possible ici."), "places")
    return intake


def _is_over(intake: Intake) -> bool:
    called_off = intake.called_off_at is not None
    return called_off or is_closed(intake, intake.node.status, timezone.now())


def _take_or_wait(intake: Intake, draft: RegistrationDraft) -> RegistrationStatus:
    """Take the places, or find out that they wait; either way the event's row is locked then."""
    take = partial(take_places, intake_id=intake.pk, slot_id=draft.slot_id, places=draft.places)
    if take():
        return RegistrationStatus.CONFIRMED
    if not lock_arrival(intake_id=intake.pk, slot_id=draft.slot_id):
        raise RegistrationError(_("Choisissez un créneau à venir."), "slot")
    # A place may have come free before the rows were locked.
    if take():
        return RegistrationStatus.CONFIRMED
    if not intake.keeps_waiting_list:
        raise RegistrationError(_("C’est complet."), "slot" if draft.slot_id else "")
    _refuse_hopeless(intake.pk, draft)
    return RegistrationStatus.WAITING


def _refuse_hopeless(intake_id: int, draft: RegistrationDraft) -> None:
    if not may_ever_fit(intake_id=intake_id, slot_id=draft.slot_id, places=draft.places):
        raise RegistrationError(_("Il n’y a pas autant de places, même en attendant."), "places")


def _move(locked: Locked, one: Registration, draft: RegistrationDraft) -> None:
    """Count somebody elsewhere, or for another number; who waits keeps their rank with less."""
    if not 1 <= draft.places <= (locked.intake.largest_group or 1):
        raise RegistrationError(_("Ce nombre de personnes n’est pas possible ici."), "places")
    slot = locked.slots.get(draft.slot_id or 0)
    if locked.slots and (slot is None or slot.ends_at <= timezone.now()):
        raise RegistrationError(_("Choisissez un créneau à venir."), "slot")
    if one.status == RegistrationStatus.WAITING:
        _refuse_hopeless(one.intake_id, draft)
        if draft.slot_id != one.slot_id or draft.places > one.places:
            one.waiting_since = timezone.now()
        return
    room = locked.room().without(one.slot_id, -one.places)
    if not room.fits(draft.slot_id, draft.places):
        raise RegistrationError(_("Il n’y a pas assez de places. Rien n’a changé."), "places")
    move_places(intake_id=one.intake_id, slot_id=one.slot_id, places=-one.places)
    move_places(intake_id=one.intake_id, slot_id=draft.slot_id, places=draft.places)


def _said(draft: RegistrationDraft) -> Mapping[str, Any]:
    return {
        "slot_id": draft.slot_id,
        "name": draft.name,
        "places": draft.places,
        "group_name": draft.group_name,
        "needs": draft.needs,
        "answers": dict(draft.answers),
    }


def _give(one: Registration, purposes: Iterable[str]) -> None:
    """Write down what is allowed, with the words that were read."""
    with translation.override(one.language):
        made = [
            Consent(registration=one, purpose=purpose, words=str(PURPOSE_WORDS[purpose]))
            for purpose in sorted(purposes)
        ]
    if made:
        Consent.objects.bulk_create(made)


def _change_consents(one: Registration, wanted: set[str]) -> None:
    standing = one.consents.filter(withdrawn_at=None)
    given = set(standing.values_list("purpose", flat=True))
    standing.filter(purpose__in=given - wanted).update(withdrawn_at=timezone.now())
    _give(one, wanted - given)


def _nonce_of(intake_id: int, draft: RegistrationDraft) -> str:
    """Return the same for the same form with the same content; nothing without a form."""
    if not draft.once:
        return ""
    said = [draft.once, intake_id, fold_email(draft.email), sorted(_said(draft).items(), key=str)]
    text = json.dumps(said, default=str)
    return salted_hmac("campaigns.form", text, algorithm="sha256").hexdigest()


def _write(one: Registration) -> None:
    if one.email:
        jobs.enqueue("campaigns.send_registration", registration_id=one.pk)


def _write_again(registration_id: int, email: str) -> None:
    """Send the message with the link again, a few times an hour at most."""
    scope = "campaigns.registration_again"
    if email and not take_allowance(scope=scope, key=email, limit=AGAIN, per_seconds=PER_SECONDS):
        jobs.enqueue("campaigns.send_registration", registration_id=registration_id)
