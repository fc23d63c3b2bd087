"""The message somebody who registered gets: where they stand, and the link to their page."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.rooms.campaigns.enums import RegistrationStatus
from boutdufil.rooms.campaigns.selectors.registering import registration_page
from boutdufil.rooms.campaigns.selectors.registrations import registration_row

SUBJECTS: dict[str, Promise] = {
    RegistrationStatus.CONFIRMED: _("Votre billet : %(event)s"),
    RegistrationStatus.WAITING: _("Vous êtes sur la liste d’attente : %(event)s"),
    RegistrationStatus.OFFERED: _("Une place est à vous si vous l’acceptez : %(event)s"),
    RegistrationStatus.LAPSED: _("Votre place n’est plus gardée : %(event)s"),
    RegistrationStatus.CANCELLED: _("Votre inscription est annulée : %(event)s"),
}
PAGES = ("registration", "accept_place", "cancel_registration")


def send_registration(*, registration_id: int) -> bool:
    """Tell somebody where their registration stands now; false without an address."""
    row = registration_row(registration_id)
    if row is None or not row.email:
        return False
    with translation.override(row.language):
        page = registration_page(row)
        facts = {
            "page": page,
            "event": page.appointment.node.name,
            "when": page.when,
            **{
                name: absolute_url(reverse(f"campaigns:{name}", args=[page.token]))
                for name in PAGES
            },
        }
    return send_letter(
        to=row.email,
        language=row.language,
        subject=SUBJECTS[row.status],
        template="campaigns/registering/mail.txt",
        facts=facts,
    )
