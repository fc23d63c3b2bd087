"""The letter that says when one meets whom."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.rooms.campaigns.models import Registration
from boutdufil.rooms.campaigns.rules.tickets import link_of
from boutdufil.rooms.campaigns.selectors.dating_visits import own_meetings


def write_meetings(*, registration_id: int) -> bool:
    """Write somebody their meetings as they stand now; false without an address."""
    found = Registration.objects.filter(pk=registration_id, erased_at=None)
    one = found.select_related("intake__node").first()
    if one is None:
        return False
    page = own_meetings(one.pk)
    if page is None:
        return False
    link = absolute_url(reverse("campaigns:own_meetings", args=[link_of(one)]))
    return send_letter(
        to=one.email,
        language=one.language,
        subject=_("Vos rencontres : %(event)s"),
        template="campaigns/dating/mail.txt",
        facts={"event": one.intake.node.name, "page": page, "link": link, "name": one.name},
    )
