"""The centres that answered a wave, with what they said, left blank, and said the time before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from boutdufil.rooms.barometer.enums import AnswerOrigin, RunState, UnitKind
from boutdufil.rooms.barometer.models import EstimationRun, Response, UnitWeight, Value, Wave
from boutdufil.rooms.barometer.rules.answer_words import said
from boutdufil.rooms.barometer.rules.expressions import Answer
from boutdufil.rooms.barometer.rules.formulas import BALANCE
from boutdufil.rooms.barometer.rules.imputation import HEADS, Candidate, Method, Plan, number, plan
from boutdufil.rooms.barometer.rules.measured import MEASURED
from boutdufil.rooms.barometer.rules.questionnaires import Form, Question, asked
from boutdufil.rooms.barometer.rules.strata import size_band
from boutdufil.rooms.barometer.selectors.estimation import COUNTED, OUT
from boutdufil.rooms.barometer.selectors.questionnaires import form_of
from boutdufil.rooms.barometer.selectors.responses import (
    NEEDED,
    prior_values,
    row_of,
    values_of_all,
)

NUMBERS = frozenset({"count", "amount"})
READ = BALANCE.keys() | {code for one in MEASURED for code in one.formula.codes}


@dataclass(frozen=True, slots=True)
class Told:
    """A centre that answered in its wave, for the desk: who it is, and what rules read of it."""

    drawn_id: int
    response_id: int
    unit: str
    unit_key: str
    candidate: Candidate
    imputed: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ImputedRow:
    """A variable in a plan: blanks, likely values found, refused, and what share they would be.

    ``done`` are already imputed; ``share`` (0–1) of the weighted total, with those; None without.
    """

    code: str
    label: str
    method: Method
    blanks: int
    found: int
    refused: int
    left: int
    done: int
    share: float | None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A likely value that contradicts the centre's other answers: it is not kept."""

    drawn_id: int
    unit: str
    label: str
    value: float


def told_of(wave_id: int) -> list[Told]:
    """Return the centres of a wave whose answers count, by their number in the frame."""
    responses = Response.objects.filter(
        drawn__wave_id=wave_id, drawn__unit__kind=UnitKind.CENTRE, state__in=COUNTED
    ).exclude(drawn__standing__in=OUT)
    found = list(responses.select_related(*NEEDED).order_by("drawn__unit__source_key"))
    rows = [row_of(one) for one in found]
    said_by, before = values_of_all(one.pk for one in found), prior_values(rows)
    imputed, weights = _imputed(wave_id), weights_of(wave_id)
    forms = {key: form_of(key) for key in {one.questionnaire_id for one in found}}
    return [
        _told(
            one,
            forms[one.questionnaire_id],
            said_by.get(one.pk, {}),
            before.get(one.pk, {}),
            imputed.get(one.pk, {}),
            weights.get(one.drawn_id, one.drawn.population_then / one.drawn.allocated_then),
        )
        for one in found
    ]


def weights_of(wave_id: int) -> dict[int, float]:
    """Return the calibrated weights of the newest run by drawn unit; none before the first."""
    run = EstimationRun.objects.filter(wave_id=wave_id, state=RunState.DONE).first()
    if run is None:
        return {}
    return dict(UnitWeight.objects.filter(run=run).values_list("drawn_id", "calibrated"))


def imputable(form: Form) -> tuple[Question, ...]:
    """Return the questions that may be imputed: numbers that figures read, people excepted."""
    return tuple(
        one
        for one in form.questions
        if one.code in READ and one.code != HEADS and one.kind in NUMBERS
    )


def form_of_wave(wave_id: int) -> Form | None:
    """Return the questionnaire of a wave's centres; None when it has none."""
    questionnaire_id = Wave.objects.values_list("questionnaire_id", flat=True).get(pk=wave_id)
    return None if questionnaire_id is None else form_of(questionnaire_id)


def imputation_plan(wave_id: int, form: Form, methods: Mapping[str, Method]) -> Plan:
    """Return what the methods would make of the blanks of a wave."""
    return _plan(wave_id, told_of(wave_id), form, methods)


def imputation_preview(
    wave_id: int, form: Form, methods: Mapping[str, Method]
) -> tuple[list[ImputedRow], list[RefusedRow]]:
    """Return what the methods would make of each variable with blanks, and what checks refuse."""
    told = told_of(wave_id)
    made = _plan(wave_id, told, form, methods)
    rows = []
    for question in imputable(form):
        code = question.code
        blanks = sum(code in one.candidate.blanks for one in told)
        if not blanks:
            continue
        found = {one.key: one.value for one in made.kept if one.code == code}
        done = {one.drawn_id: one.imputed[code] for one in told if code in one.imputed}
        rows.append(
            ImputedRow(
                code,
                label_of(form, code),
                methods.get(code, Method.LEAVE),
                blanks,
                len(found),
                sum(one.code == code for one in made.refused),
                blanks - len(found) - len(done),
                len(done),
                share_of(told, code, found | done),
            )
        )
    units = {one.drawn_id: one.unit for one in told}
    refused = [
        RefusedRow(one.key, units[one.key], label_of(form, one.code), one.value)
        for one in made.refused
    ]
    return rows, refused


def label_of(form: Form, code: str) -> str:
    """Return a question's short name in the reader's language; its code when there is none."""
    question = form.question(code)
    return (said(question.short) or said(question.label)) if question else code


def share_of(told: list[Told], code: str, likely: Mapping[int, float]) -> float | None:
    """Return what share (0–1) of a weighted total likely values make; None of nothing."""
    ours = sum(one.candidate.weight * likely.get(one.drawn_id, 0.0) for one in told)
    theirs = sum(
        one.candidate.weight * (number(one.candidate.said.get(code)) or 0.0) for one in told
    )
    return ours / (ours + theirs) if ours + theirs else None


def _plan(wave_id: int, told: list[Told], form: Form, methods: Mapping[str, Method]) -> Plan:
    seed = Wave.objects.values_list("seed", flat=True).get(pk=wave_id)
    return plan(_unfilled(told), form, methods, seed)


def _unfilled(told: list[Told]) -> list[Candidate]:
    """Return the centres with the blanks that nobody filled yet, imputed ones set aside."""
    return [
        replace(
            one.candidate,
            blanks=tuple(code for code in one.candidate.blanks if code not in one.imputed),
            held=one.imputed,
        )
        for one in told
    ]


def _told(
    one: Response,
    form: Form,
    answers: Mapping[str, Answer],
    before: Mapping[str, Answer],
    imputed: Mapping[str, float],
    weight: float,
) -> Told:
    unit = one.drawn.unit
    wanted = {question.code for question in imputable(form)}
    blanks = tuple(
        question.code
        for question in asked(form, answers)
        if question.code in wanted and number(answers.get(question.code)) is None
    )
    candidate = Candidate(
        one.drawn_id,
        unit.centre_type,
        size_band(one.drawn.headcount_then),
        unit.region,
        weight,
        answers,
        before,
        blanks,
    )
    return Told(one.drawn_id, one.pk, unit.name, unit.source_key, candidate, imputed)


def _imputed(wave_id: int) -> Mapping[int, Mapping[str, float]]:
    values = Value.objects.filter(
        response__drawn__wave_id=wave_id, origin=AnswerOrigin.IMPUTED
    ).values_list("response_id", "code", "value")
    found: dict[int, dict[str, float]] = defaultdict(dict)
    for response_id, code, value in values:
        if value is not None:
            found[response_id][code] = float(value)
    return MappingProxyType(found)
