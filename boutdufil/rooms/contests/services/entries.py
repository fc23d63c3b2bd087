"""Entering an edition, and leaving it."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel import events
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.contests.enums import EntryKind, EntryStatus
from boutdufil.rooms.contests.errors import ContestError, EligibilityError
from boutdufil.rooms.contests.events import EntryWithdrawn
from boutdufil.rooms.contests.models import Entry, Member
from boutdufil.rooms.contests.rules.entries import LIVE, MAY_RETURN, EntryDraft, number_from
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.selectors.cities import city_of
from boutdufil.rooms.contests.selectors.editions import edition_row
from boutdufil.rooms.contests.selectors.eligibility import obstacles_to_entry
from boutdufil.rooms.contests.services.employers import ask_employer
from boutdufil.rooms.contests.services.log import write_line
from boutdufil.rooms.contests.services.standings import lock_entry, settle_entry
from boutdufil.rooms.contests.services.trail import record

# Two drawn numbers are the same once in a thousand million: a second draw is enough, twenty sure.
DRAWS = 20


@transaction.atomic
def enter(*, edition_id: int, person_id: int, draft: EntryDraft) -> Entry:
    """Enter somebody, or a team with its captain; the same person enters an edition once.

    :raises EligibilityError: the first thing that keeps them out, with its remedy.
    """
    edition, person = edition_row(edition_id), Person.objects.get(pk=person_id)
    if edition is None or not edition.is_public:
        raise EligibilityError(_("Ce concours n’existe pas."))
    for obstacle in obstacles_to_entry(person, edition, draft):
        raise EligibilityError(obstacle.text, obstacle.field)
    _let_return(person_id, edition_id)
    entry = _with_free_number(edition, draft)
    _add_captain(entry, person)
    if edition.needs_employer_consent:
        ask_employer(entry_id=entry.pk, email=draft.employer_email, actor_id=person_id)
    entry = lock_entry(entry.pk)
    record(person_id, "enter", edition_id, entry=entry.pk)
    settle_entry(entry)
    return entry


@transaction.atomic
def withdraw_entry(*, entry_id: int, actor_id: int | None, reason: str = "") -> Entry:
    """Take an entry back, before or after its stages; a second time changes nothing.

    :raises ContestError: it is out already, refused or excluded.
    """
    entry = lock_entry(entry_id)
    if entry.status == EntryStatus.WITHDRAWN:
        return entry
    if entry.status not in LIVE:
        raise ContestError(_("Cette candidature ne compte plus : il n’y a rien à retirer."))
    was_in = entry.status == EntryStatus.ENTERED
    entry.status, entry.withdrawn_at, entry.reason = EntryStatus.WITHDRAWN, timezone.now(), reason
    entry.save(update_fields=["status", "withdrawn_at", "reason"])
    events.publish(EntryWithdrawn(entry.pk))
    record(actor_id, "withdraw_entry", entry.edition_id, entry=entry.pk)
    if was_in:
        facts = {"entry": entry.pk, "number": entry.number}
        write_line(edition_id=entry.edition_id, kind="entry_withdrawn", facts=facts)
    return entry


def _let_return(person_id: int, edition_id: int) -> None:
    """Let go of an entry that was taken back or refused: another may take its place."""
    old = Member.objects.filter(
        edition_id=edition_id, person_id=person_id, entry__status__in=MAY_RETURN
    )
    old.update(joined_at=None)


def _with_free_number(edition: EditionRow, draft: EntryDraft) -> Entry:
    city = city_of(draft.city)
    if city is None:
        raise EligibilityError(_("Choisissez la ville où vous concourez."), "near")
    is_team = edition.entered_by == EntryKind.TEAM
    employer = _known_employer(draft.employer_name)
    for _draw in range(DRAWS):
        try:
            with transaction.atomic():
                return Entry.objects.create(
                    edition_id=edition.id,
                    number=number_from(secrets.choice),
                    status=EntryStatus.FORMING if is_team else EntryStatus.WAITING,
                    team_name=draft.team_name if is_team else "",
                    school=draft.school,
                    employer=employer,
                    employer_name=draft.employer_name,
                    tells_employer=draft.tells_employer,
                    city=city.code,
                    region=city.region,
                    rules_number=draft.rules_number,
                )
        except IntegrityError:
            continue
    raise ContestError(_("Aucun numéro n’est libre. Recommencez."))


def _known_employer(name: str) -> Organisation | None:
    """Return the organisation of this name, where there is one and only one."""
    found = list(Organisation.objects.filter(name__iexact=name)[:2]) if name else []
    return found[0] if len(found) == 1 else None


def _add_captain(entry: Entry, person: Person) -> None:
    try:
        with transaction.atomic():
            Member.objects.create(
                entry=entry,
                edition_id=entry.edition_id,
                person=person,
                name=person.name,
                email=person.email or "",
                is_captain=True,
                joined_at=timezone.now(),
            )
    except IntegrityError:
        told = _("Vous êtes déjà candidat ou candidate à cette édition : une seule fois.")
        raise EligibilityError(told) from None


@transaction.atomic
def publish_name(*, entry_id: int, publishes: bool, actor_id: int) -> None:
    """Let the names of an entry stand beside its public results, or no longer."""
    entry = lock_entry(entry_id)
    entry.publishes_name = publishes
    entry.save(update_fields=["publishes_name"])
    record(actor_id, "publish_name", entry.edition_id, entry=entry_id, publishes=publishes)
