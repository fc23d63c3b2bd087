"""One response as its respondent sees it, found by the token of its link and in no other way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from boutdufil.rooms.barometer.enums import AnswerOrigin, ResponseState, WaveState
from boutdufil.rooms.barometer.models import Response, Value, ValueEdit, Wave
from boutdufil.rooms.barometer.rules.benchmark import Benchmark, Peer, benchmark
from boutdufil.rooms.barometer.rules.expressions import Answer
from boutdufil.rooms.barometer.rules.imputation import unknown_of
from boutdufil.rooms.barometer.rules.questionnaires import Form, figure
from boutdufil.rooms.barometer.rules.strata import LABELS, StratumBy
from boutdufil.rooms.barometer.rules.tokens import hash_token
from boutdufil.rooms.barometer.rules.trail import UNDONE
from boutdufil.rooms.barometer.selectors.questionnaires import form_of

COUNTED = (ResponseState.SENT, ResponseState.ACCEPTED)
NEEDED = ("drawn__unit", "drawn__wave__survey__organisation")


@dataclass(frozen=True, slots=True)
class Promise:
    """Who asks, what is promised, and whom to write to."""

    survey: str
    organisation: str
    presentation: str
    commitment: str
    commitment_version: int
    contact: str
    invented: bool


@dataclass(frozen=True, slots=True)
class WaveShown:
    """A wave as respondents see it; the period in days, ends included."""

    id: int
    survey_id: int
    number: int
    name: str
    period_start: date
    period_end: date
    closes_on: date | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """A response, the unit it is of, and how far it is."""

    id: int
    unit_id: int
    unit: str
    unit_key: str
    stratum_id: int
    wave: WaveShown
    promise: Promise
    questionnaire_id: int
    state: ResponseState
    revision: int
    place: str
    explanations: dict[str, str]
    sent_at: datetime | None
    minutes: int | None

    @property
    def is_sent(self) -> bool:
        """Tell whether it was sent and not withdrawn since."""
        return self.state in COUNTED

    @property
    def form(self) -> Form:
        """Return what it is asked."""
        return form_of(self.questionnaire_id)


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """What a respondent learns at once: their turnover, and their stratum's when it may be."""

    turnover: float | None
    rotation: float | None
    stratum: Benchmark
    compared_by: tuple[str, ...]


def response_at(token: str) -> ResponseRow | None:
    """Return the response a link opens; None when it opens none."""
    found = Response.objects.select_related(*NEEDED).filter(token_hash=hash_token(token)).first()
    return row_of(found) if found else None


def response_row(response_id: int) -> ResponseRow:
    """Return a response by its number."""
    return row_of(Response.objects.select_related(*NEEDED).get(pk=response_id))


def row_of(one: Response) -> ResponseRow:
    """Return the row of a response read with ``NEEDED``."""
    drawn = one.drawn
    survey = drawn.wave.survey
    return ResponseRow(
        id=one.pk,
        unit_id=drawn.unit_id,
        unit=drawn.unit.name,
        unit_key=drawn.unit.source_key,
        stratum_id=drawn.stratum_id,
        wave=wave_shown(drawn.wave),
        promise=Promise(
            survey.name,
            survey.organisation.name,
            survey.presentation,
            survey.commitment,
            survey.commitment_version,
            survey.contact,
            survey.invented,
        ),
        questionnaire_id=one.questionnaire_id,
        state=ResponseState(one.state),
        revision=one.revision,
        place=one.place,
        explanations=dict(one.explanations),
        sent_at=one.sent_at,
        minutes=one.minutes,
    )


def wave_shown(wave: Wave) -> WaveShown:
    """Return a wave as respondents see it."""
    return WaveShown(
        id=wave.pk,
        survey_id=wave.survey_id,
        number=wave.number,
        name=wave.name,
        period_start=wave.period_start,
        period_end=wave.period_end,
        closes_on=wave.closes_on,
        is_open=is_collecting(wave),
    )


def is_collecting(wave: Wave) -> bool:
    """Tell whether a wave takes answers today."""
    today = timezone.localdate()
    is_early = wave.opens_on is not None and today < wave.opens_on
    is_late = wave.closes_on is not None and today > wave.closes_on
    return wave.state == WaveState.OPEN and not is_early and not is_late


def values_of(response_id: int) -> dict[str, Answer]:
    """Return the answers of a response by code; None is "unknown", said so."""
    return _by_response(Value.objects.filter(response_id=response_id)).get(response_id, {})


def values_of_all(response_ids: Iterable[int]) -> dict[int, dict[str, Answer]]:
    """Return the answers of some responses, by response and code."""
    return _by_response(Value.objects.filter(response_id__in=list(response_ids)))


def prior_values(rows: Iterable[ResponseRow]) -> dict[int, dict[str, Answer]]:
    """Return, by response, what its unit sent in the last wave before it that it answered."""
    asked = {(one.unit_id, one.wave.survey_id): one for one in rows}
    before = (
        Response.objects.filter(state__in=COUNTED)
        .filter(drawn__unit_id__in=[unit for unit, _survey in asked])
        .order_by("drawn__wave__number")
    )
    last: dict[int, int] = {}
    places = ("pk", "drawn__unit_id", "drawn__wave__survey_id", "drawn__wave__number")
    for pk, unit, survey, number in before.values_list(*places):
        row = asked.get((unit, survey))
        if row is not None and number < row.wave.number:
            last[row.id] = pk
    values = values_of_all(last.values())
    return {row_id: values.get(pk, {}) for row_id, pk in last.items()}


def carried_values(form: Form, before: dict[str, Answer]) -> dict[str, Answer]:
    """Return what of the last wave is proposed as an answer, to be confirmed."""
    return {
        one.code: before[one.carries]
        for one in form.questions
        if one.carries and before.get(one.carries) is not None
    }


def own_figures(row: ResponseRow) -> OwnFigures | None:
    """Return what a respondent learns of themselves; None when the form has no such figure."""
    form = row.form
    if "turnover" not in form.figures:
        return None
    values = values_of(row.id)
    return OwnFigures(
        turnover=figure(form, "turnover", values),
        rotation=figure(form, "rotation", values),
        stratum=benchmark(_peers(row), period_end=row.wave.period_end, today=timezone.localdate()),
        compared_by=_compared_by(row.wave.id),
    )


def _peers(row: ResponseRow) -> list[Peer]:
    answered = (
        Response.objects.filter(state__in=COUNTED, questionnaire_id=row.questionnaire_id)
        .filter(drawn__stratum_id=row.stratum_id)
        .values_list("pk", "drawn__unit_id", "drawn__unit__group_id")
    )
    values = values_of_all(pk for pk, _unit, _group in answered)
    peers = []
    for pk, unit, group in answered:
        turnover = figure(row.form, "turnover", values.get(pk, {}))
        people = figure(row.form, "people", values.get(pk, {}))
        if turnover is not None and people is not None:
            # A unit whose group nobody knows is a group of its own.
            peers.append(Peer(f"g{group}" if group else f"u{unit}", people, turnover))
    return peers


def _compared_by(wave_id: int) -> tuple[str, ...]:
    names = Wave.objects.values_list("strata_by", flat=True).get(pk=wave_id)
    return tuple(str(LABELS[StratumBy(one)]) for one in names if one in set(StratumBy))


def unknown_origins(response_ids: Iterable[int]) -> dict[tuple[int, str], AnswerOrigin | None]:
    """Return, for what was imputed last by response and code, whence the "unknown" beneath came."""
    edits = ValueEdit.objects.filter(
        response_id__in=list(response_ids), origin=AnswerOrigin.IMPUTED
    ).exclude(reason=UNDONE)
    rows = edits.order_by("pk").values_list("response_id", "code", "reason")
    return {(response_id, code): unknown_of(reason) for response_id, code, reason in rows}


def _by_response(rows: QuerySet[Value]) -> dict[int, dict[str, Answer]]:
    """Return what was said: a value we imputed is not, the "unknown" it stands on is."""
    found: dict[int, dict[str, Answer]] = {}
    imputed: list[tuple[int, str]] = []
    for response_id, code, value, origin in rows.values_list(
        "response_id", "code", "value", "origin"
    ):
        if origin == AnswerOrigin.IMPUTED:
            imputed.append((response_id, code))
        else:
            found.setdefault(response_id, {})[code] = value
    beneath = unknown_origins({pk for pk, _code in imputed}) if imputed else {}
    for response_id, code in imputed:
        if beneath.get((response_id, code)) is not None:
            found.setdefault(response_id, {})[code] = None
    return found


def responses_of(contact_id: int, wave_id: int) -> list[ResponseRow]:
    """Return the responses of a wave for the units a contact answers for, by name."""
    found = Response.objects.select_related(*NEEDED).filter(
        drawn__wave_id=wave_id, drawn__unit__contacts=contact_id
    )
    return [row_of(one) for one in found.order_by("drawn__unit__name", "pk")]
