"""Two paths of one person become one."""

from boutdufil.rooms.mobility.models import PastJob, Profile, ProfileSkill, Situation
from boutdufil.rooms.mobility.selectors.profiles import HELD
from boutdufil.rooms.mobility.services.past_jobs import MAX_JOBS


def pour_profile(*, guest: Profile, own: Profile) -> None:
    """Move what the guest said into the person's path; the newer word on a skill wins."""
    _pour_jobs(guest, own)
    _pour_skills(guest, own)
    likings = set(own.tastes.values_list("taste", flat=True))
    guest.tastes.exclude(taste__in=likings).update(profile=own)
    # Withdrawn already: whoever holds one still reads "withdrawn".
    guest.share_links.update(profile=own)
    _pour_situation(guest, own)
    own.near_code = guest.near_code or own.near_code
    own.save(update_fields=["near_code"])
    guest.delete()


def _pour_situation(guest: Profile, own: Profile) -> None:
    """Let what the guest said of their situation, the newer word, replace what was said before."""
    said = Situation.objects.filter(profile=guest)
    if said.exists():
        Situation.objects.filter(profile=own).delete()
        said.update(profile=own)


def _pour_jobs(guest: Profile, own: Profile) -> None:
    """Move the guest's jobs while there is room; a title on both paths stays one job."""
    mine = {job.title_label: job for job in own.past_jobs.all()}
    for job in guest.past_jobs.all():
        twin = mine.get(job.title_label)
        if twin is not None:
            _complete_job(twin, job)
        elif len(mine) < MAX_JOBS:
            job.profile = own
            job.save(update_fields=["profile"])
            mine[job.title_label] = job


def _complete_job(job: PastJob, newer: PastJob) -> None:
    """Fill what is empty in a job, and let it be where the guest's skills were used."""
    job.words = job.words or newer.words
    job.workplace = job.workplace or newer.workplace
    job.years = newer.years if job.years is None else job.years
    job.save(update_fields=["words", "workplace", "years"])
    ProfileSkill.objects.filter(used_in=newer).update(used_in=job)


def _pour_skills(guest: Profile, own: Profile) -> None:
    """Move the guest's decisions; one that says no level or job keeps those said before."""
    newer = {row.skill: row for row in guest.skills.all()}
    older = own.skills.filter(skill__in=newer)
    for before in older:
        row = newer[before.skill]
        if row.decision in HELD:
            row.level = before.level if row.level is None else row.level
            row.used_in_id = before.used_in_id if row.used_in_id is None else row.used_in_id
    ProfileSkill.objects.bulk_update(newer.values(), ["level", "used_in"])
    older.delete()
    guest.skills.update(profile=own)
