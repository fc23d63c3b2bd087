"""Two colleagues of an invented mail-order firm, on their path."""

import pytest

from boutdufil.rooms.mobility import services
from boutdufil.rooms.mobility.selectors.skills import skills_page
from tests.factories.mobility import ProfileFactory

PICKER, OFFICE, ADVISER = "N1103", "M1602", "D1408"


def walked_path(code, label=""):
    """Return a guest's path from one job, every proposed skill confirmed."""
    profile = ProfileFactory()
    services.past_jobs.add_past_job(profile=profile, code=code, label=label, years=8)
    groups = [group for job in skills_page(profile).jobs for group in job.groups]
    proposed = [skill.code for group in groups for skill in group.skills]
    services.skills.decide_skills(profile=profile, shown=proposed, ticked=proposed)
    return profile


@pytest.fixture
def picker(db):
    return walked_path(PICKER)


@pytest.fixture
def office_agent(db):
    return walked_path(OFFICE)


@pytest.fixture
def guest(client, picker):
    """Return a client whose session holds the order picker's path."""
    session = client.session
    session["mobility_profile"] = picker.pk
    session.save()
    return client
