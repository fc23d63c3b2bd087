"""A guest signs in: their path becomes the person's."""

from collections.abc import MutableMapping
from typing import Any

from django.db import transaction

from boutdufil.rooms.mobility.models import PastJob, Profile, ProfileSkill
from boutdufil.rooms.mobility.services.profiles import mark_activity

GUEST_KEY = "mobility_profile"


def claim_guest_path(*, person: Any, session: MutableMapping[str, Any]) -> None:
    """Hand the session's path over to the person who signs in (called inside the sign-in)."""
    guest_id = session.pop(GUEST_KEY, None)
    guest = Profile.objects.filter(pk=guest_id, person=None).first() if guest_id else None
    if guest is not None:
        claim_profile(guest=guest, person_id=person.pk)


@transaction.atomic
def claim_profile(*, guest: Profile, person_id: int) -> Profile:
    """Attach a guest's path, or pour it into the path the person already has."""
    own = Profile.objects.filter(person_id=person_id).first()
    if own is None:
        # An account is the way back from now on: the bearer link must not open it.
        guest.person_id, guest.return_hash = person_id, None
        guest.save(update_fields=["person", "return_hash"])
        own = guest
    else:
        _pour(guest, own)
    mark_activity(profile=own)
    return own


def _pour(guest: Profile, own: Profile) -> None:
    """Move what the guest said into the person's path; the newer word on a skill wins."""
    titles = set(own.past_jobs.values_list("title_label", flat=True))
    PastJob.objects.filter(profile=guest).exclude(title_label__in=titles).update(profile=own)
    newer = set(guest.skills.values_list("skill", flat=True))
    own.skills.filter(skill__in=newer).delete()
    ProfileSkill.objects.filter(profile=guest).update(profile=own)
    likings = set(own.tastes.values_list("taste", flat=True))
    guest.tastes.exclude(taste__in=likings).update(profile=own)
    guest.share_links.update(profile=own)
    own.near_code = guest.near_code or own.near_code
    own.save(update_fields=["near_code"])
    guest.delete()
