"""Whose registrations they are: to anybody else there are none."""

from boutdufil.rooms.campaigns.permissions import registrations as permissions
from boutdufil.rooms.campaigns.views.doors import View, guarded


def seen_registrations(view: View) -> View:
    """Hand the view the node of its address, to those who may read who comes."""
    return guarded(view, permissions.can_see_registrations)


def run_node(view: View) -> View:
    """Hand the view the node of its address, to those who run its registrations."""
    return guarded(view, permissions.can_run_intake)


def run_event(view: View) -> View:
    """Hand the view the event of its address, to those who run its registrations."""
    return guarded(
        view, lambda actor, node: node.is_event and permissions.can_run_intake(actor, node)
    )
