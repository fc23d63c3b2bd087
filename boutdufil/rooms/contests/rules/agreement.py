"""How far the jurors of a meeting agree, in figures and in the words that go with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from boutdufil.engines.judging.agreement import intraclass, krippendorff_alpha

# Fewer files read by two jurors say nothing: one of them would move the figure by half.
LEAST_FILES = 10
# Krippendorff, Content Analysis, 2004: what one may conclude from, and draw tentative ones from.
SOUND, TENTATIVE = 0.8, 0.667


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far jurors agree on `files` that two or more of them read.

    `alpha` is Krippendorff's: 1 in full agreement, 0 by chance, None where it is unknown.
    `fidelity` is the intraclass correlation of the mean with that of another jury as large, None
    where not every juror read every file.
    """

    files: int
    alpha: float | None
    fidelity: float | None

    @property
    def words(self) -> str:
        """What the figure means, or why it is unknown."""
        if self.files < LEAST_FILES:
            told = _(
                "Accord inconnu : %(count)d dossiers seulement ont deux lectures, il en faut "
                "%(least)d pour en dire quelque chose."
            )
            return told % {"count": self.files, "least": LEAST_FILES}
        if self.alpha is None:
            return _("Accord inconnu : toutes les notes sont les mêmes.")
        if self.alpha >= SOUND:
            return _("Les jurés s’accordent : leurs notes ordonnent les dossiers de même façon.")
        if self.alpha >= TENTATIVE:
            return _("Les jurés s’accordent assez pour une conclusion prudente.")
        return _(
            "Les jurés ne s’accordent pas assez pour que les notes seules départagent : "
            "parlez des dossiers où l’écart est large."
        )


def agreement(files: Sequence[Mapping[int, float]]) -> Agreement:
    """Return how far jurors agree; each file has the score of each juror who read it.

    >>> agreement([{1: 10.0, 2: 12.0}]).files
    1
    """
    compared = [one for one in files if len(one) > 1]
    if len(compared) < LEAST_FILES:
        return Agreement(len(compared), None, None)
    jurors = sorted({juror for one in compared for juror in one})
    table = np.asarray([[one.get(juror, np.nan) for one in compared] for juror in jurors])
    alpha = krippendorff_alpha(table)
    apart = np.ptp(np.nanmean(table, axis=0)) > 0
    whole = alpha is not None and apart and not np.isnan(table).any()
    return Agreement(
        len(compared), alpha, intraclass(table.T.tolist()).random_mean if whole else None
    )
