"""The quality report of a wave: all that tells how far its figures can be trusted."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db.models import Max, Min
from django.utils import timezone

from boutdufil.rooms.barometer.enums import (
    AnswerOrigin,
    CentreType,
    DuplicateState,
    ReleaseState,
    Standing,
    UnitKind,
)
from boutdufil.rooms.barometer.models import (
    Drawn,
    DuplicatePair,
    MailingLine,
    Release,
    Response,
    Unit,
    ValueEdit,
    Wave,
)
from boutdufil.rooms.barometer.rules.imputation import HEADS
from boutdufil.rooms.barometer.rules.quality import (
    Breaks,
    Fate,
    ItemResponse,
    Rates,
    breaks,
    item_response,
    middle,
    rates,
    rates_by_stratum,
)
from boutdufil.rooms.barometer.rules.trail import CORRECTED, is_confirmation
from boutdufil.rooms.barometer.selectors.estimation import COUNTED, OUT
from boutdufil.rooms.barometer.selectors.imputation import (
    Told,
    form_of_wave,
    imputable,
    label_of,
    told_of,
)
from boutdufil.rooms.barometer.selectors.waves import names_of_stratum


@dataclass(frozen=True, slots=True)
class Coverage:
    """The frame of a wave in centres: in it, without type or size, born and closed in the period.

    The first three are None before the draw: nobody kept the frame yet.
    ``out_of_scope`` were drawn and found closed or not of the trade; ``pairs`` wait for a decision.
    """

    frame: int | None
    without_type: int | None
    without_size: int | None
    born: int
    closed: int
    out_of_scope: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What was changed in the answers after they were sent, in values."""

    by_respondents: int
    by_statisticians: int
    confirmed: int
    imputed: int


@dataclass(frozen=True, slots=True)
class Timing:
    """When: collection, answers, the first publication and how many days after the period."""

    opens_on: date | None
    closes_on: date | None
    first_sent_at: datetime | None
    last_sent_at: datetime | None
    published_at: datetime | None
    lag_days: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """A wave by the headings of the European statistical system; ``strata`` in words."""

    response: Rates
    strata: tuple[tuple[str, Rates], ...]
    items: tuple[tuple[str, ItemResponse], ...]
    coverage: Coverage
    changes: Changes
    timing: Timing
    minutes: float | None
    minutes_told: int
    letters: int
    before: str
    breaks: Breaks | None


def quality_report(wave_id: int) -> Report:
    """Return the quality report of a wave that was drawn."""
    wave = Wave.objects.get(pk=wave_id)
    fates = _fates(wave_id)
    spent = _minutes(wave_id)
    told = told_of(wave_id)
    earlier, changed = _since_last(wave)
    return Report(
        response=rates(fates),
        strata=tuple(
            (" · ".join(names_of_stratum(key, wave.strata_by)), own)
            for key, own in rates_by_stratum(fates).items()
        ),
        items=_items(wave_id, told),
        coverage=_coverage(wave),
        changes=_changes(wave_id, told),
        timing=_timing(wave),
        minutes=middle(spent),
        minutes_told=len(spent),
        letters=MailingLine.objects.filter(mailing__wave=wave).count(),
        before=earlier,
        breaks=changed,
    )


def quality_data(wave_id: int) -> bytes:
    """Return the report as JSON: names as in ``Report``, rates 0–1, null where unknown."""
    wave = Wave.objects.select_related("survey").get(pk=wave_id)
    told = {
        "survey": wave.survey.name,
        "wave": wave.name,
        "period": [wave.period_start, wave.period_end],
        "simulated": wave.survey.invented,
        **asdict(quality_report(wave_id)),
    }
    return json.dumps(told, default=str, ensure_ascii=False, indent=1).encode()


def _fates(wave_id: int) -> list[Fate]:
    drawn = Drawn.objects.filter(wave_id=wave_id, unit__kind=UnitKind.CENTRE)
    return [
        Fate(
            one.stratum.key,
            one.population_then / one.allocated_then,
            one.headcount_then,
            one.standing not in OUT,
            one.standing == Standing.ANSWERED,
        )
        for one in drawn.select_related("stratum").order_by("pk")
    ]


def _items(wave_id: int, told: list[Told]) -> tuple[tuple[str, ItemResponse], ...]:
    form = form_of_wave(wave_id)
    if form is None:
        return ()
    centres = [(one.candidate, one.imputed) for one in told]
    codes = [HEADS, *(one.code for one in imputable(form))]
    return tuple((label_of(form, code), item_response(code, centres)) for code in codes)


def _coverage(wave: Wave) -> Coverage:
    """Count the centres of the frame as it was drawn from; what closed since is not in it."""
    keys = [key.partition(":")[2] for key in wave.frame if key.startswith(f"{UnitKind.CENTRE}:")]
    units = Unit.objects.filter(survey_id=wave.survey_id, kind=UnitKind.CENTRE)
    inside = units.filter(source_key__in=keys)
    period = (wave.period_start, wave.period_end)
    pairs = DuplicatePair.objects.filter(first__survey_id=wave.survey_id, state=DuplicateState.OPEN)
    return Coverage(
        frame=len(keys) or None,
        without_type=inside.filter(centre_type=CentreType.UNKNOWN).count() if keys else None,
        without_size=inside.filter(headcount=None).count() if keys else None,
        born=units.filter(born_on__range=period).count(),
        closed=units.filter(died_on__range=period).count(),
        out_of_scope=Drawn.objects.filter(
            wave=wave, unit__kind=UnitKind.CENTRE, standing__in=OUT
        ).count(),
        pairs=pairs.count(),
    )


def _changes(wave_id: int, told: list[Told]) -> Changes:
    edits = ValueEdit.objects.filter(
        response__drawn__wave_id=wave_id, response__state__in=COUNTED
    ).values_list("origin", "reason")
    counts = {"confirmed": 0, "by_respondents": 0, "by_statisticians": 0}
    for origin, reason in edits:
        if is_confirmation(reason):
            counts["confirmed"] += 1
        elif origin != AnswerOrigin.IMPUTED:
            counts["by_respondents" if reason == CORRECTED else "by_statisticians"] += 1
    imputed = sum(len(one.imputed) for one in told)
    return Changes(**counts, imputed=imputed)


def _timing(wave: Wave) -> Timing:
    counted = Response.objects.filter(drawn__wave=wave, state__in=COUNTED)
    sent = counted.aggregate(first=Min("sent_at"), last=Max("sent_at"))
    published = Release.objects.filter(wave=wave, state=ReleaseState.PUBLISHED).aggregate(
        first=Min("published_at")
    )["first"]
    lag = (timezone.localdate(published) - wave.period_end).days if published else None
    return Timing(wave.opens_on, wave.closes_on, sent["first"], sent["last"], published, lag)


def _minutes(wave_id: int) -> list[int]:
    counted = Response.objects.filter(drawn__wave_id=wave_id, state__in=COUNTED)
    return [one for one in counted.values_list("minutes", flat=True) if one is not None]


def _since_last(wave: Wave) -> tuple[str, Breaks | None]:
    """Return the name of the wave before and what changed in the questions; "" for the first."""
    earlier = Wave.objects.filter(survey_id=wave.survey_id, number__lt=wave.number)
    last = earlier.order_by("-number").first()
    if last is None:
        return "", None
    now, before = form_of_wave(wave.pk), form_of_wave(last.pk)
    return last.name, breaks(now, before) if now and before else None
