"""The skills proposed from the job cards of the past jobs, and what was decided on each."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.occupations.enums import COUNTED_KINDS
from boutdufil.rooms.mobility.models import Profile, ProfileSkill
from boutdufil.rooms.mobility.selectors.profiles import HELD

ADDED = "added"


@dataclass(frozen=True, slots=True)
class ProposedSkill:
    """One box to tick."""

    code: str
    label: str
    core: bool
    ticked: bool
    lang: str


@dataclass(frozen=True, slots=True)
class ProposedGroup:
    """Boxes that stand together on the card; `key` names the group in the form."""

    key: str
    label: str
    skills: tuple[ProposedSkill, ...]

    @property
    def ticked(self) -> int:
        """How many are ticked."""
        return sum(skill.ticked for skill in self.skills)


@dataclass(frozen=True, slots=True)
class ProposedJob:
    """What one job card proposes: its core first, the rest by group."""

    code: str
    label: str
    core: ProposedGroup | None
    others: tuple[ProposedGroup, ...]

    @property
    def groups(self) -> tuple[ProposedGroup, ...]:
        """Every group of the card, the core first."""
        return ((self.core,) if self.core else ()) + self.others


@dataclass(frozen=True, slots=True)
class SkillsPage:
    """Step 2 whole: the boxes by job, and the skills added by hand."""

    jobs: tuple[ProposedJob, ...]
    added: tuple[ProposedSkill, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The skill code of every box, in order."""
        proposed = (skill for job in self.jobs for group in job.groups for skill in group.skills)
        return tuple(skill.code for skill in (*proposed, *self.added))

    @property
    def digest(self) -> str:
        """Stands for all the boxes of the page in one short field of its form."""
        return hashlib.sha256("\n".join(self.codes).encode()).hexdigest()[:16]

    @property
    def ticked_count(self) -> int:
        """How many are ticked."""
        ticked = sum(group.ticked for job in self.jobs for group in job.groups)
        return ticked + sum(skill.ticked for skill in self.added)


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A held skill with its level and the job it was used in."""

    code: str
    label: str
    level: int | None
    used_in: int | None
    lang: str


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """The held skills of one past job's card; `key` is its code, "added" for those by hand."""

    key: str
    label: str
    rows: tuple[LevelRow, ...]


def skills_page(profile: Profile) -> SkillsPage:
    """The boxes of step 2: each skill once, under the first past job that asks it."""
    decided = {row.skill: row for row in profile.skills.all()}
    seen: set[str] = set()
    jobs = tuple(
        _proposed_job(code, label, decided, seen)
        for code, label in _titles_by_code(profile).items()
    )
    by_hand = [r for r in decided.values() if r.decision in HELD and r.skill not in seen]
    added = tuple(
        ProposedSkill(row.code, row.label, core=False, ticked=True, lang=row.lang)
        for row in _readable(by_hand)
    )
    return SkillsPage(tuple(job for job in jobs if job.groups), added)


def _titles_by_code(profile: Profile) -> dict[str, str]:
    titles: dict[str, str] = {}
    for code, title in profile.past_jobs.values_list("code", "title_label"):
        titles.setdefault(code, title)
    return titles


def _proposed_job(
    code: str, label: str, decided: Mapping[str, ProfileSkill], seen: set[str]
) -> ProposedJob:
    """Split a card into its core and its groups, leaving out what was already proposed."""
    core: list[ProposedSkill] = []
    others: dict[str, list[ProposedSkill]] = {}
    for group in _counted_groups(occupations.get_card(code)):
        fresh = [row for row in group.skills if row.code not in seen]
        seen.update(row.code for row in fresh)
        for box in (_box(row, decided) for row in fresh):
            (core if box.core else others.setdefault(group.label, [])).append(box)
    heart = ProposedGroup(f"{code}-core", "", tuple(core)) if core else None
    groups = tuple(
        ProposedGroup(f"{code}-{number}", name, tuple(boxes))
        for number, (name, boxes) in enumerate(others.items())
    )
    return ProposedJob(code, label, heart, groups)


def _counted_groups(card: occupations.CardPage | None) -> list[occupations.SkillGroup]:
    """The groups that count; behaviours are shown on the job card and never proposed."""
    groups = card.skill_groups if card else ()
    return [group for group in groups if group.kind in COUNTED_KINDS]


def _box(row: occupations.CardSkillRow, decided: Mapping[str, ProfileSkill]) -> ProposedSkill:
    decision = decided.get(row.code)
    ticked = decision is not None and decision.decision in HELD
    return ProposedSkill(row.code, row.label, row.core, ticked, row.lang)


def _readable(rows: Collection[ProfileSkill]) -> list[occupations.SkillRow]:
    """The skills in the reader's language; under the label once read when a skill is gone."""
    known = occupations.skills([row.skill for row in rows])
    return [known.get(row.skill, occupations.SkillRow(row.skill, row.label, "")) for row in rows]


def skill_hits(profile: Profile, query: str) -> list[occupations.SkillRow]:
    """Skills that resemble the words typed and are not held yet."""
    if not query.strip():
        return []
    held = set(profile.skills.filter(decision__in=HELD).values_list("skill", flat=True))
    return [hit for hit in occupations.search_skills(query) if hit.code not in held]


def level_groups(profile: Profile) -> tuple[LevelGroup, ...]:
    """The held skills by past job, each once, then those added by hand; no group is empty."""
    page = skills_page(profile)
    held = {row.skill: row for row in profile.skills.filter(decision__in=HELD)}
    boxes = [
        (job.code, job.label, [skill for group in job.groups for skill in group.skills])
        for job in page.jobs
    ]
    groups = [
        LevelGroup(key, label, tuple(_level_row(s, held[s.code]) for s in skills if s.ticked))
        for key, label, skills in (*boxes, (ADDED, "", list(page.added)))
    ]
    return tuple(group for group in groups if group.rows)


def _level_row(skill: ProposedSkill, said: ProfileSkill) -> LevelRow:
    return LevelRow(skill.code, skill.label, said.level, said.used_in_id, skill.lang)
