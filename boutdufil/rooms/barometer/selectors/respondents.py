"""All the centres somebody answers for in a wave, and words for what two windows said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from boutdufil.rooms.barometer.enums import ResponseState, UnitKind
from boutdufil.rooms.barometer.models import RespondentContact, Response
from boutdufil.rooms.barometer.rules.answer_words import said, write_answer
from boutdufil.rooms.barometer.rules.expressions import Answer
from boutdufil.rooms.barometer.rules.questionnaire_format import Form, Question
from boutdufil.rooms.barometer.rules.questionnaires import asked, findings
from boutdufil.rooms.barometer.rules.tokens import derive_response_token, read_contact_token
from boutdufil.rooms.barometer.rules.windows import Clash
from boutdufil.rooms.barometer.selectors.responses import (
    Promise,
    ResponseRow,
    WaveShown,
    carried_values,
    prior_values,
    responses_of,
    values_of_all,
)


@dataclass(frozen=True, slots=True)
class CentreRow:
    """One centre of a contact: its response, what is answered, what is left, what surprises."""

    response: ResponseRow
    values: dict[str, Answer]
    carried: dict[str, Answer]
    before: dict[str, Answer]
    answered: int
    asked: int
    hard: int
    soft: int

    @property
    def can_be_sent(self) -> bool:
        """Tell whether it may be sent with the others: begun, and nothing left to say of it."""
        is_begun = self.answered > 0 and self.response.state == ResponseState.STARTED
        return is_begun and not self.hard and not self.soft


@dataclass(frozen=True, slots=True)
class CentresPage:
    """A contact's centres in a wave. ``form`` is that of the centres; other units stand apart."""

    contact_id: int
    wave: WaveShown
    promise: Promise
    form: Form
    centres: tuple[CentreRow, ...]
    others: tuple[ResponseRow, ...]

    @property
    def key_questions(self) -> tuple[Question, ...]:
        """Return the questions of the table: those without which nothing is computed."""
        return tuple(one for one in self.form.questions if one.is_key)

    @property
    def ready(self) -> int:
        """Return how many centres may be sent now."""
        return sum(one.can_be_sent for one in self.centres)


@dataclass(frozen=True, slots=True)
class ToldClash:
    """One question answered in two windows, in words."""

    label: str
    kept: str
    typed: str


def centres_page(token: str) -> CentresPage | None:
    """Return the centres a contact's link opens; None when it opens none, or no more."""
    found = read_contact_token(token)
    if found is None:
        return None
    contact_id, wave_id = found
    contacts = RespondentContact.objects.filter(pk=contact_id, ended_at=None)
    rows = responses_of(contact_id, wave_id) if contacts.exists() else []
    centres = [one for one in rows if one.form.kind == UnitKind.CENTRE]
    if not rows:
        return None
    return CentresPage(
        contact_id=contact_id,
        wave=rows[0].wave,
        promise=rows[0].promise,
        form=(centres or rows)[0].form,
        centres=_centre_rows(centres),
        others=tuple(one for one in rows if one.form.kind != UnitKind.CENTRE),
    )


def response_links(page: CentresPage) -> dict[int, str]:
    """Return, by response, the token that opens it alone: the contact's link leads to each."""
    ids = [*(one.response.id for one in page.centres), *(one.id for one in page.others)]
    found = Response.objects.filter(pk__in=ids).values_list("pk", "nonce")
    return {pk: derive_response_token(nonce) for pk, nonce in found}


def told_clashes(row: ResponseRow, clashes: Iterable[Clash]) -> tuple[ToldClash, ...]:
    """Return what two windows said, in words."""
    questions = {one.code: one for one in row.form.questions}
    return tuple(
        ToldClash(
            said(questions[one.code].label),
            write_answer(questions[one.code], one.kept),
            write_answer(questions[one.code], one.typed),
        )
        for one in clashes
        if one.code in questions
    )


def _centre_rows(rows: list[ResponseRow]) -> tuple[CentreRow, ...]:
    values = values_of_all(one.id for one in rows)
    before = prior_values(rows)
    return tuple(_centre_row(one, values.get(one.id, {}), before.get(one.id, {})) for one in rows)


def _centre_row(
    row: ResponseRow, values: dict[str, Answer], before: dict[str, Answer]
) -> CentreRow:
    form = row.form
    shown = asked(form, values)
    found = findings(form, values, before)
    missing = sum(one.is_required and one.code not in values for one in shown)
    unexplained = [one for one in found if one.code not in row.explanations]
    return CentreRow(
        response=row,
        values=values,
        carried=carried_values(form, before),
        before=before,
        answered=sum(one.code in values for one in shown),
        asked=len(shown),
        hard=missing + sum(one.severity == "hard" for one in found),
        soft=sum(one.severity == "soft" for one in unexplained),
    )
