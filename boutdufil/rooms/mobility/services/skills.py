"""Deciding on skills: only what a person decided is kept, never what was proposed."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.rooms.mobility.enums import Decision, Level
from boutdufil.rooms.mobility.models import Profile, ProfileSkill
from boutdufil.rooms.mobility.selectors.profiles import HELD
from boutdufil.rooms.mobility.selectors.skills import skills_page
from boutdufil.rooms.mobility.services.profiles import mark_activity


@transaction.atomic
def decide_page(*, profile: Profile, digest: str, ticked: Collection[str]) -> bool:
    """Decide on the page of step 2 as it was read; False when it is no longer the same page.

    `digest` says which page was read. The ticks are kept in both cases; a box left empty removes
    a skill only when that box was certainly there.
    """
    page = skills_page(profile)
    same = digest == page.digest
    decide_skills(profile=profile, shown=page.codes if same else ticked, ticked=ticked)
    return same


@transaction.atomic
def decide_skills(*, profile: Profile, shown: Collection[str], ticked: Collection[str]) -> None:
    """Confirm the ticked skills and remove those that were held and are no longer ticked.

    `shown` is what the page proposed: a skill that was not on the page is left as it was, and a
    box never ticked is not a decision.
    """
    confirmed = frozenset(ticked) & frozenset(shown)
    _confirm(profile=profile, codes=confirmed)
    dropped = frozenset(shown) - confirmed
    profile.skills.filter(skill__in=dropped, decision__in=HELD).update(
        decision=Decision.REMOVED, level=None, used_in=None
    )
    mark_activity(profile=profile)


def _confirm(*, profile: Profile, codes: Collection[str]) -> None:
    """Hold these skills; one already held keeps its level and its origin."""
    kept = set(profile.skills.filter(decision__in=HELD).values_list("skill", flat=True))
    known = occupations.skills([code for code in codes if code not in kept])
    for code, row in sorted(known.items()):
        ProfileSkill.objects.update_or_create(
            profile=profile,
            skill=code,
            defaults=_held_as(Decision.CONFIRMED, row.label),
        )


def _held_as(decision: Decision, label: str) -> dict[str, Any]:
    return {"label": label, "decision": decision, "decided_at": timezone.now()}


@transaction.atomic
def add_skill(*, profile: Profile, code: str) -> bool:
    """Add a skill by hand; False when no skill has this code."""
    row = occupations.skills([code]).get(code)
    if row is None:
        return False
    ProfileSkill.objects.update_or_create(
        profile=profile, skill=code, defaults=_held_as(Decision.ADDED, row.label)
    )
    mark_activity(profile=profile)
    return True


@transaction.atomic
def set_levels(*, profile: Profile, levels: Mapping[str, tuple[int | None, int | None]]) -> None:
    """Keep, by skill code, how well (1 to 4) and in which past job it was used."""
    jobs = set(profile.past_jobs.values_list("pk", flat=True))
    rows = list(profile.skills.filter(skill__in=levels, decision__in=HELD))
    for row in rows:
        level, job_id = levels[row.skill]
        row.level = level if level in Level.values else None
        row.used_in_id = job_id if job_id in jobs else None
    ProfileSkill.objects.bulk_update(rows, ["level", "used_in"])
    mark_activity(profile=profile)
