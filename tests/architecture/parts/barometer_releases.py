"""Releases of the inhabited site: one to read again and announce, one that is out and sealed."""

from datetime import timedelta

from django.utils import timezone

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.barometer.enums import Mark, ReleaseState
from boutdufil.rooms.barometer.models import Release, Wave
from boutdufil.rooms.barometer.selectors.estimation import centres_of, data_hash
from boutdufil.rooms.barometer.services.releases import publish_release
from tests.factories.barometer import (
    CellFactory,
    EstimationRunFactory,
    IndicatorFactory,
    ReleaseFactory,
    ReleaseSourceFactory,
    SurveyFactory,
    WaveFactory,
)

OF_THE_SURVEY = ("release_list", "make_release")
OF_ONE_THAT_WAITS = (
    "release_desk",
    "plan_release",
    "unplan_release",
    "publish_release",
    "drop_release",
)
HIDDEN = dict.fromkeys(("value", "low", "high", "variation", "respondents"))
AUDIT = {"way": "search", "proven": True, "primary": 2, "secondary": 1, "asked": 3, "failed": []}


def inhabit_releases(leader: Organisation) -> dict[str, dict[str, object]]:
    """Give an organisation a survey with a release that waits, and one that is out."""
    survey = SurveyFactory(organisation=leader, slug="enquete-a-publier", invented=True)
    waiting = release_that_waits(WaveFactory(survey=survey, number=1), number=1)
    announced = release_that_waits(WaveFactory(survey=survey, number=3), number=3)
    announced.state, announced.planned_at = ReleaseState.READY, timezone.now() + timedelta(days=9)
    announced.save()
    out = release_that_waits(WaveFactory(survey=survey, number=2), number=2)
    publish_release(release_id=out.pk, now=timezone.now(), actor_id=None)
    of = {"survey": survey.slug}
    return {
        **{f"barometer:{name}": of for name in OF_THE_SURVEY},
        **{f"barometer:{name}": of | {"number": waiting.number} for name in OF_ONE_THAT_WAITS},
        "barometer:desk_archive": of | {"number": out.number},
        "barometer:release": of | {"number": out.number},
        "barometer:release_archive": of | {"number": out.number},
    }


def release_that_waits(wave: Wave, number: int) -> Release:
    """Return a release that nothing stands in the way of, with a figure of every mark."""
    told = data_hash(centres_of(wave.pk))
    run = EstimationRunFactory(wave=wave, data_hash=told)
    made = {"code_version": "0", "data_hash": told, "weights_hash": "11" * 32, "seed": "22" * 32}
    release = ReleaseFactory(
        survey=wave.survey,
        wave=wave,
        number=number,
        state=ReleaseState.AUDITED,
        manifest=made | {"run": run.number, "known": [], "recipe": {}, "cells_hash": "33" * 32},
        quality={"drawn": 120, "respondents": 90, "calibrated": [1.5, 3.5], "design_effect": 1.1},
    )
    ReleaseSourceFactory(release=release, run=run, audit=AUDIT, audit_passed=True)
    indicator = IndicatorFactory()
    CellFactory(release=release, indicator=indicator)
    for region, mark in (("44", Mark.SECRET), ("32", Mark.SECONDARY), ("94", Mark.UNKNOWN)):
        where = {"table": "region", "place": {"region": region}}
        CellFactory(release=release, indicator=indicator, mark=mark, **where, **HIDDEN)
    where = {"table": "size", "place": {"size": "500+"}}
    CellFactory(release=release, indicator=indicator, mark=Mark.CAREFUL, **where)
    return release
