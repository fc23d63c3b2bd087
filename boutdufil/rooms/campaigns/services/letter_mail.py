"""What a letter looks like in somebody's mailbox.

Each message carries the same Message-ID whenever it is written again: where a machine stopped
between the mail server's answer and ours, the server sees one message and not two.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from boutdufil.kernel.people.services.mail import absolute_url
from boutdufil.rooms.campaigns.enums import LetterKind
from boutdufil.rooms.campaigns.models import Letter, Node, Registration
from boutdufil.rooms.campaigns.rules.registrations import ACTIVE
from boutdufil.rooms.campaigns.selectors.letters import recipients_of, stop_token

TEMPLATE = "campaigns/letters/mail.txt"
# What one may stop; that a day falls away is told to everybody who means to come.
MAY_BE_REFUSED = frozenset({LetterKind.ABOUT, LetterKind.NEWS})


def letter_mail(*, letter: Letter, registration: Registration) -> EmailMessage:
    """Return a letter as one person gets it; its node comes with its campaign."""
    with translation.override(registration.language):
        body = _text(letter, registration, _stop_link(letter, registration))
        subject = _subject(letter, registration)
    headers = _headers(letter, registration)
    return EmailMessage(subject, body, to=[registration.email], headers=headers)


def trial_mail(*, letter: Letter, to: str) -> EmailMessage:
    """Return a letter as its writer tries it on themselves, with nobody's name or link in it."""
    return EmailMessage(_subject(letter, None), _text(letter, None, _nobodys_link(letter)), to=[to])


def preview_text(*, letter_id: int) -> str:
    """Return a letter as the first of its list would read it; their own link is not shown."""
    letter = Letter.objects.select_related("node__root", "node__organiser").get(pk=letter_id)
    return _text(letter, recipients_of(letter).first(), _nobodys_link(letter))


def events_of(letter: Letter, registration: Registration | None) -> list[str]:
    """Return the events somebody comes to that a letter speaks of, by their names."""
    if registration is None:
        return [letter.node.name]
    if not letter.events:
        return [registration.intake.node.name]
    found = Node.objects.filter(
        pk__in=letter.events,
        intake__registrations__email=registration.email,
        intake__registrations__status__in=ACTIVE,
    )
    return list(found.distinct().order_by("starts_on", "pk").values_list("name", flat=True))


def _text(letter: Letter, registration: Registration | None, stop: str) -> str:
    facts = {
        "letter": letter,
        "campaign": letter.node.root or letter.node,
        "name": registration.name if registration else "",
        "events": events_of(letter, registration),
        "stop": stop,
    }
    return render_to_string(TEMPLATE, facts)


def _stop_link(letter: Letter, registration: Registration) -> str:
    if letter.kind not in MAY_BE_REFUSED:
        return ""
    return absolute_url(reverse("campaigns:stop_letters", args=[stop_token(registration.pk)]))


def _nobodys_link(letter: Letter) -> str:
    """Stand for a link that is its reader's alone: whoever opens it stops their letters."""
    return _("(le lien de chaque personne)") if letter.kind in MAY_BE_REFUSED else ""


def _subject(letter: Letter, registration: Registration | None) -> str:
    names = ", ".join(events_of(letter, registration))
    if letter.kind == LetterKind.CALLED_OFF:
        line = _("Annulé : %(names)s") % {"names": names}
    elif letter.kind == LetterKind.REOPENED:
        line = _("Finalement, cela a lieu : %(names)s") % {"names": names}
    else:
        line = letter.subject
    # A title typed with a line break would end the header.
    return " ".join(line.splitlines())


def _headers(letter: Letter, registration: Registration) -> dict[str, str]:
    host = urlsplit(settings.BOUTDUFIL_SITE_URL).hostname or "localhost"
    headers = {"Message-ID": f"<letter-{letter.pk}-{registration.pk}@{host}>"}
    if link := _stop_link(letter, registration):
        # RFC 8058: a mailbox may post to it without opening the page.
        headers["List-Unsubscribe"] = f"<{link}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
