"""Which units that look alike still wait for somebody."""

from __future__ import annotations

from django.db.models import QuerySet

from boutdufil.rooms.barometer.enums import DuplicateState
from boutdufil.rooms.barometer.models import DuplicatePair


def open_pairs(survey_id: int) -> QuerySet[DuplicatePair]:
    """Return the pairs nobody decided on, both of which still stand."""
    return DuplicatePair.objects.filter(
        state=DuplicateState.OPEN,
        first__survey_id=survey_id,
        first__same_as=None,
        first__died_on=None,
        second__same_as=None,
        second__died_on=None,
    )
