"""The messages organisations send: plain text, in the language their reader reads."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.models import Invitation, Organisation
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.services.mail import absolute_url, send_letter


def send_invitation_mail(*, invitation: Invitation, token: str) -> None:
    """Send the link of an invitation, to an address that may have no account yet."""
    reader = Person.objects.filter(email=invitation.email).first()
    facts = {
        "invitation": invitation,
        "role": Role(invitation.role).label,
        "inviter": invitation.invited_by.name if invitation.invited_by else "",
        "link": absolute_url(reverse("organisations:invitation", args=[token])),
    }
    send_letter(
        to=invitation.email,
        language=reader.language if reader else "fr",
        subject=_("Une invitation sur Bout du fil"),
        template="organisations/mail/invitation.txt",
        facts=facts,
    )


def send_join_request_mail(*, manager: Person, asking: Person, organisation: Organisation) -> None:
    """Tell a manager that somebody asks to be invited; the manager alone decides."""
    facts = {
        "name": manager.name,
        "asking": asking,
        "organisation": organisation,
        "link": absolute_url(reverse("organisations:organisation", args=[organisation.pk])),
    }
    send_letter(
        to=manager.email,
        language=manager.language,
        subject=_("Quelqu’un demande à rejoindre votre organisation"),
        template="organisations/mail/join_request.txt",
        facts=facts,
    )
