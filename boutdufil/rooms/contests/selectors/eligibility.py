"""What the tables say of somebody who wants to enter an edition."""

from __future__ import annotations

from django.utils import timezone

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.contests.enums import EntryStatus
from boutdufil.rooms.contests.models import Juror, Member, RulesVersion, Sitting
from boutdufil.rooms.contests.permissions.editions import can_run_edition
from boutdufil.rooms.contests.rules.eligibility import (
    Obstacle,
    Standing,
    obstacles_to_draft,
    obstacles_to_person,
)
from boutdufil.rooms.contests.rules.entries import MAY_RETURN, EntryDraft
from boutdufil.rooms.contests.rules.rows import EditionRow


def standing_of(person: Person, edition_id: int) -> Standing:
    """Return what keeps, or does not keep, a person from entering."""
    own = Member.objects.filter(edition_id=edition_id, person=person, joined_at__isnull=False)
    statuses = set(own.values_list("entry__status", flat=True))
    jurors = Juror.objects.filter(edition_id=edition_id, declined_at=None)
    sittings = Sitting.objects.filter(quiz__stage__edition_id=edition_id, invigilator=person)
    return Standing(
        rules_number=rules_in_force(edition_id),
        has_entry=bool(statuses - MAY_RETURN),
        is_excluded=EntryStatus.DISQUALIFIED in statuses,
        is_juror=jurors.filter(person=person).exists(),
        runs_edition=can_run_edition(person, edition_id),
        invigilates=sittings.exists(),
        email=person.email or "",
    )


def rules_in_force(edition_id: int) -> int:
    """Return the number of the version of the rules in force; 0 while none is declared."""
    versions = RulesVersion.objects.filter(edition_id=edition_id).order_by("-number")
    return versions.values_list("number", flat=True).first() or 0


def obstacles_to(person: Person, edition: EditionRow) -> tuple[Obstacle, ...]:
    """Return, before anything is typed, what keeps a person from entering."""
    return obstacles_to_person(edition, standing_of(person, edition.id), timezone.now())


def obstacles_to_entry(
    person: Person, edition: EditionRow, draft: EntryDraft
) -> tuple[Obstacle, ...]:
    """Return everything that keeps a person from entering with what they typed."""
    standing = standing_of(person, edition.id)
    about_person = obstacles_to_person(edition, standing, timezone.now())
    return about_person + obstacles_to_draft(edition, standing, draft)
