"""A closed wave of the inhabited site: a value that surprises, and answers that are missing."""

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.barometer.enums import WaveState
from boutdufil.rooms.barometer.rules.imputation import Method
from boutdufil.rooms.barometer.services.imputation import impute
from tests.factories.barometer import SurveyFactory
from tests.rooms.barometer.respondents import WHOLE, answered, drawn, wave

PAGES = (
    "outliers",
    "imputation",
    "impute",
    "undo_imputation",
    "quality_report",
    "quality_data",
)


def inhabit_quality(leader: Organisation) -> dict[str, dict[str, object]]:
    """Let seven centres answer: one with many departures, one that left two answers out."""
    by = ["region", "centre_type", "activity"]
    made = wave(survey=SurveyFactory(organisation=leader), number=1, strata_by=by)
    for heads in (50, 55, 60, 65, 70, 75):
        values = WHOLE | {"heads_start": heads, "heads_end": heads, "fte_end": heads - 5}
        answered(drawn(made), values | {"women": 30, "men": heads - 30, "vacancies": 2})
    moved = {"exits": 58, "moved_out": 0, "hires": 12, "heads_start": 106}
    odd = answered(drawn(made), WHOLE | moved)
    made.state = WaveState.CLOSED
    made.save()
    impute(wave_id=made.pk, methods={"vacancies": Method.RATIO}, actor_id=None)
    of = {"survey": made.survey.slug, "number": made.number}
    return {
        **{f"barometer:{name}": of for name in PAGES},
        "barometer:confirm_outlier": of | {"drawn_id": odd.drawn_id, "code": "exits"},
    }
