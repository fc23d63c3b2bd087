"""Who watches over a session is written to: where, when, and the page to do it from."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.rooms.contests.models import Sitting


def send_sitting(*, sitting_id: int) -> bool:
    """Write to who watches over a session; false where nobody does any more."""
    sitting = Sitting.objects.select_related("quiz__stage__edition", "invigilator").filter(
        pk=sitting_id
    )
    one = sitting.first()
    if one is None or not one.invigilator_email:
        return False
    stage = one.quiz.stage
    return send_letter(
        to=one.invigilator_email,
        language=one.invigilator.language if one.invigilator else "fr",
        subject=_("Surveiller une séance : %(edition)s"),
        template="contests/sittings/mail.txt",
        facts={
            "edition": stage.edition.name,
            "stage": stage.name,
            "place": one.place,
            "room": one.room,
            "starts_at": one.starts_at,
            "link": absolute_url(reverse("contests:sitting", args=[one.pk])),
        },
    )
