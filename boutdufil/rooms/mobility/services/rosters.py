"""Bringing a roster in: a file is kept sealed, mapped, previewed, and only then loaded."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.adapters import vault
from boutdufil.kernel.posts import services as ledger
from boutdufil.kernel.posts.enums import ClosingReason, NeedOrigin, Payer
from boutdufil.kernel.ui.tables import table_refusal
from boutdufil.lib.protected import Finding as Refused
from boutdufil.lib.protected import protected_columns
from boutdufil.lib.tables import Row, Table, TableError, match_columns, read_table, write_csv
from boutdufil.lib.text import fold
from boutdufil.rooms.mobility.enums import PlanState
from boutdufil.rooms.mobility.errors import PlanError, RosterError
from boutdufil.rooms.mobility.models import Plan, RosterEntry, RosterImport
from boutdufil.rooms.mobility.selectors import roster_imports as imports
from boutdufil.rooms.mobility.selectors.personal_pages import hash_of_code, new_code
from boutdufil.rooms.mobility.selectors.rosters import Employee, employees, plan_key, sealed
from boutdufil.rooms.mobility.services.plans import locked, record
from boutdufil.rooms.mobility.services.roster_rows import (
    ALIASES,
    LABELS,
    REQUIRED,
    Meanings,
    RosterFinding,
    cell,
    read_rows,
)

MOST_PEOPLE = 20_000
FILE_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """What a file would become: columns, titles to confirm, good people, findings, refusals."""

    header: tuple[str, ...]
    columns: dict[str, int]
    refused: tuple[Refused, ...]
    ignored: tuple[str, ...]
    titles: list[imports.TitleChoice]
    people: list[tuple[int, Employee]]
    findings: list[RosterFinding]
    missing: list[str]

    @property
    def bad_lines(self) -> list[int]:
        """The lines that would not be loaded, each once."""
        return list(dict.fromkeys(finding.line for finding in self.findings))


@transaction.atomic
def bring_roster(*, plan: Plan, content: bytes, filename: str, actor_id: int) -> RosterImport:
    """Keep a file for its mapping; columns of protected characteristics are dropped unread.

    :raises PlanError: no criteria are declared yet: nobody is read before.
    :raises RosterError: the file is no table we can read.
    """
    plan = locked(plan)
    if not plan.declarations.exists():
        raise PlanError(_("Déclarez d’abord les critères : personne n’est lu avant."))
    table, refused = _without_protected(_table(content, filename))
    key = _key(plan)
    one = RosterImport.objects.create(
        plan=plan,
        sealed=vault.seal_facts(key, _facts(table, refused), about=f"{plan.ref}:file"),
        columns=match_columns(table.header, ALIASES),
        brought_by_id=actor_id,
    )
    record(plan, "roster_brought", actor_id, refused=[finding.ground for finding in refused])
    return one


@transaction.atomic
def map_roster(
    *, one: RosterImport, columns: Mapping[str, int], titles: Mapping[str, str]
) -> RosterImport:
    """Keep which column is which, and the occupation of each title (by folded title)."""
    locked(one.plan)
    one.columns = {field: place for field, place in columns.items() if field in ALIASES}
    one.sealed_titles = vault.seal_facts(_key(one.plan), titles, about=f"{one.plan.ref}:titles")
    one.save(update_fields=["columns", "sealed_titles"])
    return one


def preview_roster(*, one: RosterImport) -> RosterPreview:
    """Read the file as it would be loaded; nothing is written.

    :raises PlanError: the plan was destroyed.
    """
    file = imports.brought(one)
    if file is None:
        raise PlanError(_("Cette liste a été détruite."))
    columns = {field: place for field, place in one.columns.items() if place < len(file.header)}
    titles = imports.title_choices(
        [cell(row, columns, "occupation") for row in file.rows], imports.chosen_titles(one)
    )
    missing = [str(LABELS[field]) for field in REQUIRED if field not in columns]
    people, findings = ([], []) if missing else _read(file, columns, titles, one.plan)
    used = set(columns.values())
    return RosterPreview(
        header=file.header,
        columns=columns,
        refused=file.refused,
        ignored=tuple(name for place, name in enumerate(file.header) if place not in used),
        titles=titles,
        people=people,
        findings=findings,
        missing=missing,
    )


@transaction.atomic
def load_roster(*, one: RosterImport, actor_id: int) -> int:
    """Load the good lines and forget the file; a pseudonym known already is updated.

    Returns how many people the file held. The need of the plan is born in the ledger, or renewed.

    :raises PlanError: there is nobody to load.
    """
    plan = locked(one.plan)
    people = [person for _line, person in preview_roster(one=one).people]
    if not people:
        raise PlanError(_("Aucune ligne ne peut être lue : corrigez le fichier d’abord."))
    _write(plan, people)
    one.delete()
    plan.roster_read_at = plan.roster_read_at or timezone.now()
    plan.save(update_fields=["roster_read_at"])
    _renew_need(plan, actor_id)
    record(plan, "roster_loaded", actor_id, people=len(people))
    return len(people)


@transaction.atomic
def empty_roster(*, plan: Plan, actor_id: int) -> None:
    """Take every person off a plan that nobody was told of."""
    plan = locked(plan, states=(PlanState.DRAFT,))
    plan.entries.all().delete()
    plan.versions.all().delete()
    record(plan, "roster_emptied", actor_id)


@transaction.atomic
def drop_import(*, one: RosterImport) -> None:
    """Forget a file that is not to be loaded."""
    one.delete()


def bad_lines_file(*, one: RosterImport) -> bytes:
    """Return the lines to be corrected as a CSV, with what is wrong in a column of its own."""
    preview, file = preview_roster(one=one), imports.brought(one)
    told: dict[int, list[str]] = {}
    for finding in preview.findings:
        told.setdefault(finding.line, []).append(f"{finding.column} : {finding.message}")
    rows = [row for row in (file.rows if file else ()) if row.line in told]
    return write_csv(
        [*preview.header, _("à corriger")],
        [[*row.cells, " / ".join(told[row.line])] for row in rows],
    )


def template_file() -> bytes:
    """Return a file to fill in, with one invented line."""
    example = {
        "pseudonym": "P-001", "occupation": _("Préparateur de commandes"), "commune": "59650",
        "car": "oui", "max_minutes": "40", "weekly_hours": "35", "pay": "1900",
        "seniority": "8", "ends_on": "31/03/2027", "no_sunday": "oui", "no_night": "non",
        "home_days": "0", "wishes": "D1408", "email_agreed": "non",
    }  # fmt: skip
    fields = [field for field in ALIASES if field not in {"name", "email"}]
    return write_csv(
        [ALIASES[field][0] for field in fields], [[example.get(field, "") for field in fields]]
    )


def forget_old_files(now: datetime) -> int:
    """Forget the files nobody loaded within a week; returns how many."""
    old = RosterImport.objects.filter(brought_at__lt=now - FILE_KEPT)
    count = old.count()
    old.delete()
    return count


def _table(content: bytes, filename: str) -> Table:
    try:
        return read_table(content, filename=filename, max_rows=MOST_PEOPLE)
    except TableError as error:
        raise RosterError(table_refusal(error), line=error.line) from error


def _without_protected(table: Table) -> tuple[Table, tuple[Refused, ...]]:
    """Drop the columns the law forbids to decide by, with all their cells."""
    refused = protected_columns(table.header)
    names = {finding.header for finding in refused}
    kept = [place for place, name in enumerate(table.header) if name not in names]
    rows = tuple(
        Row(row.line, tuple(row.cells[place] for place in kept), row.extra) for row in table.rows
    )
    return Table(tuple(table.header[place] for place in kept), rows), refused


def _facts(table: Table, refused: Sequence[Refused]) -> dict[str, object]:
    return {
        "header": table.header,
        "rows": [[row.line, row.cells, row.extra] for row in table.rows],
        "refused": [[finding.header, finding.ground] for finding in refused],
    }


def _read(
    file: imports.Brought,
    columns: Mapping[str, int],
    titles: Sequence[imports.TitleChoice],
    plan: Plan,
) -> tuple[list[tuple[int, Employee]], list[RosterFinding]]:
    places = [cell(row, columns, "commune") for row in file.rows]
    meanings = Meanings(
        occupations={fold(title.title): title.chosen for title in titles},
        places=imports.found_places(places),
        ends_on=plan.closes_on,
    )
    return read_rows(file.rows, columns, meanings)


def _write(plan: Plan, people: Sequence[Employee]) -> None:
    key = _key(plan)
    known = {person.pseudonym: person.entry_id for person in employees(plan)}
    entries = plan.entries.in_bulk(list(known.values()))
    changed = [
        _resealed(entries[known[person.pseudonym]], key, person)
        for person in people
        if person.pseudonym in known
    ]
    RosterEntry.objects.bulk_update(changed, ["sealed"], batch_size=500)
    last = plan.entries.aggregate(last=Max("number"))["last"] or 0
    fresh = [person for person in people if person.pseudonym not in known]
    RosterEntry.objects.bulk_create(
        _entry(plan, last + at, person, key) for at, person in enumerate(fresh, start=1)
    )


def _entry(plan: Plan, number: int, person: Employee, key: bytes) -> RosterEntry:
    """Make a row with the code of its page, which opens nothing before there is a proposal."""
    nonce = secrets.token_urlsafe(32)
    return RosterEntry(
        plan=plan,
        number=number,
        sealed=sealed(key, plan.pk, person),
        code_nonce=nonce,
        code_hash=hash_of_code(new_code(key, nonce)),
    )


def _resealed(entry: RosterEntry, key: bytes, person: Employee) -> RosterEntry:
    entry.sealed = sealed(key, entry.plan_id, person)
    return entry


def _renew_need(plan: Plan, actor_id: int) -> None:
    """Let the ledger know how many people have to find work; a former number is closed."""
    headcount = plan.entries.count()
    if plan.need and plan.need.headcount == headcount:
        return
    if plan.need_id:
        ledger.close_need(need_id=plan.need_id, reason=ClosingReason.CHANGED, actor_id=actor_id)
    plan.need = ledger.open_need(
        organisation_id=plan.organisation_id,
        origin=NeedOrigin.REDEPLOYMENT,
        origin_ref=plan.ref,
        confidential=plan.confidential,
        actor_id=actor_id,
        draft=ledger.NeedDraft(
            headcount=headcount,
            commune=plan.organisation.commune,
            starts_on=plan.closes_on,
            payer=Payer.CLOSING_SITE,
        ),
    )
    plan.save(update_fields=["need"])


def _key(plan: Plan) -> bytes:
    key = plan_key(plan)
    if key is None:
        raise PlanError(_("La liste de ce plan a été détruite."))
    return key
