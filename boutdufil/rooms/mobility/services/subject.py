"""What a person may take away and erase: their path."""

from typing import Any

from boutdufil.rooms.mobility.enums import Decision
from boutdufil.rooms.mobility.models import PastJob, Profile, ProfileSkill, ShareLink


def export_path(person: Any) -> dict[str, Any]:
    """Return the person's path as plain data; empty when there is none."""
    profile = Profile.objects.filter(person=person).first()
    if profile is None:
        return {}
    return {
        "near": profile.near_code,
        "created_at": profile.created_at.isoformat(),
        "past_jobs": [_job_data(job) for job in profile.past_jobs.all()],
        "skills": [_skill_data(row) for row in profile.skills.select_related("used_in")],
        "likes": [str(answer) for answer in profile.tastes.all()],
        "share_links": [_link_data(link) for link in profile.share_links.all()],
    }


def _job_data(job: PastJob) -> dict[str, Any]:
    return {
        "title": job.title_label,
        "rome": job.code,
        "words": job.words,
        "years": job.years,
        "workplace": job.workplace,
    }


def _skill_data(row: ProfileSkill) -> dict[str, Any]:
    return {
        "skill": row.skill,
        "label": row.label,
        "decision": str(Decision(row.decision)),
        "level": row.level,
        "used_in": row.used_in.title_label if row.used_in else None,
    }


def _link_data(link: ShareLink) -> dict[str, Any]:
    withdrawn = link.withdrawn_at.isoformat() if link.withdrawn_at else None
    return {"created_at": link.created_at.isoformat(), "withdrawn_at": withdrawn}


def erase_path(person: Any) -> None:
    """Erase the person's path and all it holds."""
    Profile.objects.filter(person=person).delete()
