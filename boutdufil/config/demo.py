"""The demo world: each room furnishes itself through its own services; here they meet."""

from boutdufil.rooms.barometer import demo as barometer
from boutdufil.rooms.campaigns import demo as campaigns
from boutdufil.rooms.contests import demo as contests
from boutdufil.rooms.illico import demo as illico
from boutdufil.rooms.mobility import demo as mobility


def furnish(stage: str | None = None) -> None:
    """Furnish the world with invented people and companies; a second time changes nothing.

    :raises boutdufil.rooms.campaigns.demo.StageError: its campaigns stand at another stage.
    """
    mobility.furnish()
    campaigns.furnish(stage)
    contests.furnish(stage)
    illico.furnish()
    barometer.furnish()
