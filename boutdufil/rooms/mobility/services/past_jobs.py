"""The jobs somebody held, found by everyday words."""

from collections.abc import Mapping

from django.db import transaction

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.rooms.mobility.errors import TooManyJobsError, UnknownTitleError
from boutdufil.rooms.mobility.models import PastJob, Profile
from boutdufil.rooms.mobility.services.profiles import mark_activity

MAX_JOBS = 12


@transaction.atomic
def add_past_job(
    *, profile: Profile, code: str, label: str, words: str = "", years: int | None = None
) -> PastJob:
    """Add a job under its official title, once.

    Raises UnknownTitleError when no job card has this code, TooManyJobsError past twelve jobs.
    """
    card = occupations.get_card(code)
    if card is None:
        raise UnknownTitleError(code)
    title = label if label in card.titles else card.label
    job = profile.past_jobs.filter(title_label=title).first()
    if job is None:
        job = _create_job(profile=profile, code=card.code, title=title, words=words, years=years)
    mark_activity(profile=profile)
    return job


def _create_job(
    *, profile: Profile, code: str, title: str, words: str, years: int | None
) -> PastJob:
    if profile.past_jobs.count() >= MAX_JOBS:
        raise TooManyJobsError(MAX_JOBS)
    return PastJob.objects.create(
        profile=profile, code=code, title_label=title, words=words[:120], years=years
    )


@transaction.atomic
def update_past_jobs(*, profile: Profile, details: Mapping[int, tuple[int | None, str]]) -> None:
    """Keep years and workplace by past job; a job of somebody else's path is left alone."""
    jobs = list(profile.past_jobs.filter(pk__in=details))
    for job in jobs:
        job.years, job.workplace = details[job.pk]
    PastJob.objects.bulk_update(jobs, ["years", "workplace"])
    mark_activity(profile=profile)


def remove_past_job(*, profile: Profile, job_id: int) -> None:
    """Take a job off the path; the skills the person confirmed stay theirs."""
    profile.past_jobs.filter(pk=job_id).delete()
    mark_activity(profile=profile)
