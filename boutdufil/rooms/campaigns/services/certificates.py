"""A certificate that somebody came: a paper with a code that anybody can check."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from boutdufil.adapters.typesetting import typeset
from boutdufil.kernel.people.services.mail import absolute_url
from boutdufil.kernel.ui.numbers import format_number
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import AttendanceCertificate, Registration
from boutdufil.rooms.campaigns.models.visits import CERTIFICATE_LENGTH
from boutdufil.rooms.campaigns.rules.tickets import CODE_LETTERS
from boutdufil.rooms.campaigns.selectors.certificates import CertificatePage, certificate_page
from boutdufil.rooms.campaigns.services.trail import record

TEMPLATE = Path(__file__).resolve().parents[1].joinpath("data", "certificate.typ")


@transaction.atomic
def issue_certificate(*, registration_id: int) -> bytes:
    """Return the certificate of somebody who came, the same code each time.

    :raises CampaignError: nobody noted that they came, or their name is erased.
    """
    one = Registration.objects.select_for_update(of=("self",)).get(pk=registration_id)
    if one.came_at is None:
        raise CampaignError(_("Votre venue n’est pas notée à l’accueil : présence inconnue."))
    if one.erased_at is not None:
        raise CampaignError(_("Les données de cette campagne sont effacées."))
    _issued, is_new = AttendanceCertificate.objects.get_or_create(
        registration=one, defaults={"code": _new_code()}
    )
    page = certificate_page(one.pk)
    if page is None:
        raise CampaignError(_("Ce rendez-vous n’existe plus."))
    if is_new:
        record(None, "issue_certificate", page.appointment.node.id, registration=one.pk)
    return _typeset(page)


def _new_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _place in range(CERTIFICATE_LENGTH))


def spaced(code: str) -> str:
    """Return a code as it is printed, four letters at a time."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _typeset(page: CertificatePage) -> bytes:
    event, at = page.appointment, page.issued_at or timezone.now()
    issued = _("Fait le %(day)s par %(organiser)s.")
    invented = _("Inventé, pour la démonstration.") if event.node.is_invented else ""
    data = {
        "title": _("Attestation de présence"),
        "organiser": event.node.organiser,
        "language": (get_language() or "fr")[:2],
        "sentence": _sentence(page),
        "facts": _facts(page),
        "issued": issued
        % {"day": date_format(timezone.localdate(at)), "organiser": event.node.organiser},
        "check": _("Cette attestation se vérifie avec son code :"),
        "code": spaced(page.code),
        "address": absolute_url(reverse("campaigns:check_certificate", args=[page.code])),
        "footer": " ".join(part for part in ("Bout du fil.", invented) if part),
    }
    return typeset(TEMPLATE, data, at=at)


def _sentence(page: CertificatePage) -> str:
    if page.people == 1:
        return _("La présence de %(name)s à ce rendez-vous est attestée.") % {"name": page.whom}
    told = ngettext(
        "La présence de %(count)s personne (%(name)s) à ce rendez-vous est attestée.",
        "La présence de %(count)s personnes (%(name)s) à ce rendez-vous est attestée.",
        page.people,
    )
    return told % {"name": page.whom, "count": format_number(page.people)}


def _facts(page: CertificatePage) -> list[list[str]]:
    event = page.appointment
    came = timezone.localtime(page.came_at)
    return [
        [_("Rendez-vous"), f"{event.node.name} ({event.node.what})"],
        [_("Campagne"), event.campaign],
        [_("Jour"), date_format(came.date())],
        [_("Horaires"), event.hours_words or _("inconnu")],
        [_("Arrivée"), time_format(came.time())],
        [_("Lieu"), event.place or _("inconnu")],
        [_("Organisé par"), event.node.organiser],
    ]
