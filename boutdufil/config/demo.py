"""The demo world: each room furnishes itself through its own services; here they meet."""

from boutdufil.rooms.mobility import demo as mobility


def furnish() -> None:
    """Furnish the world with invented people and companies; a second time changes nothing."""
    mobility.furnish()
