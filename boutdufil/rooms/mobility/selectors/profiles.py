"""Whose path it is, and its summary in one line."""

from dataclasses import dataclass
from typing import Any

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.territories import selectors as territories
from boutdufil.rooms.mobility import permissions
from boutdufil.rooms.mobility.enums import Decision
from boutdufil.rooms.mobility.models import PastJob, Profile
from boutdufil.rooms.mobility.permissions import Visitor

HELD = (Decision.CONFIRMED, Decision.ADDED)


@dataclass(frozen=True, slots=True)
class JobRow:
    """A past job as its owner reads it."""

    pk: int
    label: str
    words: str
    code: str
    years: int | None
    workplace: str


@dataclass(frozen=True, slots=True)
class PathSummary:
    """What a path holds so far."""

    jobs: tuple[JobRow, ...]
    place: territories.PlaceRow | None
    held_count: int
    tastes: tuple[occupations.InterestRow, ...]


def profile_of(visitor: Visitor) -> Profile | None:
    """The visitor's own path, the person's before the guest's; None when there is none yet."""
    profile = None
    if visitor.person_id is not None:
        profile = Profile.objects.filter(person_id=visitor.person_id).first()
    if profile is None and visitor.guest_profile_id is not None:
        profile = Profile.objects.filter(pk=visitor.guest_profile_id).first()
    if profile is None or not permissions.can_read_profile(visitor, profile):
        return None
    return profile


def path_summary(profile: Profile | None) -> PathSummary:
    """The summary that heads every page of the path; empty for a newcomer."""
    if profile is None:
        return PathSummary((), None, 0, ())
    return PathSummary(
        jobs=tuple(_job_row(job) for job in profile.past_jobs.all()),
        place=territories.get_place(profile.near_code) if profile.near_code else None,
        held_count=profile.skills.filter(decision__in=HELD).count(),
        tastes=interests_chosen(profile),
    )


def has_begun(profile: Profile) -> bool:
    """Tell whether a past job is named."""
    return profile.past_jobs.exists()


def past_codes(profile: Profile) -> tuple[str, ...]:
    """Return the codes of the past jobs, in order, once each."""
    return tuple(dict.fromkeys(profile.past_jobs.values_list("code", flat=True)))


def my_page_path(person: Any) -> PathSummary | None:
    """Return what "my page" shows of the person's path; None before its first job."""
    summary = path_summary(Profile.objects.filter(person_id=person.pk).first())
    return summary if summary.jobs else None


def _job_row(job: PastJob) -> JobRow:
    return JobRow(job.pk, job.title_label, job.words, job.code, job.years, job.workplace)


def held_skills(profile: Profile) -> frozenset[str]:
    """The codes of the skills the person confirmed or added."""
    rows = profile.skills.filter(decision__in=HELD)
    return frozenset(rows.values_list("skill", flat=True))


def interests_chosen(profile: Profile) -> tuple[occupations.InterestRow, ...]:
    """What the person said they like, in the guide's order."""
    chosen = set(profile.tastes.values_list("taste", flat=True))
    rows = occupations.interests() if chosen else []
    return tuple(row for row in rows if row.key in chosen)


def tastes_chosen(profile: Profile | None) -> list[str]:
    """The values of the likings ticked so far."""
    if profile is None:
        return []
    return list(profile.tastes.values_list("taste", flat=True))


def interest_choices() -> list[tuple[str, str]]:
    """The guide's interests to choose from."""
    return [(row.key, row.label) for row in occupations.interests()]
