"""What is decided about an edition leaves a line in the audit trail, beside its public log."""

from boutdufil.kernel.audit import services as audit


def record(actor_id: int | None, verb: str, edition_id: int, **facts: object) -> None:
    """Write down an act on an edition; ``verb`` without the name of the room."""
    audit.record(
        actor_id=actor_id, verb=f"contests.{verb}", subject=f"edition:{edition_id}", facts=facts
    )
