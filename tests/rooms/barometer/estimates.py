"""A wave of invented centres that was drawn, answered by some, and closed."""

from datetime import date

from boutdufil.rooms.barometer.enums import CentreType, ResponseState, Standing, WaveState
from boutdufil.rooms.barometer.models import Value, Wave
from tests.factories.barometer import (
    DrawnFactory,
    EnterpriseGroupFactory,
    ResponseFactory,
    StratumFactory,
    SurveyFactory,
    UnitFactory,
    WaveFactory,
)

REGIONS = ("44", "32", "53")
CENTRES = 60


def closed_wave(*, invented: bool = True) -> Wave:
    """Return a wave of 120 centres of which every other was drawn and three in four answered."""
    survey = SurveyFactory(invented=invented)
    wave = WaveFactory(survey=survey, state=WaveState.CLOSED, strata_by=["centre_type"], number=1)
    strata = {
        sort: StratumFactory(wave=wave, key=sort, population=CENTRES, allocated=CENTRES // 2)
        for sort in (CentreType.IN_HOUSE, CentreType.PROVIDER)
    }
    groups = EnterpriseGroupFactory.create_batch(12, survey=survey)
    for place in range(2 * CENTRES):
        _centre(wave, strata, groups, place)
    wave.frame = {f"centre:{one.source_key}": "" for one in survey.units.all()}
    wave.save()
    return wave


def _centre(wave, strata, groups, place):
    sort = CentreType.IN_HOUSE if place % 2 else CentreType.PROVIDER
    unit = UnitFactory(
        survey=wave.survey,
        group=groups[place % 12] if place % 3 else None,
        source_key=f"C{place:04}",
        centre_type=sort,
        region=REGIONS[place % 7 % 3],
        headcount=20 + 7 * (place % 11),
        born_on=date(2019, 3, 1),
    )
    if place % 4 < 2:
        drawn = DrawnFactory(
            wave=wave,
            unit=unit,
            stratum=strata[sort],
            population_then=CENTRES,
            allocated_then=CENTRES // 2,
            headcount_then=unit.headcount,
        )
        if place % 5:
            answer(drawn, unit.headcount + place % 6)


def answer(drawn, heads):
    """Let a drawn centre answer, of so many people."""
    drawn.standing = Standing.ANSWERED
    drawn.save()
    response = ResponseFactory(drawn=drawn, state=ResponseState.SENT)
    values = {
        "heads_end": heads,
        "heads_start": heads - 2,
        "hires": 9,
        "exits": 7,
        "moved_in": 0,
        "moved_out": 0,
        "fte_end": heads * 0.9,
        "women": heads // 2 + 1,
        "heads_permanent": heads - 4,
        "vacancies": 1 + heads % 3,
        "training_hours": 12 * heads,
        "signing_agents": heads % 2,
        "sunday_people": heads // 5,
        "night_people": heads // 10,
        "home_people": heads // 3,
    }
    if drawn.pk % 6 == 0:
        del values["women"]
    Value.objects.bulk_create(
        Value(response=response, code=code, value=value) for code, value in values.items()
    )
