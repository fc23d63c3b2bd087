"""The few messages people get from us: plain text, in the language they read."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.enums import LinkPurpose
from boutdufil.kernel.people.models import EmailLink, Person

SUBJECTS: Mapping[str, Promise] = {
    LinkPurpose.SIGN_IN: _("Votre lien de connexion"),
    LinkPurpose.SIGN_UP: _("Confirmez votre adresse pour ouvrir votre compte"),
    LinkPurpose.SET_PASSWORD: _("Choisir votre mot de passe"),
    LinkPurpose.CHANGE_EMAIL: _("Confirmez votre nouvelle adresse"),
    "change_email_notice": _("Votre adresse e-mail va changer"),
    "email_taken": _("Cette adresse a déjà un compte"),
    "erasure_warning": _("Votre compte va être effacé"),
}


def send_link_mail(*, link: EmailLink, token: str, taken: bool = False) -> None:
    """Send the message of a link; a change of address also warns the present one.

    `taken` says that the new address already has an account: its owner is told, and gets no link.
    """
    sign_in_url = absolute_url(reverse("people:sign_in"))
    name = link.person.name if link.person else link.name
    if link.purpose == LinkPurpose.CHANGE_EMAIL and link.person:
        notice = {"name": name, "link": sign_in_url}
        _send(link.person.email, "change_email_notice", link.language, notice)
    if taken:
        _send(link.email, "email_taken", link.language, {"link": sign_in_url})
        return
    facts = {"name": name, "link": absolute_url(reverse("people:open_link", args=[token]))}
    _send(link.email, link.purpose, link.language, facts)


def send_erasure_warning(*, person: Person, days: int) -> None:
    """Tell somebody who has been away that their account will be erased."""
    facts = {"name": person.name, "days": days, "link": absolute_url(reverse("people:sign_in"))}
    _send(person.email, "erasure_warning", person.language, facts)


def absolute_url(path: str) -> str:
    """Return the public address of `path`; never from the request, whose host can be forged."""
    site: str = settings.BOUTDUFIL_SITE_URL
    return site.rstrip("/") + path


def send_letter(
    *, to: str | None, language: str, subject: Promise, template: str, facts: Mapping[str, object]
) -> bool:
    """Send a message in its reader's language; false for somebody without an address.

    The lazy ``subject`` may name facts, as %(name)s.
    """
    if not to:
        return False
    with translation.override(language):
        # A title typed with a line break would end the header.
        line = " ".join((str(subject) % facts).splitlines())
        body = render_to_string(template, facts)
    send_mail(line, body, None, [to])
    return True


def _send(to: str | None, template: str, language: str, facts: Mapping[str, object]) -> None:
    subject, path = SUBJECTS[template], f"people/mail/{template}.txt"
    send_letter(to=to, language=language, subject=subject, template=path, facts=facts)
