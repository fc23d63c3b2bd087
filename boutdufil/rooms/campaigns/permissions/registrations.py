"""Who may do what with those who register for an event. Denied by default.

They gave their names to whoever organises the event, and to those who organise above it; partners
and readers of an organisation see counts alone.
"""

from boutdufil.kernel.people.permissions import Actor
from boutdufil.rooms.campaigns.permissions.nodes import can_oversee
from boutdufil.rooms.campaigns.rules.rows import NodeRow


def can_see_registrations(actor: Actor, node: NodeRow) -> bool:
    """Allow the managers of its organiser, and of every node above, to read who comes."""
    return can_oversee(actor, node)


def can_run_intake(actor: Actor, node: NodeRow) -> bool:
    """Allow them to open registrations, to call an event off, and to write to who comes."""
    return can_oversee(actor, node)


def can_run_door(actor: Actor, node: NodeRow) -> bool:
    """Allow them to prepare devices for its door and to print badges."""
    return node.is_event and can_oversee(actor, node)
