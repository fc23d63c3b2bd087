"""Who may answer about a block they achieved."""

from boutdufil.rooms.mobility.models import BlockOffer
from boutdufil.rooms.mobility.permissions.paths import Visitor, is_owner


def can_answer_block(visitor: Visitor, offer: BlockOffer) -> bool:
    """Only the owner of the path, once."""
    return is_owner(visitor, offer.profile) and offer.answered_at is None
