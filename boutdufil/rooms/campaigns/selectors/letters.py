"""Letters of a node, who is on their list, and how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import Count, Min, Q, QuerySet
from django.utils.crypto import salted_hmac

from boutdufil.rooms.campaigns.enums import CopyStatus, LetterKind, Purpose, RegistrationStatus
from boutdufil.rooms.campaigns.models import Letter, LetterRefusal, Node, Registration, Slot
from boutdufil.rooms.campaigns.rules.attendance import Filters, filters_from
from boutdufil.rooms.campaigns.rules.registrations import ACTIVE
from boutdufil.rooms.campaigns.selectors.attendance import slot_words, visitors_at

_SIGNER = signing.Signer(salt="campaigns.letters", sep=".")


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter and how far it is: copies that wait, that left, that are not sent."""

    id: int
    node_id: int
    kind: LetterKind
    subject: str
    text: str
    written_at: datetime
    sent_at: datetime | None
    waiting: int
    sent: int
    skipped: int

    @property
    def is_draft(self) -> bool:
        """Tell whether it may still be changed."""
        return self.sent_at is None


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A letter with its list in words, and what one recipient would read."""

    row: LetterRow
    filters: Filters
    chosen: tuple[str, ...]
    recipients: int
    sample_name: str


@dataclass(frozen=True, slots=True)
class Refuser:
    """Somebody whose link to stop letters was opened; ``has_refused`` says it is done."""

    registration_id: int
    campaign: str
    has_refused: bool


def letters_at(node_id: int) -> list[LetterRow]:
    """Return the letters of a node, the latest first."""
    return [_row(one) for one in _letters().filter(node_id=node_id)]


def letter_page(node_id: int, letter_id: int) -> LetterPage | None:
    """Return a letter of a node."""
    one = _letters().filter(node_id=node_id, pk=letter_id).first()
    if one is None:
        return None
    filters = filters_from(one.filters)
    found = recipients_of(one)
    sample = found.first()
    return LetterPage(
        row=_row(one),
        filters=filters,
        chosen=tuple(filter_words(filters)),
        recipients=found.count(),
        sample_name=sample.name if sample else "",
    )


def recipients_of(letter: Letter) -> QuerySet[Registration]:
    """Return who is on the list of a letter, each address once.

    Letters about their event go to all who mean to come, unless the list says otherwise; any
    other to those alone who allow it. Whoever refused letters of the campaign gets neither.
    """
    filters = filters_from(letter.filters)
    found = visitors_at(letter.node_id, filters).exclude(email="")
    if letter.kind == LetterKind.NEWS:
        found = found.filter(consents__purpose=Purpose.NEWS, consents__withdrawn_at=None)
    elif not filters.status:
        found = found.filter(status__in=ACTIVE)
    refused = refused_addresses(letter.node, found)
    return first_of_each_address(found.exclude(email__in=refused))


def first_of_each_address(found: QuerySet[Registration]) -> QuerySet[Registration]:
    """Return the earliest registration of each address."""
    first = found.order_by().values("email").annotate(first=Min("pk")).values("first")
    return Registration.objects.filter(pk__in=first).order_by("pk")


def refused_addresses(node: Node, found: QuerySet[Registration]) -> list[str]:
    """Return which of some registrations' addresses want no more letters of a campaign."""
    hashes = LetterRefusal.objects.filter(root_id=node.root_id or node.pk)
    refused = set(hashes.values_list("address_hash", flat=True))
    if not refused:
        return []
    known = found.order_by().values_list("email", flat=True).distinct()
    return [email for email in known if address_hash(email) in refused]


def address_hash(email: str) -> str:
    """Return the keyed SHA-256 under which an address is known to want no letters."""
    return salted_hmac("campaigns.refusal", email.lower(), algorithm="sha256").hexdigest()


def stop_token(registration_id: int) -> str:
    """Return the text of the link that stops letters to a registration's address."""
    return _SIGNER.sign(str(registration_id))


def refuser(token: str) -> Refuser | None:
    """Return who a link to stop letters belongs to; None for one of nobody."""
    try:
        number = int(_SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    found = Registration.objects.select_related("intake__node__root").filter(erased_at=None)
    one = found.filter(pk=number).first()
    if one is None:
        return None
    root = one.intake.node.root or one.intake.node
    refused = LetterRefusal.objects.filter(root=root, address_hash=address_hash(one.email))
    return Refuser(number, root.name, refused.exists())


def _letters() -> QuerySet[Letter]:
    counted = {
        status: Count("copies", filter=Q(copies__status=status)) for status in CopyStatus.values
    }
    return Letter.objects.select_related("node").annotate(
        **{f"{status}_copies": counting for status, counting in counted.items()}
    )


def _row(one: Letter) -> LetterRow:
    counts = {status: getattr(one, f"{status}_copies") for status in CopyStatus.values}
    return LetterRow(
        id=one.pk,
        node_id=one.node_id,
        kind=LetterKind(one.kind),
        subject=one.subject,
        text=one.text,
        written_at=one.written_at,
        sent_at=one.sent_at,
        **counts,
    )


def filter_words(filters: Filters) -> list[str]:
    """Return what a list is narrowed to, in words."""
    event = Node.objects.filter(pk=filters.event or 0).values_list("name", flat=True).first()
    slot = slot_words(Slot.objects.filter(pk=filters.slot or 0).first())
    known = filters.status in RegistrationStatus.values
    status = str(RegistrationStatus(filters.status).label) if known else ""
    return [word for word in (event, slot, status, filters.origin, filters.text) if word]
