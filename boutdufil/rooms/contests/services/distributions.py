"""Files are given to jurors by the best plan there is; what was begun stays where it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.engines.judging import Assignment, Demand, File, Impossible, assign, is_connected
from boutdufil.engines.judging import Juror as Reader
from boutdufil.rooms.contests.enums import ConflictKind, StageKind
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import (
    Conflict,
    Criterion,
    Distribution,
    Entry,
    Juror,
    Reading,
    Stage,
)
from boutdufil.rooms.contests.rules.distributing import listed, words_of
from boutdufil.rooms.contests.rules.panels import PanelRow, jury_for
from boutdufil.rooms.contests.selectors.panels import panels_of
from boutdufil.rooms.contests.selectors.stages import entrants
from boutdufil.rooms.contests.services.conflicts import note_inferred
from boutdufil.rooms.contests.services.log import write_line
from boutdufil.rooms.contests.services.recusals import UNDECIDED
from boutdufil.rooms.contests.services.trail import record

KEPT = 1_000_000  # what a reading that was begun weighs: no plan parts from it but where it must
Pair = tuple[int, int]  # an entry and a juror


@dataclass(frozen=True, slots=True)
class DistributionDraft:
    """How files are given out; no ``reviews`` at all: every juror judges their jury's entries."""

    reviews: int = 3
    linking: int = 20
    bars_region: bool = False


@dataclass(frozen=True, slots=True)
class _Board:
    stage: Stage
    panels: tuple[PanelRow, ...]
    entries: tuple[Entry, ...]
    jurors: tuple[Juror, ...]
    barred: frozenset[Pair]
    begun: frozenset[Pair]

    def region_of(self, entry: Entry) -> str:
        found = jury_for(entry.region, self.panels)
        return found.region if found else entry.region

    def seat_of(self, juror: Juror) -> str:
        return next(one.region for one in self.panels if juror.pk in one.juror_ids)


@transaction.atomic
def distribute(*, stage_id: int, draft: DistributionDraft, actor_id: int | None) -> Distribution:
    """Give the entries of a stage to its jurors, and keep the proof beside it.

    Conflicts are inferred and written down first. Readings that were begun or given stay; the
    others are made anew.

    :raises ContestError: the exact reason why no plan exists, or what is missing before.
    """
    stage = Stage.objects.select_for_update(of=("self",)).get(pk=stage_id)
    board = _lay_out(stage, draft)
    found = _everybody(board) if draft.reviews == 0 else _planned(board, draft)
    made = Distribution.objects.create(
        stage=stage,
        reviews=draft.reviews,
        linking=draft.linking,
        bars_region=draft.bars_region,
        facts=_facts(board, found),
        made_by_id=actor_id,
    )
    _write(board, made, found)
    facts = {"distribution": made.pk, "stage": stage_id, "readings": len(found)}
    write_line(edition_id=stage.edition_id, kind="files_distributed", facts=facts)
    record(actor_id, "distribute", stage.edition_id, **facts)
    return made


def _lay_out(stage: Stage, draft: DistributionDraft) -> _Board:
    panels = panels_of(stage.pk)
    entries = tuple(entrants(stage.pk).order_by("number"))
    seated = Juror.objects.filter(seats__jury__stage=stage, declined_at=None)
    jurors = tuple(seated.filter(accepted_at__isnull=False).order_by("pk"))
    _refuse(stage, panels, entries, jurors)
    ids = [one.pk for one in entries]
    if not draft.bars_region:
        own = Conflict.objects.filter(kind=ConflictKind.REGION, juror__in=jurors)
        own.filter(entry__in=ids).delete()
    barred = note_inferred(jurors=jurors, entry_ids=ids, bars_region=draft.bars_region)
    held = Reading.objects.filter(stage=stage, recused_at=None, revision__gt=0)
    laid_down = Reading.objects.filter(stage=stage, recused_at__isnull=False)
    return _Board(
        stage,
        panels,
        entries,
        jurors,
        barred=frozenset({(entry, juror) for juror, entry in barred})
        | frozenset(laid_down.values_list("entry_id", "juror_id")),
        begun=frozenset(held.filter(entry__in=ids).values_list("entry_id", "juror_id")),
    )


def _refuse(
    stage: Stage,
    panels: tuple[PanelRow, ...],
    entries: tuple[Entry, ...],
    jurors: tuple[Juror, ...],
) -> None:
    if stage.kind == StageKind.QUIZ or stage.status not in UNDECIDED:
        raise ContestError(_("Cette épreuve ne se donne pas à lire."))
    if any(one.meeting_opened_at for one in panels):
        raise ContestError(_("Une réunion de jury a commencé : la répartition reste."))
    if not Criterion.objects.filter(stage=stage).exists():
        raise ContestError(_("Écrivez d’abord la grille."))
    if not entries:
        raise ContestError(_("Personne n’est encore dans cette épreuve."))
    if not jurors:
        raise ContestError(_("Aucun juré qui a accepté ne siège encore."))
    alone = [one.number for one in entries if jury_for(one.region, panels) is None]
    if alone:
        told = _("Aucun jury ne juge la région de ces dossiers : %(files)s.")
        raise ContestError(told % {"files": listed(alone)})


def _everybody(board: _Board) -> dict[Pair, bool]:
    """Return every juror with every entry of their jury, but where something bars it."""
    pairs = {
        (entry.pk, juror.pk): False
        for entry in board.entries
        for juror in board.jurors
        if board.seat_of(juror) == board.region_of(entry)
        and (entry.pk, juror.pk) not in board.barred
    }
    read = {entry for entry, _juror in pairs}
    alone = [one.number for one in board.entries if one.pk not in read]
    if alone:
        told = _("Plus personne ne peut juger ces dossiers : %(files)s. Ajoutez un juré.")
        raise ContestError(told % {"files": listed(alone)})
    return pairs


def _planned(board: _Board, draft: DistributionDraft) -> dict[Pair, bool]:
    found = _even(board, draft) if board.begun else _assigned(board, draft)
    if isinstance(found, Impossible):
        names = {str(one.pk): one.name for one in board.jurors}
        raise ContestError(words_of(found, names))
    by_number = {one.number: one.pk for one in board.entries}
    pairs = {(by_number[one.file], int(one.juror)): one.linking for one in found.readings}
    lost = board.begun - set(pairs)
    if lost:
        numbers = {one.pk: one.number for one in board.entries}
        told = _("Ces dossiers sont déjà commencés, et cette répartition les déplacerait : ")
        raise ContestError(told + listed(sorted({numbers[entry] for entry, _juror in lost})))
    return pairs


def _even(board: _Board, draft: DistributionDraft) -> Assignment | Impossible:
    """Return a plan that keeps what was begun, with the least load at which there is one."""
    least = -(-len(board.entries) * draft.reviews // len(board.jurors))
    most = max(one.most_files for one in board.jurors)
    for cap in (least, least + 1, least + 2, most):
        found = _assigned(board, draft, cap)
        if isinstance(found, Assignment) and _keeps(board, found):
            return found
    return found


def _keeps(board: _Board, found: Assignment) -> bool:
    by_number = {one.number: one.pk for one in board.entries}
    return board.begun <= {(by_number[one.file], int(one.juror)) for one in found.readings}


def _assigned(
    board: _Board, draft: DistributionDraft, cap: int | None = None
) -> Assignment | Impossible:
    numbers = {one.pk: one.number for one in board.entries}
    files = [File(one.number, board.region_of(one)) for one in board.entries]
    readers = [
        Reader(
            str(one.pk),
            board.seat_of(one),
            most=one.most_files if cap is None else min(cap, one.most_files),
        )
        for one in board.jurors
    ]
    share = None if draft.bars_region else Fraction(draft.linking, 100)
    return assign(
        files,
        readers,
        [(numbers[entry], str(juror)) for entry, juror in _known(board, board.barred)],
        Demand(draft.reviews, share, connected=_may_connect(board, draft)),
        fit={(numbers[entry], str(juror)): KEPT for entry, juror in _known(board, board.begun)},
    )


def _known(board: _Board, pairs: Collection[Pair]) -> list[Pair]:
    entries, jurors = {one.pk for one in board.entries}, {one.pk for one in board.jurors}
    return sorted(pair for pair in pairs if pair[0] in entries and pair[1] in jurors)


def _may_connect(board: _Board, draft: DistributionDraft) -> bool:
    """Ask for connected juries where files link them at all: two that swap files never are."""
    if draft.bars_region and len(board.panels) < 3:
        return False
    return draft.linking > 0 and draft.reviews > 1 and len(board.jurors) > 1


def _facts(board: _Board, found: dict[Pair, bool]) -> dict[str, object]:
    loads = {one.pk: 0 for one in board.jurors}
    for _entry, juror in found:
        loads[juror] += 1
    linking = {entry for (entry, _juror), away in found.items() if away}
    return {
        "files": len(board.entries),
        "readings": len(found),
        "jurors": len(board.jurors),
        "least_load": min(loads.values()),
        "most_load": max(loads.values()),
        "linking": len(linking),
        "conflicts": len(board.barred),
        "connected": is_connected((str(entry), str(juror)) for entry, juror in found),
        "kept": len(board.begun),
    }


def _write(board: _Board, made: Distribution, found: dict[Pair, bool]) -> None:
    idle = Reading.objects.filter(stage=board.stage, revision=0, recused_at=None, given_at=None)
    idle.delete()
    kept = Reading.objects.filter(stage=board.stage, recused_at=None)
    held = set(kept.values_list("entry_id", "juror_id"))
    Reading.objects.bulk_create(
        Reading(
            stage=board.stage,
            juror_id=juror,
            entry_id=entry,
            distribution=made,
            is_linking=away,
        )
        for (entry, juror), away in sorted(found.items())
        if (entry, juror) not in held
    )
