"""Who changes occupation by a hire: told to the other rooms as a hire, never as a person."""

from __future__ import annotations

from boutdufil.kernel import events
from boutdufil.kernel.posts.events import PostFilled
from boutdufil.kernel.posts.models import Hire
from boutdufil.rooms.mobility.events import Moved
from boutdufil.rooms.mobility.models import PastJob


def tell_move(event: PostFilled) -> None:
    """Tell of a hire into an occupation its person has not held.

    Nothing is told of somebody whose path holds no past job: where they come from is unknown.
    """
    hires = Hire.objects.filter(pk=event.hire_id, cancelled_at=None)
    hire = hires.select_related("post__vacancy").first()
    if hire is None or hire.person_id is None:
        return
    held = set(
        PastJob.objects.filter(profile__person_id=hire.person_id).values_list("code", flat=True)
    )
    if held and hire.post.vacancy.code not in held:
        events.publish(Moved(hire_id=hire.pk))
