"""The page of one programme."""

from boutdufil.kernel.training.models import Block, Certificate, Programme
from boutdufil.kernel.training.selectors.certificates import block_rows, rows
from boutdufil.kernel.training.selectors.rows import ProgrammePage
from boutdufil.kernel.training.selectors.sessions import coming, programme_rows, session_rows


def programme_page(programme_id: int, *, near: str = "") -> ProgrammePage | None:
    """Return a programme with its blocks and its sessions to come."""
    programme = next(iter(programme_rows(Programme.objects.filter(pk=programme_id))), None)
    if programme is None:
        return None
    taught = Block.objects.filter(programmes=programme_id)
    return ProgrammePage(
        programme=programme,
        certificates=tuple(rows(Certificate.objects.filter(blocks__in=taught).distinct())),
        blocks=block_rows(taught),
        sessions=tuple(session_rows(coming().filter(programme_id=programme_id), near=near)),
    )
