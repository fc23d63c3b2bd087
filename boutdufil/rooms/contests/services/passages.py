"""The order of passages before a jury: drawn, written in the log, drawn again only for a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.engines.judging import draw_order
from boutdufil.rooms.contests.enums import StageKind, StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Conflict, Entry, Passage, Stage
from boutdufil.rooms.contests.rules.panels import PanelRow, jury_for
from boutdufil.rooms.contests.rules.passages import Passing, TimetableDraft, lay_out
from boutdufil.rooms.contests.selectors.accommodations import time_factor_of
from boutdufil.rooms.contests.selectors.panels import panels_of
from boutdufil.rooms.contests.selectors.stages import entrants
from boutdufil.rooms.contests.services.log import write_line
from boutdufil.rooms.contests.services.passage_mail import summon, told_before
from boutdufil.rooms.contests.services.trail import record

HEARD = frozenset({StageKind.PANEL, StageKind.ORAL})


@dataclass(frozen=True, slots=True)
class JuryHours:
    """How long a jury would hear, whatever the order: granted time is in it."""

    jury: str
    passages: int
    starts_at: datetime
    ends_at: datetime


def preview_passages(*, stage_id: int, draft: TimetableDraft) -> tuple[JuryHours, ...]:
    """Return when each jury would begin and end; nothing is drawn, and no order is shown.

    :raises ContestError: what stands in the way of a draw, but for its reason.
    """
    stage = Stage.objects.get(pk=stage_id)
    _refuse(stage, "", is_again=False)
    panels = panels_of(stage_id)
    passing = [_passing(one, panels) for one in _passers(stage_id)]
    hours = lay_out(passing, draft)
    return tuple(
        JuryHours(panel.name, len(own), own[0].starts_at, max(one.ends_at for one in own))
        for panel in panels
        if (own := [one for one in hours if one.jury_id == panel.id])
    )


@transaction.atomic
def draw_passages(
    *, stage_id: int, draft: TimetableDraft, actor_id: int | None, reason: str = ""
) -> int:
    """Draw who passes when before which jury, and return how many do.

    The seed and the numbers are in the log: anybody draws the same order again. A time factor
    that was granted lengthens a passage.

    :raises ContestError: nobody passes in this stage yet, somebody already did, a jury is missing
        or barred altogether, or a second draw without a reason.
    """
    stage = Stage.objects.select_for_update(of=("self",)).get(pk=stage_id)
    again = Passage.objects.filter(stage=stage)
    _refuse(stage, reason, is_again=again.exists())
    entries = {one.number: one for one in _passers(stage_id)}
    panels, seed = panels_of(stage_id), token_hex(16)
    order = draw_order(seed, entries)
    passing = [_passing(entries[number], panels) for number in order]
    before = told_before(stage_id)
    again.delete()
    Passage.objects.bulk_create(
        Passage(
            stage=stage,
            jury_id=hour.jury_id,
            entry_id=hour.entry_id,
            starts_at=hour.starts_at,
            minutes=hour.minutes,
            room=draft.room,
        )
        for hour in lay_out(passing, draft)
    )
    facts = {"stage": stage_id, "seed": seed, "order": list(order), "reason": reason}
    write_line(edition_id=stage.edition_id, kind="passages_drawn", facts=facts)
    record(actor_id, "draw_passages", stage.edition_id, stage=stage_id, passages=len(order))
    summon(stage_id, before)
    return len(order)


def _passers(stage_id: int) -> list[Entry]:
    found = list(entrants(stage_id))
    if not found:
        raise ContestError(_("Personne ne passe encore dans cette épreuve."))
    return found


def _refuse(stage: Stage, reason: str, *, is_again: bool) -> None:
    if stage.kind not in HEARD:
        raise ContestError(_("Cette épreuve n’a pas de passages."))
    if stage.status not in {StageStatus.PLANNED, StageStatus.OPEN}:
        raise ContestError(_("Cette épreuve est close : ses passages restent."))
    earlier = Stage.objects.filter(edition_id=stage.edition_id, position__lt=stage.position)
    before = earlier.order_by("-position").first()
    if before is not None and before.status != StageStatus.PUBLISHED:
        raise ContestError(_("Publiez d’abord les résultats de l’épreuve qui précède."))
    if Passage.objects.filter(stage=stage, began_at__isnull=False).exists():
        raise ContestError(_("Un passage a commencé : l’ordre ne se tire plus."))
    if is_again and not reason.strip():
        raise ContestError(_("Dites pourquoi l’ordre se tire de nouveau."), "reason")


def _passing(entry: Entry, panels: tuple[PanelRow, ...]) -> Passing:
    panel = jury_for(entry.region, panels)
    if panel is None or not panel.juror_ids:
        told = _("Aucun jury n’entend %(number)s : faites un jury de sa région, ou national.")
        raise ContestError(told % {"number": entry.number})
    barred = Conflict.objects.filter(entry=entry, juror_id__in=panel.juror_ids)
    if set(barred.values_list("juror_id", flat=True)) >= set(panel.juror_ids):
        told = _("Tout le jury a un lien avec %(number)s : ajoutez-y quelqu’un sans lien.")
        raise ContestError(told % {"number": entry.number})
    return Passing(entry.pk, panel.id, time_factor_of(entry.pk))
