"""What changes the way to a job: the situation told, blocks achieved, places asked for a need."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts.enums import AnswerKind
from boutdufil.kernel.posts.services import answer_need
from boutdufil.kernel.training.enums import LIVE_STATES
from boutdufil.kernel.training.events import BlockAchieved, EnrolmentChanged
from boutdufil.kernel.training.models import BlockResult, Enrolment
from boutdufil.rooms.mobility.models import BlockOffer, Profile, Situation
from boutdufil.rooms.mobility.selectors.profiles import held_skills
from boutdufil.rooms.mobility.selectors.situations import FACTS
from boutdufil.rooms.mobility.services.profiles import mark_activity, open_profile
from boutdufil.rooms.mobility.services.skills import decide_skills


@transaction.atomic
def say_situation(
    *, profile: Profile, answers: Mapping[str, str], income_until: date | None
) -> Situation:
    """Keep what somebody said; a fact left out becomes "not said" again."""
    told = {fact: answers.get(fact, "") for fact in FACTS}
    situation, _created = Situation.objects.update_or_create(
        profile=profile,
        defaults={**told, "income_until": income_until, "said_at": timezone.now()},
    )
    mark_activity(profile=profile)
    return situation


def offer_block(event: BlockAchieved) -> BlockOffer | None:
    """Ask somebody whether the skills of a block they achieved shall stand on their path.

    Nothing is asked when they hold them all already, or when the result was erased meanwhile.
    """
    result = (
        BlockResult.objects.select_related("block__certificate", "person")
        .filter(pk=event.result_id)
        .first()
    )
    if result is None or result.person.erased_at is not None:
        return None
    profile = open_profile(person_id=result.person_id)
    news = [code for code in result.block.skills if code not in held_skills(profile)]
    if not news:
        return None
    offer, _created = BlockOffer.objects.get_or_create(
        profile=profile,
        result_id=result.pk,
        defaults={
            "label": result.block.label,
            "certificate": result.block.certificate.label,
            "skills": news,
        },
    )
    return offer


@transaction.atomic
def answer_block_offer(*, offer_id: int, accepted: bool) -> BlockOffer:
    """Keep the answer; a yes confirms the skills. The first answer stands."""
    offer = BlockOffer.objects.select_for_update().select_related("profile").get(pk=offer_id)
    if offer.answered_at is not None:
        return offer
    offer.accepted, offer.answered_at = accepted, timezone.now()
    offer.save(update_fields=["accepted", "answered_at"])
    if accepted:
        decide_skills(profile=offer.profile, shown=offer.skills, ticked=offer.skills)
    audit.record(
        actor_id=offer.profile.person_id,
        verb="mobility.answer_block",
        subject=f"path:{offer.profile_id}",
        facts={"result": offer.result_id, "accepted": accepted},
    )
    return offer


def count_places(event: EnrolmentChanged) -> None:
    """Tell the ledger how many places of a session a need asked for."""
    if event.need_id is None:
        return
    places = Enrolment.objects.filter(
        session_id=event.session_id, need_id=event.need_id, state__in=LIVE_STATES
    ).count()
    answer_need(
        need_id=event.need_id,
        kind=AnswerKind.TRAINING,
        ref=f"session:{event.session_id}",
        places=places,
    )


def export_training_path(person: Person) -> dict[str, object]:
    """Return the situation and the blocks offered, JSON-able; empty when there is no path."""
    profile = Profile.objects.filter(person=person).first()
    if profile is None:
        return {}
    said = Situation.objects.filter(profile=profile).first()
    return {
        "situation": {fact: getattr(said, fact) for fact in FACTS} if said else {},
        "income_until": said.income_until.isoformat() if said and said.income_until else None,
        "blocks": [
            {"block": offer.label, "certificate": offer.certificate, "accepted": offer.accepted}
            for offer in BlockOffer.objects.filter(profile=profile)
        ],
    }


def erase_training_path(person: Person) -> None:
    """Erase the situation and the blocks offered."""
    Situation.objects.filter(profile__person=person).delete()
    BlockOffer.objects.filter(profile__person=person).delete()
