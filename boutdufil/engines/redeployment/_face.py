"""The plans that are still in the running: which pairs, who may wait, which posts must be full."""

from dataclasses import dataclass

import numpy as np

from boutdufil.engines.redeployment._instance import Bools, Instance, Ints


@dataclass(frozen=True)
class Face:
    """All plans that are best for the goals served so far.

    By complementary slackness these are exactly the plans that use only `pairs` (ascending
    positions), leave nobody waiting who must not (`may_wait` by candidate) and leave no place
    free where none may be (`must_fill` by offer).
    """

    instance: Instance
    pairs: Ints
    may_wait: Bools
    must_fill: Bools

    @classmethod
    def whole(cls, instance: Instance) -> "Face":
        """All plans there are."""
        return cls(
            instance,
            np.arange(len(instance.candidate), dtype=np.int64),
            np.ones(instance.candidates, dtype=np.bool_),
            np.zeros(instance.offers, dtype=np.bool_),
        )

    @property
    def candidate(self) -> Ints:
        """The candidate of each pair."""
        return self.instance.candidate[self.pairs].astype(np.int64)

    @property
    def offer(self) -> Ints:
        """The offer of each pair."""
        return self.instance.offer[self.pairs].astype(np.int64)

    def is_decided(self) -> bool:
        """Tell whether only one plan is left."""
        choices = np.bincount(self.candidate, minlength=self.instance.candidates)
        return bool(((choices + self.may_wait) <= 1).all())

    def tight(self, values: Ints, prices: Ints) -> "Face":
        """Keep the plans that the prices (by offer) prove best for the values (by pair)."""
        candidate, offer = self.candidate, self.offer
        net = values - prices[offer]
        gains = best_gains(self, net)
        kept = net == gains[candidate]
        return Face(
            self.instance,
            self.pairs[kept],
            self.may_wait & (gains == 0),
            self.must_fill | (prices > 0),
        )


def best_gains(face: Face, net: Ints) -> Ints:
    """Return the best net value of each candidate; at least 0 for those who may wait."""
    gains = np.where(face.may_wait, np.int64(0), np.iinfo(np.int64).min)
    starts = np.flatnonzero(np.diff(face.candidate, prepend=-1))
    if len(starts):
        owners = face.candidate[starts]
        gains[owners] = np.maximum(gains[owners], np.maximum.reduceat(net, starts))
    return gains
