"""The simulated wave of the year before: answered by three centres in five, estimated, published.

Every answer is invented, the same for the same centre; whatever comes of them is stamped so.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.utils import timezone

from boutdufil.rooms.barometer.demo.centres import luck
from boutdufil.rooms.barometer.enums import Allocation, ResponseState, Standing, WaveState
from boutdufil.rooms.barometer.models import Drawn, Response, Survey, Value, Wave
from boutdufil.rooms.barometer.rules.strata import StratumBy
from boutdufil.rooms.barometer.services.estimation import (
    RunDraft,
    run_estimation,
    take_frame_margins,
)
from boutdufil.rooms.barometer.services.releases import make_release, publish_release
from boutdufil.rooms.barometer.services.sampling import draw_sample
from boutdufil.rooms.barometer.services.waves import WaveDraft, create_wave, move_wave

SAMPLE = 150
ANSWER_SHARE = 0.6
# How many leave a question blank: what is missing is seen at the desk.
BLANK_SHARE = 0.08


def furnish(survey: Survey, actor_id: int) -> None:
    """Draw, answer, estimate and publish the wave on the year before last."""
    year = timezone.localdate().year - 2
    draft = WaveDraft(
        name=f"Vague {year}",
        period_start=date(year, 1, 1),
        period_end=date(year, 12, 31),
        opens_on=date(year + 1, 3, 1),
        closes_on=date(year + 1, 4, 30),
        strata_by=(StratumBy.CENTRE_TYPE, StratumBy.SIZE),
        allocation=Allocation.NEYMAN,
        sample_size=SAMPLE,
        stratum_least=4,
    )
    wave = create_wave(survey_id=survey.pk, draft=draft, actor_id=actor_id)
    draw_sample(wave_id=wave.pk, actor_id=actor_id)
    move_wave(wave_id=wave.pk, to=WaveState.OPEN, actor_id=actor_id)
    answer_wave(wave)
    move_wave(wave_id=wave.pk, to=WaveState.CLOSED, actor_id=actor_id)
    take_frame_margins(wave_id=wave.pk, actor_id=actor_id)
    run = run_estimation(wave_id=wave.pk, draft=RunDraft(), actor_id=actor_id)
    release = make_release(
        run_id=run.pk, name=f"Baromètre {year}, données simulées", actor_id=actor_id
    )
    publish_release(release_id=release.pk, now=timezone.now(), actor_id=actor_id)


def answer_wave(wave: Wave) -> None:
    """Let three in five of the simulated centres of a wave answer it."""
    drawn = list(Drawn.objects.filter(wave=wave).select_related("unit"))
    answering = [one for one in drawn if luck("answers", one.unit.source_key) < ANSWER_SHARE]
    now = timezone.now()
    for one in answering:
        one.standing, one.standing_at = Standing.ANSWERED, now
    Drawn.objects.bulk_update(answering, ["standing", "standing_at"])
    made = Response.objects.bulk_create(_response(wave, one) for one in answering)
    Value.objects.bulk_create(
        Value(response=response, code=code, value=value)
        for response in made
        for code, value in _values(
            response.drawn.unit.source_key, response.drawn.headcount_then or 0
        ).items()
    )


def _response(wave: Wave, drawn: Drawn) -> Response:
    # No link opens it: nobody ever held a token of this hash.
    mark = sha256(f"{wave.pk}:{drawn.pk}:{wave.seed}".encode()).hexdigest()
    sent_at = _hour(wave, drawn.unit.source_key)
    return Response(
        drawn=drawn,
        questionnaire=wave.questionnaire,
        token_hash=mark,
        nonce=mark,
        state=ResponseState.ACCEPTED,
        commitment_version=wave.survey.commitment_version,
        started_at=sent_at - timedelta(minutes=20),
        sent_at=sent_at,
    )


def _hour(wave: Wave, key: str) -> datetime:
    """Return an hour of the collection, the same for the same centre; never one to come."""
    opens = wave.opens_on or timezone.localdate()
    days = ((wave.closes_on or opens) - opens).days
    day = opens + timedelta(days=int(days * luck("day", key)))
    return min(timezone.make_aware(datetime.combine(day, time(10))), timezone.now())


def _values(key: str, known: int) -> dict[str, float]:
    """Return what a simulated centre of so many people answers; its balance closes."""

    def part(what: str, least: float, most: float) -> int:
        return round(start * (least + (most - least) * luck(what, key)))

    start = max(3, round(known * (0.9 + 0.2 * luck("start", key))))
    hires, exits = part("hires", 0.05, 0.30), part("exits", 0.05, 0.28)
    heads = start + hires - exits
    women = min(heads, part("women", 0.5, 0.8))
    told: dict[str, float] = {
        "heads_start": start,
        "heads_end": heads,
        "hires": hires,
        "exits": exits,
        "moved_in": 0,
        "moved_out": 0,
        "fte_end": round(heads * (0.82 + 0.16 * luck("fte", key)), 1),
        "women": women,
        "men": heads - women,
        "heads_permanent": min(heads, part("permanent", 0.6, 0.9)),
        "vacancies": part("vacancies", 0.0, 0.1),
        "training_hours": part("training", 5.0, 30.0),
        "signing_agents": int(luck("signing", key) * 1.15),
        "sunday_people": min(heads, part("sunday", 0.0, 0.3)),
        "night_people": min(heads, part("night", 0.0, 0.1)),
        "home_people": min(heads, part("home", 0.1, 0.7)),
    }
    if luck("blank", key) < BLANK_SHARE:
        del told["home_people"]
    return told
