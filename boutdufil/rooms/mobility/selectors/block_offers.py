"""Blocks a person achieved and has not answered about yet."""

from dataclasses import dataclass

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.mobility.models import BlockOffer, Profile


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A block achieved, with the skills that may join the confirmed ones."""

    id: int
    label: str
    certificate: str
    skills: tuple[str, ...]


def block_offers(profile: Profile) -> tuple[OfferRow, ...]:
    """Return what waits for an answer, the oldest first."""
    waiting = list(BlockOffer.objects.filter(profile=profile, answered_at=None))
    known = occupations.skills(sorted({code for offer in waiting for code in offer.skills}))
    return tuple(
        OfferRow(
            offer.pk,
            offer.label,
            offer.certificate,
            tuple(known[code].label for code in offer.skills if code in known),
        )
        for offer in waiting
    )


def my_page_offers(person: Person) -> tuple[OfferRow, ...] | None:
    """Return what "my page" shows: blocks to answer about, or nothing."""
    profile = Profile.objects.filter(person=person).first()
    return (block_offers(profile) if profile else ()) or None


def find_offer(offer_id: int) -> BlockOffer | None:
    """Return an offer with its path."""
    return BlockOffer.objects.select_related("profile").filter(pk=offer_id).first()
