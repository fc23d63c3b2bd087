"""A guest signs in: their path becomes the person's."""

from collections.abc import MutableMapping
from typing import Any

from django.db import transaction

from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.mobility.models import Profile
from boutdufil.rooms.mobility.services.pouring import pour_profile
from boutdufil.rooms.mobility.services.profiles import mark_activity
from boutdufil.rooms.mobility.services.sharing import withdraw_all_links

GUEST_KEY = "mobility_profile"
# The path this very session began; a path resumed by a link may have been begun by anybody.
BEGUN_KEY = "mobility_begun"


def claim_guest_path(*, person: Any, session: MutableMapping[str, Any]) -> None:
    """Hand the session's path over to the person who signs in (called inside the sign-in)."""
    guest_id = session.pop(GUEST_KEY, None)
    begun_here = guest_id is not None and session.pop(BEGUN_KEY, None) == guest_id
    guest = Profile.objects.filter(pk=guest_id, person=None).first() if guest_id else None
    if guest is not None:
        claim_profile(guest=guest, person_id=person.pk, begun_here=begun_here)


@transaction.atomic
def claim_profile(*, guest: Profile, person_id: int, begun_here: bool = False) -> Profile:
    """Attach a guest's path, or pour it into the path the person already has.

    Whoever else had the guest's path in hand may have given links to it: they would from now on
    open the path of a person. They are withdrawn, unless nobody else can have given any.
    """
    guest = Profile.objects.select_for_update().get(pk=guest.pk)
    own = Profile.objects.filter(person_id=person_id).first()
    if own is not None or not begun_here or guest.return_hash is not None:
        withdraw_all_links(profile=guest, actor_id=person_id)
    if own is None:
        # An account is the way back from now on: the bearer link must not open it.
        guest.person_id, guest.return_hash = person_id, None
        guest.save(update_fields=["person", "return_hash"])
        own = guest
    else:
        pour_profile(guest=guest, own=own)
    audit.record(
        actor_id=person_id, verb="mobility.path_claimed", subject=f"path:{own.pk}", facts={}
    )
    mark_activity(profile=own)
    return own
