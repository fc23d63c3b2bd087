"""Two colleagues of an invented mail-order firm, on their path; and the room's demo world."""

import pytest

from boutdufil.rooms.mobility import demo, services
from boutdufil.rooms.mobility.selectors.skills import skills_page
from tests.database import disconnect
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


@pytest.fixture(scope="module")
def demo_world(django_db_setup, django_db_blocker, test_database):
    """Furnish the room once for a module whose tests roll back: it takes seconds each time."""
    with django_db_blocker.unblock():
        demo.furnish()
        disconnect()
    yield
    with django_db_blocker.unblock():
        disconnect()
        test_database.restore()
