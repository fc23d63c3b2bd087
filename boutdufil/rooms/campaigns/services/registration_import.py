"""Registrations of another tool: read, shown line by line, then taken like any other.

Whoever is taken registers as if they had come to our page: places are counted, and they get
their ticket. What they allowed elsewhere, they did not allow here: no consent is taken over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from boutdufil.kernel.people.models import fold_email
from boutdufil.lib.tables import Row, Table, match_columns, write_csv
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Intake, Registration
from boutdufil.rooms.campaigns.rules.imports import (
    REGISTRATION_COLUMNS,
    BadLine,
    Preview,
    cell,
    clock_words,
)
from boutdufil.rooms.campaigns.rules.registrations import ACTIVE, RegistrationDraft
from boutdufil.rooms.campaigns.services.registering import register
from boutdufil.rooms.campaigns.services.trail import record

LONGEST = {"name": 120, "group_name": 120, "needs": 250, "origin": 40}


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: how many are in, and the lines that are not."""

    count: int
    bad: tuple[BadLine, ...]


@dataclass(frozen=True, slots=True)
class _Event:
    """What a line is read against: slots by when they begin, who is in, how large a group."""

    slots: Mapping[str, int]
    known: frozenset[str]
    largest_group: int


def preview_registrations(*, node_id: int, table: Table) -> Preview[RegistrationDraft]:
    """Return what each line of a file becomes; nothing is written.

    :raises CampaignError: registrations are not open, or no column is a name.
    """
    columns = match_columns(table.header, REGISTRATION_COLUMNS)
    if "name" not in columns:
        raise CampaignError(_("Aucune colonne ne s’appelle « nom » : ajoutez-la en tête."))
    event = _event(_intake(node_id))
    good, bad, seen = [], [], set(event.known)
    for row in table.rows:
        draft, problems = _read(row, columns, event, seen)
        if problems:
            bad.append(BadLine(row.line, row.cells, tuple(problems)))
        else:
            good.append((row.line, draft))
            seen.add(draft.email or str(row.line))
    used = set(columns.values())
    ignored = tuple(name for place, name in enumerate(table.header) if place not in used)
    return Preview(table.header, ignored, tuple(good), tuple(bad))


def import_registrations(*, node_id: int, table: Table, actor_id: int) -> Taken:
    """Register every good line; sent twice, a file is taken once. What is refused is told.

    :raises CampaignError: registrations are not open, or no column is a name.
    """
    preview = preview_registrations(node_id=node_id, table=table)
    intake_id = _intake(node_id).pk
    cells = {row.line: row.cells for row in table.rows}
    mark = hashlib.sha256(repr((node_id, table)).encode()).hexdigest()
    count, bad = 0, list(preview.bad)
    for line, draft in preview.good:
        try:
            register(intake_id=intake_id, draft=replace(draft, once=f"{mark}-{line}"))
            count += 1
        except CampaignError as refusal:
            bad.append(BadLine(line, cells[line], (str(refusal),)))
    record(actor_id, "import_registrations", node_id, count=count, refused=len(bad))
    return Taken(count, tuple(sorted(bad, key=lambda one: one.line)))


def bad_lines_file(header: tuple[str, ...], bad: tuple[BadLine, ...]) -> bytes:
    """Return the lines to be mended as a CSV, with what to mend in a column of its own."""
    rows = [[*one.cells, " / ".join(one.problems)] for one in bad]
    return write_csv([*header, _("à corriger")], rows)


def _intake(node_id: int) -> Intake:
    intake = Intake.objects.filter(node_id=node_id).first()
    if intake is None:
        raise CampaignError(_("Ouvrez d’abord les inscriptions."))
    return intake


def _event(intake: Intake) -> _Event:
    known = Registration.objects.filter(intake=intake, status__in=ACTIVE).exclude(email="")
    slots: dict[str, int] = {}
    for slot in intake.slots.all():
        for name in _slot_names(timezone.localtime(slot.starts_at)):
            slots.setdefault(name, slot.pk)
    emails = frozenset(known.values_list("email", flat=True))
    return _Event(slots, emails, intake.largest_group or 1)


def _slot_names(begins: datetime) -> Iterator[str]:
    yield f"{begins:%Y-%m-%d %H:%M}"
    yield f"{begins:%d/%m/%Y %H:%M}"
    yield f"{begins:%H:%M}"


def _read(
    row: Row, columns: Mapping[str, int], event: _Event, seen: set[str]
) -> tuple[RegistrationDraft, list[str]]:
    said = {name: cell(row.cells, columns, name) for name in REGISTRATION_COLUMNS}
    full_name = " ".join(part for part in (said["first_name"], said["name"]) if part)
    said["name"], email = full_name, fold_email(said["email"])
    places = said["places"] or "1"
    slot = event.slots.get(clock_words(said["slot"].replace("T", " ")))
    problems = [*_lengths(said), *_address(email, seen), *_places(places, event)]
    if not full_name:
        problems.append(_("Nom : il manque."))
    if event.slots and slot is None:
        problems.append(_("Créneau : « %(slot)s » n’en est pas un.") % {"slot": said["slot"]})
    draft = RegistrationDraft(
        name=full_name,
        email=email,
        slot_id=slot,
        places=int(places) if places.isdecimal() else 1,
        group_name=said["group_name"],
        needs=said["needs"],
        origin=slugify(said["origin"])[: LONGEST["origin"]],
    )
    return draft, problems


def _lengths(said: Mapping[str, str]) -> Iterator[str]:
    for name, longest in LONGEST.items():
        if len(said[name]) > longest:
            text = _("« %(start)s… » : %(most)d caractères au plus.")
            yield text % {"start": said[name][:20], "most": longest}


def _address(email: str, seen: set[str]) -> Iterator[str]:
    if not email:
        return
    try:
        validate_email(email)
    except ValidationError:
        yield _("Adresse e-mail : « %(email)s » n’en est pas une.") % {"email": email}
    if email in seen:
        yield _("Adresse e-mail : %(email)s est déjà inscrite ici.") % {"email": email}


def _places(text: str, event: _Event) -> Iterator[str]:
    if not text.isdecimal() or not 1 <= int(text) <= event.largest_group:
        told = _("Personnes : « %(text)s ». Ici, de 1 à %(most)d.")
        yield told % {"text": text, "most": event.largest_group}
