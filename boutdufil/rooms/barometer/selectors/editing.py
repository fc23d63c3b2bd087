"""The editing desk: the one drawn unit with all it said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from boutdufil.rooms.barometer.enums import (
    AnswerOrigin,
    MailingKind,
    ReleaseState,
    ResponseState,
    Standing,
)
from boutdufil.rooms.barometer.models import (
    Drawn,
    MailingLine,
    ReleaseSource,
    Response,
    Value,
    ValueEdit,
)
from boutdufil.rooms.barometer.rules.answer_pages import sentences
from boutdufil.rooms.barometer.rules.answer_words import said, write_answer
from boutdufil.rooms.barometer.rules.expressions import Answer
from boutdufil.rooms.barometer.rules.imputation import number
from boutdufil.rooms.barometer.rules.questionnaires import Form, Question, findings
from boutdufil.rooms.barometer.selectors.drawn_units import stratum_words
from boutdufil.rooms.barometer.selectors.responses import (
    COUNTED,
    NEEDED,
    ResponseRow,
    prior_values,
    response_row,
    row_of,
    values_of,
    values_of_all,
)


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Somebody who answers for a unit, and whether they still take letters."""

    name: str
    email: str
    telephone: str
    position: str
    takes_letters: bool


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter that left: why, when, to whom."""

    kind: MailingKind
    sent_at: datetime
    name: str


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An answer in words; ``change`` since the last wave is a share, None where unknown."""

    code: str
    label: str
    words: str
    origin: AnswerOrigin
    before: str
    change: float | None


@dataclass(frozen=True, slots=True)
class EditLine:
    """A line of the trail; ``who`` is "" when the respondent or the programme did it."""

    label: str
    before: str
    after: str
    origin: AnswerOrigin
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check that does not hold, and what was said of it ("" for nothing)."""

    is_hard: bool
    sentence: str
    explanation: str


@dataclass(frozen=True, slots=True)
class ResponsePart:
    """What a unit answered, and what was made of it since."""

    id: int
    state: ResponseState
    revision: int
    sent_at: datetime | None
    withdrawn_at: datetime | None
    minutes: int | None
    answers: tuple[AnswerLine, ...]
    checks: tuple[CheckLine, ...]
    edits: tuple[EditLine, ...]

    @property
    def is_sent(self) -> bool:
        """Tell whether it counts, and so can be corrected."""
        return self.state in COUNTED


@dataclass(frozen=True, slots=True)
class ValuePage:
    """A value to correct, in words ("" where nothing was said) and as it is kept."""

    question: Question
    label: str
    words: str
    value: Answer


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A drawn unit with all that is known of it in a wave."""

    id: int
    unit_id: int
    name: str
    key: str
    stratum: str
    standing: Standing
    note: str
    standing_by: str
    standing_at: datetime | None
    contacts: tuple[ContactLine, ...]
    letters: tuple[LetterLine, ...]
    response: ResponsePart | None


def drawn_page(wave_id: int, drawn_id: int) -> DrawnPage | None:
    """Return a drawn unit with all that is known of it; None when it is not of that wave."""
    found = Drawn.objects.filter(wave_id=wave_id, pk=drawn_id)
    one = found.select_related("unit", "stratum", "wave", "standing_by").first()
    if one is None:
        return None
    letters = MailingLine.objects.filter(
        mailing__wave_id=wave_id, contact__units=one.unit_id
    ).select_related("mailing", "contact")
    return DrawnPage(
        id=one.pk,
        unit_id=one.unit_id,
        name=one.unit.name,
        key=one.unit.source_key,
        stratum=stratum_words(one.stratum.key, one.wave.strata_by),
        standing=Standing(one.standing),
        note=one.standing_note,
        standing_by=str(one.standing_by or ""),
        standing_at=one.standing_at,
        contacts=tuple(
            ContactLine(
                who.name,
                who.email,
                who.telephone,
                who.position,
                who.refused_at is None and who.ended_at is None,
            )
            for who in one.unit.contacts.all()
        ),
        letters=tuple(
            LetterLine(MailingKind(line.mailing.kind), line.sent_at, line.contact.name)
            for line in letters.order_by("sent_at", "pk")
        ),
        response=_response(drawn_id),
    )


def value_page(part: ResponsePart | None, code: str) -> ValuePage | None:
    """Return a value of a response that counts; None when there is no such response or question."""
    if part is None or not part.is_sent:
        return None
    question = response_row(part.id).form.question(code)
    if question is None:
        return None
    value = Value.objects.filter(response_id=part.id, code=code).first()
    words = write_answer(question, value.value) if value else ""
    return ValuePage(question, said(question.label), words, value.value if value else None)


def is_published(wave_id: int) -> bool:
    """Tell whether a published release was made from a wave."""
    return ReleaseSource.objects.filter(
        run__wave_id=wave_id, release__state=ReleaseState.PUBLISHED
    ).exists()


def acceptable(wave_id: int) -> list[int]:
    """Return the sent responses of a wave in which each surprise is explained, by number."""
    sent = Response.objects.select_related(*NEEDED).filter(
        drawn__wave_id=wave_id, state=ResponseState.SENT
    )
    rows = [row_of(one) for one in sent.order_by("pk")]
    values, before = values_of_all(one.id for one in rows), prior_values(rows)
    forms = {key: one.form for key, one in {row.questionnaire_id: row for row in rows}.items()}
    return [
        row.id
        for row in rows
        if all(
            one.severity == "soft" and row.explanations.get(one.code)
            for one in findings(
                forms[row.questionnaire_id], values.get(row.id, {}), before.get(row.id)
            )
        )
    ]


def _response(drawn_id: int) -> ResponsePart | None:
    one = Response.objects.select_related(*NEEDED).filter(drawn_id=drawn_id).first()
    if one is None:
        return None
    row = row_of(one)
    is_kept = row.state != ResponseState.WITHDRAWN
    form, before = row.form, prior_values([row]).get(row.id, {})
    return ResponsePart(
        id=row.id,
        state=row.state,
        revision=row.revision,
        sent_at=row.sent_at,
        withdrawn_at=one.withdrawn_at,
        minutes=row.minutes,
        answers=_answers(row.id, form, before) if is_kept else (),
        checks=_checks(row, form, before) if is_kept else (),
        edits=_edits(row.id, form) if is_kept else (),
    )


def _answers(response_id: int, form: Form, before: dict[str, Answer]) -> tuple[AnswerLine, ...]:
    held = {one.code: one for one in Value.objects.filter(response_id=response_id)}
    return tuple(
        AnswerLine(
            code=one.code,
            label=said(one.label),
            words=write_answer(one, held[one.code].value),
            origin=AnswerOrigin(held[one.code].origin),
            before=write_answer(one, before[one.code]) if one.code in before else "",
            change=_change(held[one.code].value, before.get(one.code)),
        )
        for one in form.questions
        if one.code in held
    )


def _checks(row: ResponseRow, form: Form, before: dict[str, Answer]) -> tuple[CheckLine, ...]:
    return tuple(
        CheckLine(
            one.severity == "hard",
            sentences(form, (one,))[one.question][0][1],
            row.explanations.get(one.code, ""),
        )
        for one in findings(form, values_of(row.id), before)
    )


def _edits(response_id: int, form: Form) -> tuple[EditLine, ...]:
    found = ValueEdit.objects.filter(response_id=response_id).select_related("edited_by")
    lines = []
    for one in found.order_by("-pk"):
        question = form.question(one.code)
        words = [
            write_answer(question, value) if question else str(value)
            for value in (one.before, one.after)
        ]
        lines.append(
            EditLine(
                said(question.label) if question else one.code,
                words[0],
                words[1],
                AnswerOrigin(one.origin),
                one.reason,
                str(one.edited_by or ""),
                one.edited_at,
            )
        )
    return tuple(lines)


def _change(value: Answer, before: Answer) -> float | None:
    now, then = number(value), number(before)
    return now / then - 1 if now is not None and then else None
