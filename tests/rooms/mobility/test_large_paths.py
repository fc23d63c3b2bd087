"""Twelve past jobs as long as the longest official cards: nothing ticked is lost."""

import re

import pytest
from django.urls import reverse

from boutdufil.kernel.occupations.models import CardSkill, Release, Skill
from boutdufil.rooms.mobility import services
from boutdufil.rooms.mobility.selectors.profiles import held_skills
from boutdufil.rooms.mobility.selectors.skills import skills_page
from tests.factories.mobility import ProfileFactory
from tests.factories.occupations import CardSkillFactory, JobCardFactory

JOBS = services.past_jobs.MAX_JOBS
LONGEST = 120
pytestmark = pytest.mark.django_db


@pytest.fixture
def long_path(client):
    """Return a guest's path of twelve invented jobs, no skill of which is shared."""
    profile = ProfileFactory()
    guide = Release.objects.get(kind="guide")
    for number in range(JOBS):
        card = JobCardFactory(release=guide, code=f"Z{number:04}")
        skills = Skill.objects.bulk_create(
            Skill(code=f"9{number:02}{rank:03}", label=f"Savoir {number} {rank}", kind="know_how")
            for rank in range(LONGEST)
        )
        CardSkill.objects.bulk_create(
            CardSkillFactory.build(card=card, skill=skill) for skill in skills
        )
        services.past_jobs.add_past_job(profile=profile, code=card.code, label="")
    session = client.session
    session["mobility_profile"] = profile.pk
    session.save()
    return profile


def test_every_tick_of_twelve_long_cards_is_kept(client, long_path):
    html = client.get(reverse("mobility:skills")).content.decode()
    boxes = re.findall(r'name="skill" value="([^"]+)"', html)
    page = re.search(r'name="page" value="([^"]+)"', html)[1]
    assert len(boxes) == JOBS * LONGEST

    answer = client.post(
        reverse("mobility:skills"), {"page": page, "skill": boxes, "do": "continue"}
    )

    assert answer.url == reverse("mobility:tastes")
    assert held_skills(long_path) == set(boxes)


def test_levels_are_asked_one_long_card_at_a_time(client, long_path):
    page = skills_page(long_path)
    services.skills.decide_skills(profile=long_path, shown=page.codes, ticked=page.codes)
    address = reverse("mobility:levels")

    html = client.get(address).content.decode()
    names = re.findall(r'<select name="([^"]+)"', html)
    assert len(names) == 2 * LONGEST
    answer = client.post(address, {name: "3" for name in names if name.endswith("level")})

    assert answer.url == f"{address}?fiche=Z0001"
    assert long_path.skills.filter(level=3).count() == LONGEST


def test_a_level_that_does_not_exist_is_told(client, long_path):
    page = skills_page(long_path)
    services.skills.decide_skills(profile=long_path, shown=page.codes, ticked=page.codes[:1])

    answer = client.post(reverse("mobility:levels"), {f"{page.codes[0]}-level": "9"})

    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
