"""The barometer of the inhabited site: the person runs a survey with a frame and a wave."""

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.models import Person
from tests.architecture.parts.barometer_editing import inhabit_editing
from tests.architecture.parts.barometer_estimation import inhabit_estimation
from tests.architecture.parts.barometer_facts import inhabit_facts
from tests.architecture.parts.barometer_figures import inhabit_figures
from tests.architecture.parts.barometer_open import inhabit_open_data
from tests.architecture.parts.barometer_quality import inhabit_quality
from tests.architecture.parts.barometer_releases import inhabit_releases
from tests.architecture.parts.barometer_responses import inhabit_responses
from tests.architecture.parts.barometer_surveys import inhabit_surveys
from tests.factories.organisations import MembershipFactory, OrganisationFactory


def inhabit(person: Person) -> dict[str, dict[str, object]]:
    """Give the person a simulated survey with everything a page may show."""
    leader = OrganisationFactory(name="Association du baromètre inventé", invented=True)
    MembershipFactory(person=person, organisation=leader, role=Role.STATISTICIAN)
    return {
        "barometer:new_survey": {"organisation_id": leader.pk},
        **inhabit_figures(),
        **inhabit_facts(person, leader),
        **inhabit_open_data(),
        **inhabit_surveys(leader.pk),
        **inhabit_responses(leader),
        **inhabit_estimation(leader),
        **inhabit_releases(leader),
        **inhabit_quality(leader),
        **inhabit_editing(leader),
    }
