"""What is decided about a node leaves a line in the audit trail."""

from boutdufil.kernel.audit import services as audit


def record(actor_id: int | None, verb: str, node_id: int, **facts: object) -> None:
    """Write down an act on a node; ``verb`` without the name of the room."""
    audit.record(
        actor_id=actor_id, verb=f"campaigns.{verb}", subject=f"node:{node_id}", facts=facts
    )
