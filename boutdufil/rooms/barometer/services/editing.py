"""The editing desk: what became of a unit, values corrected, responses accepted."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.barometer.enums import AnswerOrigin, ResponseState, Standing
from boutdufil.rooms.barometer.errors import (
    AnswerRefusedError,
    BarometerError,
    FrozenError,
    RevisionError,
)
from boutdufil.rooms.barometer.models import Drawn, Response, Value, ValueEdit
from boutdufil.rooms.barometer.rules.answer_words import write_finding
from boutdufil.rooms.barometer.rules.expressions import Answer
from boutdufil.rooms.barometer.rules.questionnaires import asked, findings
from boutdufil.rooms.barometer.selectors.editing import acceptable
from boutdufil.rooms.barometer.selectors.responses import (
    COUNTED,
    prior_values,
    response_row,
    values_of,
)

# What a statistician may say of a unit; that it answered, only its response says.
SETTABLE = (
    Standing.REFUSED,
    Standing.OUT_OF_SCOPE,
    Standing.CLOSED,
    Standing.NOT_FOUND,
    Standing.EXPECTED,
)
SILENT = (Standing.REFUSED, Standing.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Correction:
    """A value of a response as a statistician corrects it; ``revision`` is what they had read."""

    code: str
    value: Answer
    revision: int
    reason: str


@transaction.atomic
def set_standing(*, drawn_id: int, standing: Standing, note: str, actor_id: int | None) -> None:
    """Say what became of a drawn unit, with a note; "expected" takes what was said back.

    A unit expected again stands where its response is: it may have begun or answered.

    :raises BarometerError: the note is missing, or the unit answered and cannot be silent.
    """
    if standing not in SETTABLE:
        raise BarometerError(_("Seule une réponse envoyée dit qu’une unité a répondu."), "standing")
    note = note.strip()
    if standing != Standing.EXPECTED and not note:
        raise BarometerError(_("Dites en quelques mots comment vous le savez."), "note")
    drawn = Drawn.objects.select_for_update(of=("self",)).get(pk=drawn_id)
    told = Response.objects.filter(drawn=drawn).values_list("state", flat=True).first()
    if standing in SILENT and told in COUNTED:
        text = _("Cette unité a répondu : elle ne peut être ni un refus ni introuvable.")
        raise BarometerError(text, "standing")
    before = drawn.standing
    drawn.standing = _where(told) if standing == Standing.EXPECTED else standing
    drawn.standing_note, drawn.standing_by_id = note, actor_id
    drawn.standing_at = timezone.now()
    drawn.save(update_fields=["standing", "standing_note", "standing_by", "standing_at"])
    audit.record(
        actor_id=actor_id,
        verb="barometer.set_standing",
        subject=f"drawn:{drawn_id}",
        facts={"before": before, "after": drawn.standing},
    )


@transaction.atomic
def edit_value(*, response_id: int, correction: Correction, actor_id: int | None) -> None:
    """Correct one value of a sent response; what it was stays in the trail for ever.

    An accepted response is to be accepted again: nobody has read it as it is now. Answers that the
    new value filters out are taken out, each with its line in the trail.

    :raises FrozenError: the response was not sent, or was withdrawn.
    :raises RevisionError: it changed since it was read.
    :raises AnswerRefusedError: the value is not asked, or a hard check does not hold.
    """
    response = Response.objects.select_for_update(of=("self",)).get(pk=response_id)
    if response.state not in COUNTED:
        raise FrozenError(_("Seule une réponse envoyée se corrige."))
    if response.revision != correction.revision:
        raise RevisionError(_("Cette réponse a changé entre-temps. Relisez-la avant de corriger."))
    gone = _checked(response_id, correction)
    held = Value.objects.filter(response=response, code=correction.code).first()
    if held and held.value == correction.value and held.origin != AnswerOrigin.IMPUTED:
        raise AnswerRefusedError(_("C’est déjà la valeur gardée."), correction.code)
    _note(response_id, correction, held.value if held else None, actor_id)
    Value.objects.update_or_create(
        response=response,
        code=correction.code,
        defaults={
            "value": correction.value,
            "origin": AnswerOrigin.EDITED,
            "saved_at": timezone.now(),
        },
    )
    for one in Value.objects.filter(response=response, code__in=gone):
        taken = Correction(one.code, None, correction.revision, correction.reason)
        _note(response_id, taken, one.value, actor_id)
        one.delete()
    response.revision += 1
    response.state = ResponseState.SENT
    response.save(update_fields=["revision", "state"])
    audit.record(
        actor_id=actor_id,
        verb="barometer.edit_value",
        subject=f"response:{response_id}",
        facts={"code": correction.code},
    )


@transaction.atomic
def accept_response(*, response_id: int, revision: int, actor_id: int | None) -> None:
    """Say that a sent response was read and holds; estimates use it before as after.

    :raises RevisionError: it changed since it was read.
    :raises BarometerError: it does not wait to be read, or a hard check does not hold.
    """
    response = Response.objects.select_for_update(of=("self",)).get(pk=response_id)
    if response.state != ResponseState.SENT:
        raise BarometerError(_("Cette réponse n’attend pas d’être vérifiée."))
    if response.revision != revision:
        raise RevisionError(_("Cette réponse a changé entre-temps. Relisez-la."))
    row = response_row(response_id)
    found = findings(row.form, values_of(response_id), prior_values([row]).get(row.id))
    if any(one.severity == "hard" for one in found):
        raise BarometerError(_("Des chiffres se contredisent : corrigez-les d’abord."))
    _accept([response_id], actor_id)


@transaction.atomic
def accept_responses(*, wave_id: int, actor_id: int | None) -> int:
    """Accept all that was sent in a wave without a question left open; return how many."""
    sent = Response.objects.select_for_update(of=("self",)).filter(drawn__wave_id=wave_id)
    list(sent.filter(state=ResponseState.SENT).order_by("pk"))
    found = acceptable(wave_id)
    _accept(found, actor_id)
    return len(found)


def _accept(response_ids: list[int], actor_id: int | None) -> None:
    Response.objects.filter(pk__in=response_ids).update(state=ResponseState.ACCEPTED)
    for pk in response_ids:
        audit.record(actor_id=actor_id, verb="barometer.accept_response", subject=f"response:{pk}")


def _where(told: str | None) -> Standing:
    if told in COUNTED:
        return Standing.ANSWERED
    return Standing.STARTED if told == ResponseState.STARTED else Standing.EXPECTED


def _checked(response_id: int, correction: Correction) -> set[str]:
    """Return the codes a correction filters out; refuse what contradicts itself."""
    row = response_row(response_id)
    values = values_of(response_id) | {correction.code: correction.value}
    shown = {one.code for one in asked(row.form, values)}
    if correction.code not in shown:
        raise AnswerRefusedError(_("Cette question n’est pas posée à cette unité."))
    checks = {one.code: one for one in row.form.checks}
    for one in findings(row.form, values, prior_values([row]).get(row.id)):
        if one.severity == "hard":
            raise AnswerRefusedError(write_finding(checks[one.code], one), correction.code)
    return {one.code for one in row.form.questions} - shown


def _note(response_id: int, correction: Correction, before: Answer, actor_id: int | None) -> None:
    ValueEdit.objects.create(
        response_id=response_id,
        code=correction.code,
        before=before,
        after=correction.value,
        origin=AnswerOrigin.EDITED,
        reason=correction.reason.strip(),
        edited_by_id=actor_id,
    )
