"""Answers of the inhabited site: somebody who answers for three centres, one of them sent."""

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.barometer.services.responses import open_centres
from tests.factories.barometer import (
    EnterpriseGroupFactory,
    RespondentContactFactory,
    StratumFactory,
    SurveyFactory,
    UnitFactory,
)
from tests.rooms.barometer.respondents import WHOLE, answered, drawn, opened, save, wave

OF_ONE = ("response", "response_group", "response_summary", "withdraw_response")
OF_SENT = ("response_receipt", "response_receipt_file")
OF_ALL = ("centres", "send_centres", "upload_answers", "answers_template")


def inhabit_responses(leader: Organisation) -> dict[str, dict[str, object]]:
    """Open a centre that answered the wave before, begun with a contradiction, and one sent."""
    survey = SurveyFactory(organisation=leader, contact="statistique@exemple.test")
    group = EnterpriseGroupFactory(survey=survey)
    units = [UnitFactory(survey=survey, group=group) for _one in range(3)]
    first = wave(survey=survey)
    answered(drawn(first, unit=units[0]))
    now = wave(survey=survey)
    stratum = StratumFactory(wave=now)
    begun, sent, _left = [drawn(now, unit=unit, stratum=stratum) for unit in units]
    response, token = opened(begun)
    save(response, WHOLE | {"heads_end": 90})
    answered(sent)
    contact = RespondentContactFactory()
    contact.units.set(units)
    centres = {"token": open_centres(contact_id=contact.pk, wave_id=now.pk)}
    return {
        **{f"barometer:{name}": {"token": token} for name in OF_ONE},
        "barometer:response_group": {"token": token, "group": "moves"},
        **{f"barometer:{name}": {"token": opened(sent)[1]} for name in OF_SENT},
        **{f"barometer:{name}": centres for name in OF_ALL},
        "barometer:answers_template": centres | {"form": "csv"},
    }
