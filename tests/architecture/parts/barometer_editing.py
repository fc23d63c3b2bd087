"""A wave in collection of the inhabited site: a unit with answers, corrections and a contact."""

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.barometer.services.editing import Correction, edit_value
from tests.factories.barometer import RespondentContactFactory, SurveyFactory
from tests.rooms.barometer.respondents import WHOLE, answered, drawn, wave


def inhabit_editing(leader: Organisation) -> dict[str, dict[str, object]]:
    """Let a centre answer, and correct one of its values; another has not begun."""
    by = ["region", "centre_type", "activity"]
    made = wave(survey=SurveyFactory(organisation=leader), number=1, strata_by=by)
    drawn(made)
    response = answered(drawn(made), WHOLE)
    contact = RespondentContactFactory()
    contact.units.add(response.drawn.unit)
    correction = Correction("fte_end", 50.0, response.revision, "Appelé")
    edit_value(response_id=response.pk, correction=correction, actor_id=None)
    of = {"survey": made.survey.slug, "number": made.number}
    one = of | {"drawn_id": response.drawn_id}
    return {
        **{f"barometer:{name}": of for name in ("sample", "sample_table", "accept_responses")},
        **{f"barometer:{name}": one for name in ("drawn_unit", "set_standing", "accept_response")},
        "barometer:edit_value": one | {"code": "exits"},
    }
