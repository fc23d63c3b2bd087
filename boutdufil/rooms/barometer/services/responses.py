"""Responses: opened by a link, saved as one types, sent, corrected, withdrawn."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.barometer.enums import AnswerOrigin, ResponseState, Standing, UnitKind
from boutdufil.rooms.barometer.errors import AnswerRefusedError, FrozenError, RevisionError
from boutdufil.rooms.barometer.models import Drawn, Response, Value, ValueEdit
from boutdufil.rooms.barometer.rules.expressions import Answer
from boutdufil.rooms.barometer.rules.questionnaires import (
    Finding,
    Question,
    asked,
    findings,
    unanswered,
)
from boutdufil.rooms.barometer.rules.tokens import (
    derive_response_token,
    hash_token,
    sign_contact_token,
)
from boutdufil.rooms.barometer.rules.trail import CORRECTED, LONGEST_REASON
from boutdufil.rooms.barometer.rules.windows import Clash, Held, clashes
from boutdufil.rooms.barometer.selectors.responses import (
    COUNTED,
    carried_values,
    is_collecting,
    prior_values,
    response_row,
    values_of,
)

# What a statistician found out about a unit is not undone by an answer.
DECIDED = (Standing.OUT_OF_SCOPE, Standing.CLOSED)


@dataclass(frozen=True, slots=True)
class Said:
    """What a page sends: answers by code, codes left blank, where it is, where it comes from."""

    values: Mapping[str, Answer]
    blanks: Collection[str] = ()
    place: str = ""
    origin: AnswerOrigin = AnswerOrigin.TYPED


class ClashError(RevisionError):
    """Two windows answered otherwise: nothing is kept of the second until somebody chooses."""

    def __init__(self, found: tuple[Clash, ...]) -> None:
        super().__init__(_("Une autre fenêtre a répondu autrement entre-temps. Choisissez."))
        self.clashes = found


@transaction.atomic
def open_response(*, drawn_id: int) -> str:
    """Return the token of a drawn unit's response; the same each time.

    :raises AnswerRefusedError: its wave has no questionnaire for such a unit.
    """
    drawn = Drawn.objects.select_for_update(of=("self",)).select_related("wave", "unit")
    found = drawn.get(pk=drawn_id)
    existing = Response.objects.filter(drawn=found).first()
    if existing is not None:
        return derive_response_token(existing.nonce)
    wave = found.wave
    asked_of = {
        UnitKind.CENTRE: wave.questionnaire_id,
        UnitKind.COMPANY: wave.company_questionnaire_id,
    }
    questionnaire_id = asked_of[UnitKind(found.unit.kind)]
    if questionnaire_id is None:
        raise AnswerRefusedError(_("Cette vague n’a pas de questionnaire pour cette unité."))
    nonce = secrets.token_urlsafe(32)
    token = derive_response_token(nonce)
    Response.objects.create(
        drawn=found, questionnaire_id=questionnaire_id, nonce=nonce, token_hash=hash_token(token)
    )
    return token


@transaction.atomic
def open_centres(*, contact_id: int, wave_id: int) -> str:
    """Return the token with which a contact answers for all their units of a wave."""
    drawn = Drawn.objects.filter(wave_id=wave_id, unit__contacts=contact_id)
    for drawn_id in drawn.filter(response=None).values_list("pk", flat=True):
        open_response(drawn_id=drawn_id)
    return sign_contact_token(contact_id, wave_id)


@transaction.atomic
def save_values(*, response_id: int, said: Said, held: Held | None = None) -> int:
    """Keep answers as they stand; return the new revision, the same when nothing changed.

    :raises FrozenError: the wave takes no answers any more, or not yet.
    :raises ClashError: another window changed the same answers since ``held``; nothing is kept.
    """
    response = _locked(response_id)
    kept = values_of(response_id)
    changed = {c: v for c, v in said.values.items() if c not in kept or kept[c] != v}
    emptied = [code for code in said.blanks if code in kept]
    if held is not None and held.revision != response.revision:
        found = clashes(changed, emptied, kept, held)
        if found:
            raise ClashError(found)
    confirmed = _confirmed(response_id, said, changed, kept)
    if not changed and not emptied:
        _note_place(response, said.place)
        return response.revision
    if response.state in COUNTED:
        _leave_trail(response_id, {**changed, **dict.fromkeys(emptied)}, kept)
    _write(response_id, changed, emptied, said.origin, confirmed)
    _go_on(response, said.place)
    return response.revision


@transaction.atomic
def send_response(
    *, response_id: int, explanations: Mapping[str, str], minutes: int | None = None
) -> None:
    """Send a response: it counts from now on.

    ``explanations`` say, by check, what surprises and why. ``minutes`` is what it took.

    :raises FrozenError: the wave takes no answers any more.
    :raises AnswerRefusedError: a hard check does not hold, a soft one is not explained, or an
        answer without which nothing can be computed is missing; the sentence names it.
    """
    response = _locked(response_id)
    row = response_row(response_id)
    given = {code: text.strip()[:LONGEST_REASON] for code, text in explanations.items()}
    said = dict(response.explanations) | {code: text for code, text in given.items() if text}
    values = values_of(response_id)
    found = findings(row.form, values, prior_values([row]).get(row.id))
    missing = [one for one in unanswered(row.form, values) if one.is_required]
    _refuse_incomplete(found, missing, said)
    now = timezone.now()
    response.explanations = {one.code: said[one.code] for one in found}
    response.state, response.withdrawn_at = ResponseState.SENT, None
    response.sent_at = now
    response.minutes = minutes if minutes is not None else response.minutes
    response.commitment_version = row.promise.commitment_version
    response.save()
    _drop_unasked(response_id, row.form.questions, asked(row.form, values))
    _stand(response, Standing.ANSWERED)
    audit.record(actor_id=None, verb="barometer.send_response", subject=f"response:{response_id}")


@transaction.atomic
def withdraw_response(*, response_id: int) -> None:
    """Erase what was answered: the unit is expected again, and nothing of it counts.

    It may be done after the wave has closed too; what was published before does not change.
    """
    response = Response.objects.select_for_update(of=("self",)).get(pk=response_id)
    response.values.all().delete()
    response.edits.all().delete()
    response.state, response.withdrawn_at = ResponseState.WITHDRAWN, timezone.now()
    response.explanations, response.place, response.minutes = {}, "", None
    response.commitment_version, response.sent_at = None, None
    response.revision += 1
    response.save()
    _stand(response, Standing.EXPECTED)
    subject = f"response:{response_id}"
    audit.record(actor_id=None, verb="barometer.withdraw_response", subject=subject)


def _locked(response_id: int) -> Response:
    found = Response.objects.select_for_update(of=("self",)).select_related("drawn__wave")
    response = found.get(pk=response_id)
    if not is_collecting(response.drawn.wave):
        raise FrozenError(
            _("La collecte de cette vague est close : les réponses ne changent plus.")
        )
    return response


def _confirmed(
    response_id: int,
    said: Said,
    changed: Mapping[str, Answer],
    kept: Mapping[str, Answer],
) -> frozenset[str]:
    """Return the answers that are those of the last wave, given again unchanged."""
    new = {code: value for code, value in changed.items() if code not in kept}
    if said.origin != AnswerOrigin.TYPED or not new:
        return frozenset()
    row = response_row(response_id)
    carried = carried_values(row.form, prior_values([row]).get(row.id, {}))
    return frozenset(code for code, value in new.items() if carried.get(code, ...) == value)


def _leave_trail(
    response_id: int, changed: Mapping[str, Answer], kept: Mapping[str, Answer]
) -> None:
    ValueEdit.objects.bulk_create(
        ValueEdit(
            response_id=response_id,
            code=code,
            before=kept.get(code),
            after=value,
            origin=AnswerOrigin.EDITED,
            reason=CORRECTED,
        )
        for code, value in changed.items()
    )


def _write(
    response_id: int,
    changed: Mapping[str, Answer],
    emptied: Collection[str],
    origin: AnswerOrigin,
    confirmed: Collection[str],
) -> None:
    now = timezone.now()
    Value.objects.filter(response_id=response_id, code__in=emptied).delete()
    Value.objects.bulk_create(
        [
            Value(
                response_id=response_id,
                code=code,
                value=value,
                origin=AnswerOrigin.CONFIRMED if code in confirmed else origin,
                saved_at=now,
            )
            for code, value in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["response", "code"],
        update_fields=["value", "origin", "saved_at"],
    )


def _go_on(response: Response, place: str) -> None:
    """Note that something was answered: a withdrawn response begins anew, a checked one waits."""
    now = timezone.now()
    response.revision += 1
    response.started_at = response.started_at or now
    response.place = place or response.place
    if response.state == ResponseState.WITHDRAWN:
        response.state, response.withdrawn_at = ResponseState.STARTED, None
    elif response.state == ResponseState.ACCEPTED:
        response.state = ResponseState.SENT
    response.save()
    if response.state == ResponseState.STARTED:
        _stand(response, Standing.STARTED)


def _note_place(response: Response, place: str) -> None:
    if place and place != response.place:
        response.place = place
        response.save(update_fields=["place"])


def _stand(response: Response, standing: Standing) -> None:
    drawn = Drawn.objects.filter(pk=response.drawn_id).exclude(standing__in=DECIDED)
    drawn.exclude(standing=standing).update(
        standing=standing, standing_at=timezone.now(), standing_by=None, standing_note=""
    )


def _refuse_incomplete(
    found: Collection[Finding], missing: Collection[Question], said: Mapping[str, str]
) -> None:
    for one in found:
        if one.severity == "hard":
            raise AnswerRefusedError(
                _("Des chiffres se contredisent : corrigez-les."), one.question
            )
        if not said.get(one.code):
            told = _("Dites en quelques mots pourquoi ce chiffre surprend.")
            raise AnswerRefusedError(told, one.code)
    for question in missing:
        told = _("Il manque une réponse ; « Je ne sais pas » en est une.")
        raise AnswerRefusedError(told, question.code)


def _drop_unasked(
    response_id: int, questions: Collection[Question], shown: Collection[Question]
) -> None:
    """Erase what a later answer took out of the questions: it would count in nothing."""
    gone = {one.code for one in questions} - {one.code for one in shown}
    Value.objects.filter(response_id=response_id, code__in=gone).delete()
