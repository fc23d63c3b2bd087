"""One-time links by e-mail: asked for, derived, sent, confirmed once.

Every request does the same work whether or not the address has an account, and gives the same
answer: only the owner of the mailbox learns which it was.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.contrib.auth import password_validation
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from boutdufil.kernel import jobs
from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.people.enums import LinkPurpose
from boutdufil.kernel.people.errors import LinkSpentError
from boutdufil.kernel.people.models import EmailLink, Person, fold_email
from boutdufil.kernel.people.services import accounts, mail, rates, sessions
from boutdufil.kernel.people.tokens import derive_token, hash_token

LINK_LIVES = timedelta(minutes=15)
# Against flooding a mailbox. Links already sent stay good, and one more goes out every three
# minutes, so a stranger who uses this up never shuts the owner out.
PER_MAILBOX = {"limit": 5, "per_seconds": 15 * 60}


def request_sign_in_link(
    *, email: str, language: str, name: str = "", next_url: str = ""
) -> int | None:
    """Send a link that signs in, or that opens an account where there is none yet."""
    person = _find_person(email)
    purpose = LinkPurpose.SIGN_IN if person else LinkPurpose.SIGN_UP
    return _send(
        EmailLink(
            purpose=purpose,
            person=person,
            email=fold_email(email),
            name=name,
            language=language,
            next_url=next_url,
        )
    )


def request_password_link(*, email: str, language: str) -> int | None:
    """Send a link to choose a password, or one to open an account where there is none yet."""
    person = _find_person(email)
    purpose = LinkPurpose.SET_PASSWORD if person else LinkPurpose.SIGN_UP
    return _send(
        EmailLink(purpose=purpose, person=person, email=fold_email(email), language=language)
    )


def request_email_change(*, person: Person, email: str) -> int | None:
    """Send a link to the new address; the account moves when the link is confirmed."""
    return _send(
        EmailLink(
            purpose=LinkPurpose.CHANGE_EMAIL,
            person=person,
            email=fold_email(email),
            language=person.language,
        )
    )


def send_link(*, link_id: int) -> None:
    """Send the mail of a link, unless it has been used or has expired meanwhile."""
    link = EmailLink.objects.select_related("person").filter(pk=link_id).first()
    if link is None or link.used_at or link.expires_at <= timezone.now():
        return
    if link.person and not link.person.is_active:
        return
    taken = link.purpose == LinkPurpose.CHANGE_EMAIL and _find_person(link.email) is not None
    mail.send_link_mail(link=link, token=derive_token(link.nonce), taken=taken)


@transaction.atomic
def confirm_sign_in(*, request: HttpRequest, token: str) -> str:
    """Use a sign-in link; return where the visitor wanted to go.

    :raises LinkSpentError: it was used, has expired, or never existed.
    """
    link = _spend(token, LinkPurpose.SIGN_IN)
    _sign_in(request, link.person)
    return link.next_url


@transaction.atomic
def confirm_sign_up(
    *, request: HttpRequest, token: str, name: str, language: str, password: str = ""
) -> str:
    """Open the account, sign in, and return where the visitor wanted to go.

    The password is chosen here and not in the request: whoever asked for the link may be a
    stranger, who would know the password of an account that somebody else confirms.

    :raises LinkSpentError: it was used, has expired, or never existed.
    """
    link = _spend(token, LinkPurpose.SIGN_UP)
    person = _find_person(link.email) or accounts.create_person(
        email=link.email, name=name, language=language, password=password or None
    )
    _sign_in(request, person)
    return link.next_url


@transaction.atomic
def confirm_password(*, request: HttpRequest, token: str, password: str) -> str:
    """Set the password, close every session, sign in here.

    :raises LinkSpentError: it was used, has expired, or never existed.
    :raises ValidationError: the password is too weak.
    """
    link = _spend(token, LinkPurpose.SET_PASSWORD)
    person = _open_person(link.person)
    password_validation.validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    sessions.revoke_other_sessions(person=person)
    _void_links(person)
    audit.record(actor_id=person.pk, verb="people.set_password", subject=f"person:{person.pk}")
    _sign_in(request, person)
    return link.next_url


@transaction.atomic
def confirm_email_change(*, token: str) -> None:
    """Move the account to the address the link was sent to.

    :raises LinkSpentError: it was used, has expired, or the address was taken meanwhile.
    """
    link = _spend(token, LinkPurpose.CHANGE_EMAIL)
    person = _open_person(link.person)
    person.email, person.email_verified_at = link.email, timezone.now()
    try:
        with transaction.atomic():
            person.save(update_fields=["email", "email_verified_at"])
    except IntegrityError as taken:
        raise LinkSpentError from taken
    _void_links(person)
    audit.record(actor_id=person.pk, verb="people.change_email", subject=f"person:{person.pk}")


def forget_links(*, before: datetime) -> int:
    """Delete the links that had expired at `before`; return how many."""
    return EmailLink.objects.filter(expires_at__lt=before).delete()[0]


@transaction.atomic
def _send(link: EmailLink) -> int | None:
    if rates.take_allowance(scope="people.link.mailbox", key=link.email, **PER_MAILBOX):
        return None
    link.nonce = secrets.token_urlsafe(32)
    link.token_hash = hash_token(derive_token(link.nonce))
    link.expires_at = timezone.now() + LINK_LIVES
    link.save()
    jobs.enqueue("people.send_link", link_id=link.pk)
    return link.pk


def _spend(token: str, purpose: LinkPurpose) -> EmailLink:
    now = timezone.now()
    links = EmailLink.objects.filter(token_hash=hash_token(token), purpose=purpose)
    if not links.filter(used_at=None, expires_at__gt=now).update(used_at=now):
        raise LinkSpentError
    return links.select_related("person").get()


def _sign_in(request: HttpRequest, person: Person | None) -> None:
    person = _open_person(person)
    if person.email_verified_at is None:
        person.email_verified_at = timezone.now()
        person.save(update_fields=["email_verified_at"])
    sessions.sign_in_person(request=request, person=person, by="link")


def _open_person(person: Person | None) -> Person:
    if person is None or not person.is_active:
        raise LinkSpentError
    return person


def _void_links(person: Person) -> None:
    EmailLink.objects.filter(person=person, used_at=None).update(used_at=timezone.now())


def _find_person(email: str) -> Person | None:
    return Person.objects.filter(email=fold_email(email)).first()
