"""Units that look alike: found after each list, decided by somebody, never merged by themselves."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.barometer.enums import DuplicateState, UnitEventKind
from boutdufil.rooms.barometer.errors import BarometerError, FrozenError
from boutdufil.rooms.barometer.models import Drawn, DuplicatePair, Unit, UnitEvent
from boutdufil.rooms.barometer.rules.alike import Described, alike
from boutdufil.rooms.barometer.selectors.duplicates import open_pairs

COMPARED = ("kind", "pk", "name", "siret", "commune")


@transaction.atomic
def find_duplicates(*, survey_id: int) -> int:
    """Note the pairs that look alike and were not looked at yet; return how many are open."""
    living = Unit.objects.filter(survey_id=survey_id, same_as=None, died_on=None)
    by_kind: dict[str, list[Described]] = {}
    for kind, key, name, siret, commune in living.values_list(*COMPARED):
        by_kind.setdefault(kind, []).append(Described(key, name, siret, commune))
    pairs = {pair: whys for units in by_kind.values() for pair, whys in alike(units).items()}
    DuplicatePair.objects.bulk_create(
        [
            DuplicatePair(first_id=one, second_id=other, reasons=list(whys))
            for (one, other), whys in pairs.items()
        ],
        ignore_conflicts=True,
    )
    return open_pairs(survey_id).count()


@transaction.atomic
def decide_pair(*, pair_id: int, stays_id: int | None, actor_id: int) -> None:
    """Say that two units are one, of which ``stays_id`` stays, or that they are two (None).

    :raises FrozenError: the one that would go was drawn into a wave; keep that one.
    :raises BarometerError: somebody decided meanwhile, or the unit is none of the two.
    """
    pair = DuplicatePair.objects.select_for_update().get(pk=pair_id)
    if pair.state != DuplicateState.OPEN:
        raise BarometerError(_("Cette paire a déjà été décidée."))
    if stays_id is not None:
        _merge(pair, stays_id, actor_id)
    pair.state = DuplicateState.DIFFERENT if stays_id is None else DuplicateState.SAME
    pair.decided_by_id, pair.decided_at = actor_id, timezone.now()
    pair.save(update_fields=["state", "decided_by", "decided_at"])
    audit.record(
        actor_id=actor_id,
        verb="barometer.decide_pair",
        subject=f"duplicate_pair:{pair_id}",
        facts={"stays": stays_id},
    )


def _merge(pair: DuplicatePair, stays_id: int, actor_id: int) -> None:
    both = {pair.first_id, pair.second_id}
    if stays_id not in both:
        raise BarometerError(_("Choisissez lequel des deux reste."))
    (goes_id,) = both - {stays_id}
    if Drawn.objects.filter(unit_id=goes_id).exists():
        raise FrozenError(_("Ce centre a été tiré dans une vague : c’est lui qui reste."))
    Unit.objects.filter(Q(pk=goes_id) | Q(same_as_id=goes_id)).update(same_as_id=stays_id)
    UnitEvent.objects.create(
        unit_id=goes_id,
        kind=UnitEventKind.MERGER,
        happened_on=timezone.localdate(),
        noted_by_id=actor_id,
    )
