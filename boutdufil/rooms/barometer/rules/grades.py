"""How precise a figure is, in words, by its coefficient of variation."""

from __future__ import annotations

from django.utils.translation import gettext as _

from boutdufil.rooms.barometer.rules.estimation import CAREFUL_FROM

PRECISE, FAIR = 0.05, 0.10


def grade(variation: float | None) -> str:
    """Return the grade of a coefficient of variation (0.05 for 5 %); None is not known.

    >>> grade(0.02), grade(0.2)
    ('précis', 'à lire avec prudence')
    """
    if variation is None:
        return _("précision inconnue")
    if variation <= PRECISE:
        return _("précis")
    if variation <= FAIR:
        return _("assez précis")
    return _("approximatif") if variation <= CAREFUL_FROM else _("à lire avec prudence")
