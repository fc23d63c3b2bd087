"""Why each post is proposed to a person or not, as plain data a page or a paper puts in words."""

from collections.abc import Sequence
from typing import Any

from boutdufil.engines.redeployment import Alternative, Explanation
from boutdufil.rooms.mobility.selectors.plan_pairs import Judgement


def told_reasons(judged: Sequence[Judgement], explanation: Explanation) -> list[dict[str, Any]]:
    """Return why each post is proposed or not, as the personal page tells it."""
    looked_at = [explanation.proposed] if explanation.proposed else []
    told = {one.pair.offer: one for one in (*looked_at, *explanation.alternatives)}
    return [_told(one, told[str(one.post.pk)]) for one in judged]


def _told(one: Judgement, alternative: Alternative) -> dict[str, Any]:
    change = alternative.change
    return {
        "post": one.post.pk,
        "reason": alternative.reason.value,
        "fit": one.fit,
        "minutes": one.minutes,
        "limits": list(one.limits),
        "gap_days": one.gap_days,
        "gap_known": one.gap_known,
        "contract": one.contract,
        "hours": one.hours,
        "pay": one.pay,
        "holders": alternative.holders,
        "better": alternative.holders_fitting_better,
        "fewer": -change.placed if change else 0,
        "below_floor": alternative.below_floor,
    }
