"""Lists taken into the frame: all of a list or nothing of it, and what it changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.territories.models import Commune
from boutdufil.lib.tables import Table
from boutdufil.rooms.barometer.enums import ImportKind, UnitEventKind, UnitKind
from boutdufil.rooms.barometer.errors import FrameFileError
from boutdufil.rooms.barometer.models import (
    EnterpriseGroup,
    FrameImport,
    Survey,
    Unit,
    UnitEvent,
)
from boutdufil.rooms.barometer.rules import frame_lines, sirene_lines
from boutdufil.rooms.barometer.rules.frame_lines import FrameLine, LineProblem, ReadList
from boutdufil.rooms.barometer.rules.sirene_lines import Field
from boutdufil.rooms.barometer.services.duplicates import find_duplicates

AT_ONCE = 1_000
# What a list may say anew of a unit it already named.
TOLD = (
    "siret",
    "name",
    "activity",
    "centre_type",
    "commune",
    "department",
    "region",
    "headcount",
    "group_id",
    "born_on",
    "died_on",
)


class ListRefusedError(FrameFileError):
    """A list with mistakes: nothing of it was taken in; ``problems`` are its lines."""

    def __init__(self, problems: Sequence[LineProblem]) -> None:
        super().__init__(_("Rien n’est repris de cette liste : corrigez ces lignes."), "table")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class ListDraft:
    """A list to take in. ``is_whole`` lists name every unit: who is missing has closed."""

    table: Table
    kind: ImportKind
    file_name: str
    file_hash: str
    as_of: date
    field: Field
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What a list changed in the frame, in units; ``left_out`` are outside the wanted field."""

    new: int
    changed: int
    same: int
    closed: int
    left_out: int
    alike: int


class _TriedError(Exception):
    """Carries what a trial found out of the transaction that undoes it."""

    def __init__(self, taken: Taken) -> None:
        super().__init__()
        self.taken = taken


def try_list(*, survey_id: int, draft: ListDraft) -> Taken:
    """Return what a list would change, and change nothing.

    :raises FrameFileError: as :func:`take_list`.
    """
    try:
        with transaction.atomic():
            raise _TriedError(take_list(survey_id=survey_id, draft=draft, actor_id=None))
    except _TriedError as tried:
        return tried.taken


@transaction.atomic
def take_list(*, survey_id: int, draft: ListDraft, actor_id: int | None) -> Taken:
    """Take a list into the frame: new units are born, known ones are told anew, closed ones die.

    :raises ListRefusedError: with each line that cannot be taken; nothing is.
    :raises FrameFileError: a column is missing.
    """
    # Two lists at once would both see the frame without the other.
    Survey.objects.select_for_update().get(pk=survey_id)
    read = _read(draft)
    taken_in = FrameImport.objects.create(
        survey_id=survey_id,
        kind=draft.kind,
        file_name=draft.file_name[:200],
        file_hash=draft.file_hash,
        as_of=draft.as_of,
        taken_by_id=actor_id,
    )
    counts = _Frame(taken_in).take(read.lines)
    if draft.is_whole:
        counts["closed"] += _close_missing(taken_in, read.lines, draft.field)
    alike = find_duplicates(survey_id=survey_id)
    found = {name: counts[name] for name in ("new", "changed", "same", "closed")}
    taken = Taken(**found, left_out=read.left_out, alike=alike)
    taken_in.counts = found | {"left_out": read.left_out, "alike": alike}
    taken_in.save(update_fields=["counts"])
    facts = {"import": taken_in.pk, **taken_in.counts}
    audit.record(
        actor_id=actor_id, verb="barometer.take_list", subject=f"survey:{survey_id}", facts=facts
    )
    return taken


def _read(draft: ListDraft) -> ReadList:
    communes = set(Commune.objects.values_list("pk", flat=True))
    if draft.kind == ImportKind.SIRENE:
        _need(sirene_lines.missing_columns(draft.table))
        read = sirene_lines.read_sirene(draft.table, communes, draft.field)
    else:
        _need(frame_lines.missing_columns(draft.table))
        read = frame_lines.read_centres(draft.table, communes)
    if read.problems:
        raise ListRefusedError(read.problems)
    return read


def _need(missing: Collection[str]) -> None:
    if missing:
        told = _("Il manque des colonnes : %(columns)s. La première ligne les nomme.")
        raise FrameFileError(told % {"columns": ", ".join(missing)}, "table")


class _Frame:
    """The frame of a survey while a list is laid over it."""

    def __init__(self, taken_in: FrameImport) -> None:
        self._import = taken_in
        self._survey_id = taken_in.survey_id
        units = Unit.objects.filter(survey_id=self._survey_id)
        self._known = {(one.kind, one.source_key): one for one in units}
        self._events: list[UnitEvent] = []

    def take(self, lines: Sequence[FrameLine]) -> Counter[str]:
        """Lay the lines over the frame; return how many are new, changed, same, closed."""
        groups = self._groups(lines)
        places = _places({line.commune for line in lines})
        counts: Counter[str] = Counter()
        new: list[Unit] = []
        changed: list[Unit] = []
        for line in lines:
            facts = _facts(line, groups, places)
            unit = self._known.get((line.kind, line.key))
            if unit is None:
                new.append(self._unit(line, facts))
            elif self._tell(unit, facts, counts):
                changed.append(unit)
            else:
                counts["same"] += 1
        counts["new"], counts["changed"] = len(new), len(changed)
        Unit.objects.bulk_create(new, batch_size=AT_ONCE)
        Unit.objects.bulk_update(changed, TOLD, batch_size=AT_ONCE)
        for unit in new:
            self._note(unit, UnitEventKind.BIRTH, unit.born_on or self._import.as_of)
            if unit.died_on:
                self._note(unit, UnitEventKind.DEATH, unit.died_on)
        UnitEvent.objects.bulk_create(self._events, batch_size=AT_ONCE)
        return counts

    def _groups(self, lines: Sequence[FrameLine]) -> dict[str, int]:
        names = {line.group_key: line.group_name for line in lines if line.group_key}
        EnterpriseGroup.objects.bulk_create(
            [EnterpriseGroup(survey_id=self._survey_id, key=k, name=n) for k, n in names.items()],
            ignore_conflicts=True,
            batch_size=AT_ONCE,
        )
        found = EnterpriseGroup.objects.filter(survey_id=self._survey_id, key__in=names)
        return dict(found.values_list("key", "pk"))

    def _unit(self, line: FrameLine, facts: Mapping[str, object]) -> Unit:
        return Unit(survey_id=self._survey_id, kind=line.kind, source_key=line.key, **facts)

    def _tell(self, unit: Unit, facts: Mapping[str, object], counts: Counter[str]) -> bool:
        news = {name: value for name, value in facts.items() if getattr(unit, name) != value}
        if not news:
            return False
        died = news.get("died_on")
        for name, value in news.items():
            setattr(unit, name, value)
        if isinstance(died, date):
            counts["closed"] += 1
            self._note(unit, UnitEventKind.DEATH, died)
        else:
            note = ", ".join(sorted(news))
            self._note(unit, UnitEventKind.CHANGE, self._import.as_of, note)
        return True

    def _note(self, unit: Unit, kind: UnitEventKind, on: date, note: str = "") -> None:
        self._events.append(
            UnitEvent(unit=unit, kind=kind, happened_on=on, note=note[:250], source=self._import)
        )


def _facts(
    line: FrameLine, groups: Mapping[str, int], places: Mapping[str, tuple[str, str]]
) -> dict[str, object]:
    department, region = places.get(line.commune, ("", ""))
    return {
        "siret": line.siret,
        "name": line.name,
        "activity": line.activity,
        "centre_type": line.centre_type,
        "commune": line.commune,
        "department": department,
        "region": region,
        "headcount": line.headcount,
        "group_id": groups.get(line.group_key),
        "born_on": line.born_on,
        "died_on": line.died_on,
    }


def _places(codes: Collection[str]) -> dict[str, tuple[str, str]]:
    found = Commune.objects.filter(pk__in=codes)
    rows = found.values_list("pk", "department_id", "department__region_id")
    return {code: (department, region) for code, department, region in rows}


def _close_missing(taken_in: FrameImport, lines: Sequence[FrameLine], field: Field) -> int:
    """Close what a whole list of its field names no more, on its day."""
    kinds = {line.kind for line in lines} or {UnitKind.CENTRE}
    named = {(line.kind, line.key) for line in lines}
    living = Unit.objects.filter(survey_id=taken_in.survey_id, kind__in=kinds, died_on=None)
    gone = [
        one
        for one in living
        if (one.kind, one.source_key) not in named and field.has(one.activity, one.commune)
    ]
    for unit in gone:
        # A list is true of its day: what opened later cannot have closed before it opened.
        unit.died_on = max(taken_in.as_of, unit.born_on or taken_in.as_of)
    Unit.objects.bulk_update(gone, ["died_on"], batch_size=AT_ONCE)
    UnitEvent.objects.bulk_create(
        [
            UnitEvent(
                unit=unit,
                kind=UnitEventKind.DEATH,
                happened_on=unit.died_on or taken_in.as_of,
                source=taken_in,
            )
            for unit in gone
        ],
        batch_size=AT_ONCE,
    )
    return len(gone)
