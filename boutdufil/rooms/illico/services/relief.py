"""What a number does when nobody is free: written by its owner, heard by the dispatcher at once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.illico.errors import ReliefError
from boutdufil.rooms.illico.models import Number
from boutdufil.rooms.illico.models import Relief as ReliefRow
from boutdufil.rooms.illico.rules.relief import Fault, Relief, faults
from boutdufil.rooms.illico.selectors.relief import (
    floor_of,
    helpers_of,
    relief_of,
    touched_agents,
)
from boutdufil.rooms.illico.services.desk import ask_quietly, refresh_agent

WORDS = {
    Fault.TOO_LATE: _(
        "Cinquante secondes au plus\u00a0: un poste sonne dix secondes, et la promesse en dure "
        "soixante."
    ),
    Fault.BEFORE_PROVIDERS: _(
        "Le renfort ne vient pas avant les prestataires\u00a0: donnez un délai au moins aussi long."
    ),
    Fault.NOBODY_IN_HOUSE: _(
        "Personne de votre organisation n’a de poste sur ce numéro\u00a0: chaque personne "
        "attendrait pour rien. Donnez un poste d’abord, ou mettez 0."
    ),
    Fault.STRANGE_HELPER: _(
        "Choisissez un de vos numéros publiés, qui répond sur un canal de celui-ci."
    ),
    Fault.KEPT_TOO_MANY: _(
        "Vous ne pouvez pas garder libres plus de personnes que n’en compte ce numéro dans cette "
        "langue, ni plus de vingt."
    ),
}


def set_relief(*, number_id: int, relief: Relief, actor_id: int | None) -> None:
    """Write down who else answers and when; it holds for the calls to come, from now on.

    Who is at their post is told at once: those who help from now on may answer who waits already.

    :raises ReliefError: it would break the promise by itself, or ask people who are not there.
    """
    before = _write(number_id, relief, actor_id)
    helpers = {one.helper_id for one in (before, relief) if one.helper_id is not None}
    # First the people: a line that asks for them must find them.
    for agent_id in touched_agents(number_id, helpers):
        refresh_agent(agent_id=agent_id)
    ask_quietly("lines_changed")


@transaction.atomic
def _write(number_id: int, relief: Relief, actor_id: int | None) -> Relief:
    number = Number.objects.select_for_update().get(pk=number_id)
    _refuse(number, relief)
    before = relief_of(number_id)
    ReliefRow.objects.update_or_create(
        number=number,
        defaults={
            "providers_after_s": relief.providers_after_s,
            "helper_id": relief.helper_id,
            "helper_after_s": relief.helper_after_s if relief.helper_id else 0,
            "kept": {language: kept for language, kept in relief.kept.items() if kept},
            "changed_at": timezone.now(),
        },
    )
    audit.record(
        actor_id=actor_id,
        verb="illico.relief_changed",
        subject=f"number:{number_id}",
        facts={"before": _facts(before), "after": _facts(relief)},
    )
    return before


def _refuse(number: Number, relief: Relief) -> None:
    helpers = [key for key, _name in helpers_of(number)]
    found = faults(relief, floor_of(number, helpers))
    if found:
        raise ReliefError({name: str(WORDS[fault]) for name, fault in found})


def _facts(relief: Relief) -> dict[str, object]:
    return {
        "providers_after_s": relief.providers_after_s,
        "helper": relief.helper_id,
        "helper_after_s": relief.helper_after_s,
        "kept": {language: kept for language, kept in relief.kept.items() if kept},
    }
