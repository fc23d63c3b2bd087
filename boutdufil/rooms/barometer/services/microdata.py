"""Taking the answers of a wave away is noted: who, when, which wave."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.selectors.microdata import microdata


@transaction.atomic
def take_microdata(*, wave_id: int, actor_id: int | None) -> bytes:
    """Return the answers of a wave for R as a ZIP, and note it.

    Raises BarometerError when the wave has no questionnaire.
    """
    content = microdata(wave_id)
    if content is None:
        raise BarometerError(_("Cette vague n’a pas de questionnaire : il n’y a rien à emporter."))
    audit.record(actor_id=actor_id, verb="barometer.take_microdata", subject=f"wave:{wave_id}")
    return content
