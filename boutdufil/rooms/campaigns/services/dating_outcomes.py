"""What comes of a meeting: one tap of the recruiter, written into the ledger where it counts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel import events, realtime
from boutdufil.kernel.posts import services as ledger
from boutdufil.kernel.posts.enums import ContactKind
from boutdufil.kernel.posts.errors import NoOpenPostError
from boutdufil.kernel.posts.models import Hire
from boutdufil.rooms.campaigns.enums import LIVE, MeetingState, Outcome
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.events import Met, OfferMade
from boutdufil.rooms.campaigns.models import Meeting
from boutdufil.rooms.campaigns.services.dating_plans import locked_day
from boutdufil.rooms.campaigns.services.trail import record

# Said of the hire in the ledger when a recruiter takes "hired" back.
TAKEN_BACK = "job dating: taken back"


@dataclass(frozen=True, slots=True)
class Told:
    """What a recruiter says of a meeting; ``vacancy_id`` is what a hire is on."""

    outcome: str
    vacancy_id: int | None = None


@transaction.atomic
def record_outcome(*, meeting_id: int, told: Told, actor_id: int | None) -> bool:
    """Write down what comes of a meeting; true where a hire stands in the ledger for it.

    Who has an account is met, and hired, in the ledger too, once; a hire taken back is cancelled
    there if it was written from here.

    :raises CampaignError: the meeting was lost, or no post is open.
    """
    outcome = Outcome(told.outcome)
    one = _locked(meeting_id)
    _refuse_lost(one)
    if outcome == Outcome.HIRED and one.hire_id is not None:
        return True
    is_first = one.state != MeetingState.MET
    made_offer = outcome == Outcome.OFFER and one.outcome != Outcome.OFFER
    one.state, one.outcome, one.outcome_at = MeetingState.MET, outcome, timezone.now()
    _meet(one)
    _take_back(one, actor_id)
    stands = outcome == Outcome.HIRED and _hire(one, told, actor_id)
    one.save()
    if is_first:
        events.publish(Met(meeting_id=one.pk))
    if made_offer:
        events.publish(OfferMade(meeting_id=one.pk))
    # No page of anybody else shows it: three hundred telephones are not woken for each tap.
    record(actor_id, "record_outcome", one.dating.node_id, meeting=one.pk, outcome=str(outcome))
    return stands


@transaction.atomic
def mark_absent(*, meeting_id: int, actor_id: int | None) -> None:
    """Say that nobody came to a meeting; its table is free for the rest of the round.

    :raises CampaignError: it took place, or was lost before.
    """
    one = _locked(meeting_id)
    if one.state == MeetingState.ABSENT:
        return
    if one.state not in (MeetingState.PLANNED, MeetingState.LATE):
        raise CampaignError(_("Cette rencontre a eu lieu, ou n’est plus prévue."))
    one.state = MeetingState.ABSENT
    one.save(update_fields=["state"])
    record(actor_id, "mark_absent", one.dating.node_id, meeting=one.pk)
    realtime.publish(f"dating:{one.dating.node_id}", "changed", {})


@transaction.atomic
def keep_note(*, meeting_id: int, text: str) -> None:
    """Keep the recruiter's own note of a meeting; empty takes it away."""
    Meeting.objects.filter(pk=meeting_id).update(note=text.strip()[:500])


def _locked(meeting_id: int) -> Meeting:
    found = Meeting.objects.select_related("dating", "registration").filter(pk=meeting_id)
    one = found.first()
    if one is None:
        raise CampaignError(_("Cette rencontre n’est plus prévue."))
    locked_day(one.dating.node_id)
    one.refresh_from_db()
    return one


def _refuse_lost(one: Meeting) -> None:
    """Refuse what was cancelled; who was held for absent may have come, where nobody took it."""
    if one.state in LIVE:
        return
    if one.state != MeetingState.ABSENT:
        raise CampaignError(_("Cette rencontre n’est plus prévue."))
    here = Q(table_id=one.table_id) | Q(registration_id=one.registration_id)
    again = Q(table_id=one.table_id, registration_id=one.registration_id)
    live = Meeting.objects.filter(dating_id=one.dating_id, state__in=LIVE)
    if live.filter(here & Q(round=one.round) | again).exists():
        raise CampaignError(_("Quelqu’un d’autre a pris cette place entre-temps."))


def _meet(one: Meeting) -> None:
    """Tell the ledger that the two met, about every post of the table; once, whatever is tapped."""
    person_id = one.registration.person_id
    if person_id is None:
        return
    for vacancy_id in one.table.vacancies.order_by("pk").values_list("pk", flat=True):
        ledger.record_contact(
            vacancy_id=vacancy_id,
            person_id=person_id,
            kind=ContactKind.VISIT,
            through=f"campaign:{one.dating.node_id}",
        )


def _hire(one: Meeting, told: Told, actor_id: int | None) -> bool:
    own = list(one.table.vacancies.order_by("pk").values_list("pk", flat=True))
    vacancy_id = told.vacancy_id or (own[0] if len(own) == 1 else None)
    if vacancy_id is not None and vacancy_id not in own:
        raise CampaignError(_("Cette offre n’est pas de cette table."))
    if vacancy_id is None and own:
        raise CampaignError(_("Dites sur quelle offre : cette table en a plusieurs."))
    one.vacancy_id = vacancy_id
    person_id = one.registration.person_id
    if vacancy_id is None or person_id is None:
        return False
    standing = Hire.objects.filter(
        post__vacancy_id=vacancy_id, person_id=person_id, cancelled_at=None
    )
    was_hired = standing.exists()
    try:
        hire = ledger.record_hire(
            vacancy_id=vacancy_id,
            person_id=person_id,
            hired_on=timezone.localdate(),
            recorded_by_id=actor_id,
        )
    except NoOpenPostError as none_open:
        raise CampaignError(str(none_open)) from none_open
    # What somebody else wrote down is not ours to take back.
    one.hire = None if was_hired else hire
    return True


def _take_back(one: Meeting, actor_id: int | None) -> None:
    if one.hire_id is not None:
        ledger.cancel_hire(hire_id=one.hire_id, reason=TAKEN_BACK, actor_id=actor_id)
    one.hire, one.vacancy = None, None
