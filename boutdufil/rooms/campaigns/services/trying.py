"""Trying the job at a stop: a practice call at once, counted once a person, forgotten with time."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.kernel import events
from boutdufil.kernel.calls.errors import UnknownScenarioError
from boutdufil.kernel.calls.scenarios import scenario
from boutdufil.kernel.calls.services.practice import forget_practice, open_practice
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.events import CallTried
from boutdufil.rooms.campaigns.models import Node, Registration, Trial, TrialCall
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.tickets import folded_code


@dataclass(frozen=True, slots=True)
class Start:
    """Which call somebody takes: a channel for one with somebody, "" for a script's."""

    scenario: str
    channel: str = ""
    ticket_code: str = ""


@dataclass(frozen=True, slots=True)
class StartedCall:
    """A call that was picked up; ``seat_id`` is the visitor's seat where somebody plays along."""

    trial_id: int
    seat_id: UUID | None


@transaction.atomic
def start_call(
    *, node: NodeRow, start: Start, trial_id: int | None = None, person: Person | None = None
) -> StartedCall:
    """Pick up a practice call at a node, without an account.

    ``trial_id`` is what the visitor's session remembers of this node: another call of the same
    person. A ticket's code ties the trial to its registration, and is not asked for.

    :raises CampaignError: with the field it is about: no such call, no ticket of the campaign.
    """
    registration = _registration_of(node, start.ticket_code)
    trial = _trial_of(node, trial_id, registration)
    try:
        slug = scenario(start.scenario).slug
        seat = None
        if start.channel:
            seat = open_practice(slug=slug, channel=start.channel, person=person)
    except UnknownScenarioError as error:
        raise CampaignError(_("Cet appel n’existe plus. Prenez-en un autre."), "start") from error
    TrialCall.objects.create(trial=trial, scenario=slug, seat=seat)
    return StartedCall(trial.pk, seat.pk if seat else None)


@transaction.atomic
def erase_people_of(*, root_id: int) -> int:
    """Forget who tried at a campaign: sheets nobody took with them go, counts stay.

    Who has an account took their call along: it is theirs, in mobility. Return how many trials.
    """
    trials = Trial.objects.filter(node__root_id=root_id)
    left = TrialCall.objects.filter(trial__in=trials, seat__isnull=False, seat__person=None)
    for seat_id in left.values_list("seat_id", flat=True):
        forget_practice(participant_id=seat_id)
    TrialCall.objects.filter(trial__in=trials).update(seat=None)
    return trials.exclude(registration=None).update(registration=None)


def _registration_of(node: NodeRow, typed: str) -> Registration | None:
    code = folded_code(typed)
    if not code:
        return None
    family = Node.objects.filter(root_id=node.root_id)
    found = Registration.objects.filter(code=code, intake__node__in=family, erased_at=None).first()
    if found is None:
        raise CampaignError(
            _("Ce n’est pas le code d’un billet de cette campagne. Vérifiez-le, ou laissez vide."),
            "ticket_code",
        )
    return found


def _trial_of(node: NodeRow, trial_id: int | None, registration: Registration | None) -> Trial:
    """Return the trial of a person at a node: by their ticket first, then as remembered."""
    here = Trial.objects.select_for_update().filter(node_id=node.id)
    remembered = here.filter(pk=trial_id).first() if trial_id else None
    if registration is None:
        return remembered or _new_trial(node, None)
    own = here.filter(registration=registration).first()
    if own is not None:
        return own
    if remembered is None or remembered.registration_id is not None:
        return _new_trial(node, registration)
    remembered.registration = registration
    remembered.save(update_fields=["registration"])
    events.publish(CallTried(trial_id=remembered.pk, node_id=node.id))
    return remembered


def _new_trial(node: NodeRow, registration: Registration | None) -> Trial:
    if registration is None:
        made, is_new = Trial.objects.create(node_id=node.id), True
    else:
        made, is_new = Trial.objects.get_or_create(node_id=node.id, registration=registration)
    if is_new:
        events.publish(CallTried(trial_id=made.pk, node_id=node.id))
    return made
