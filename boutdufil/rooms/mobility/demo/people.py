"""The first two people of the demo world: colleagues of a mail-order firm that is closing.

Both and their firm are invented; the jobs and their skills are those of the cards in force.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from boutdufil.kernel.people.services import create_demo_person
from boutdufil.rooms.mobility import services
from boutdufil.rooms.mobility.models import Profile
from boutdufil.rooms.mobility.selectors.skills import skills_page

FIRM = "Les Trois Étoffes (inventée)"
TOWN = "Villeneuve-d’Ascq"


@dataclass(frozen=True, slots=True)
class Story:
    """One invented person: who they are, what they did, what they like."""

    slug: str
    name: str
    story: str
    code: str
    title: str
    words: str
    years: int
    tastes: tuple[str, ...]


STORIES = (
    Story(
        slug="preparatrice",
        name="Nadia Delattre",
        story=gettext_noop("Préparatrice de commandes pendant 8 ans, près de Lille"),
        code="N1103",
        title="Préparateur / Préparatrice de commandes",
        words="préparatrice de commandes",
        years=8,
        tastes=("helping", "moving"),
    ),
    Story(
        slug="agent-administratif",
        name="Karim Lesage",
        story=gettext_noop("Agent administratif de la même entreprise pendant 11 ans"),
        code="M1602",
        title="Agent administratif / Agente administrative",
        words="agent administratif",
        years=11,
        tastes=("talking", "ordering"),
    ),
)


@transaction.atomic
def furnish() -> None:
    """Create both people with their paths; a path already begun is left as it is."""
    for story in STORIES:
        person = create_demo_person(slug=story.slug, name=story.name, story=story.story)
        profile = services.profiles.open_profile(person_id=person.pk)
        if not profile.past_jobs.exists():
            _tell(profile, story)


def _tell(profile: Profile, story: Story) -> None:
    """Walk the path as its person would: the job, the place, the skills, the likings."""
    job = services.past_jobs.add_past_job(
        profile=profile, code=story.code, label=story.title, words=story.words, years=story.years
    )
    services.past_jobs.update_past_jobs(profile=profile, details={job.pk: (story.years, FIRM)})
    services.profiles.set_place(profile=profile, text=TOWN)
    shown, ticked = proposed_and_ticked(profile)
    services.skills.decide_skills(profile=profile, shown=shown, ticked=ticked)
    services.profiles.set_tastes(profile=profile, tastes=list(story.tastes))


def proposed_and_ticked(profile: Profile) -> tuple[list[str], list[str]]:
    """What the page proposes, and what a person plausibly ticks: the core, half of the rest."""
    groups = [group for job in skills_page(profile).jobs for group in job.groups]
    shown = [skill.code for group in groups for skill in group.skills]
    ticked = [
        skill.code
        for group in groups
        for place, skill in enumerate(group.skills)
        if skill.core or place % 2 == 0
    ]
    return shown, ticked
