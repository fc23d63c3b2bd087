"""Missing answers put in their likely place, and taken out again; values confirmed as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.barometer.enums import AnswerOrigin, UnitKind, WaveState
from boutdufil.rooms.barometer.errors import BarometerError, RevisionError
from boutdufil.rooms.barometer.models import Response, Value, ValueEdit, Wave
from boutdufil.rooms.barometer.rules.imputation import Method, Proposal, write_reason
from boutdufil.rooms.barometer.rules.trail import UNDONE, confirmation
from boutdufil.rooms.barometer.selectors.imputation import form_of_wave, imputation_plan
from boutdufil.rooms.barometer.selectors.responses import COUNTED, unknown_origins

ENDED = frozenset({WaveState.CLOSED, WaveState.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Imputed:
    """How many values were imputed, refused by a check, and left unknown."""

    kept: int
    refused: int
    left: int


@transaction.atomic
def impute(*, wave_id: int, methods: Mapping[str, Method], actor_id: int | None) -> Imputed:
    """Put likely values where answers are missing; done twice, it changes nothing the second time.

    :raises BarometerError: answers still come in, or the wave has no questionnaire.
    """
    _ended(wave_id)
    form = form_of_wave(wave_id)
    if form is None:
        raise BarometerError(_("Cette vague n’a pas de questionnaire : il n’y a rien à imputer."))
    found = imputation_plan(wave_id, form, methods)
    _keep(wave_id, found.kept, actor_id)
    told = Imputed(len(found.kept), len(found.refused), sum(found.left.values()))
    audit.record(
        actor_id=actor_id,
        verb="barometer.impute",
        subject=f"wave:{wave_id}",
        facts={
            "methods": {code: str(one) for code, one in sorted(methods.items())},
            "kept": told.kept,
            "refused": told.refused,
        },
    )
    return told


@transaction.atomic
def undo_imputation(*, wave_id: int, actor_id: int | None) -> int:
    """Take every imputed value of a wave out, and return how many.

    A blank is a blank again, an "unknown" that was said is said again.

    :raises BarometerError: answers still come in, or nothing is imputed.
    """
    _ended(wave_id)
    values = list(
        Value.objects.select_for_update(of=("self",))
        .filter(response__drawn__wave_id=wave_id, origin=AnswerOrigin.IMPUTED)
        .order_by("pk")
    )
    if not values:
        raise BarometerError(_("Rien n’est imputé dans cette vague."))
    beneath = unknown_origins({one.response_id for one in values})
    ValueEdit.objects.bulk_create(
        _edit(one.response_id, one.code, one.value, None, UNDONE, actor_id) for one in values
    )
    for one in values:
        origin = beneath.get((one.response_id, one.code))
        if origin is None:
            one.delete()
        else:
            one.value, one.origin, one.saved_at = None, origin, timezone.now()
            one.save()
    _revise({one.response_id for one in values})
    audit.record(
        actor_id=actor_id,
        verb="barometer.undo_imputation",
        subject=f"wave:{wave_id}",
        facts={"values": len(values)},
    )
    return len(values)


@transaction.atomic
def confirm_value(
    *, wave_id: int, drawn_id: int, code: str, seen: str, reason: str, actor_id: int | None
) -> None:
    """Note that a value that surprises was looked at and is so; ``seen`` is its JSON as shown.

    :raises BarometerError: no such answer counts; RevisionError: it changed meanwhile.
    """
    responses = Response.objects.select_for_update(of=("self",))
    response = responses.filter(
        drawn_id=drawn_id, drawn__wave_id=wave_id, state__in=COUNTED
    ).first()
    value = Value.objects.filter(response=response, code=code).first()
    if response is None or value is None or value.origin == AnswerOrigin.IMPUTED:
        raise BarometerError(_("Cette réponse n’est plus là."))
    if json.dumps(value.value) != seen:
        raise RevisionError(_("Cette valeur a changé entre-temps. Regardez-la à nouveau."))
    ValueEdit.objects.create(
        response=response,
        code=code,
        before=value.value,
        after=value.value,
        origin=value.origin,
        reason=confirmation(reason),
        edited_by_id=actor_id,
    )
    audit.record(
        actor_id=actor_id,
        verb="barometer.confirm_value",
        subject=f"response:{response.pk}",
        facts={"code": code},
    )


def _ended(wave_id: int) -> None:
    wave = Wave.objects.select_for_update().get(pk=wave_id)
    if wave.state not in ENDED:
        raise BarometerError(_("Fermez d’abord la collecte : des réponses arrivent encore."))


def _keep(wave_id: int, proposals: tuple[Proposal, ...], actor_id: int | None) -> None:
    responses = Response.objects.select_for_update(of=("self",)).filter(
        drawn__wave_id=wave_id, drawn__unit__kind=UnitKind.CENTRE
    )
    by_drawn = dict(responses.order_by("pk").values_list("drawn_id", "pk"))
    held = {
        (one.response_id, one.code): AnswerOrigin(one.origin)
        for one in Value.objects.filter(
            response__in=by_drawn.values(), code__in={each.code for each in proposals}
        )
        if one.value is None
    }
    now, values, edits = timezone.now(), [], []
    for one in proposals:
        response_id = by_drawn[one.key]
        values.append(
            Value(
                response_id=response_id,
                code=one.code,
                value=one.value,
                origin=AnswerOrigin.IMPUTED,
                saved_at=now,
            )
        )
        reason = write_reason(one, held.get((response_id, one.code)))
        edits.append(_edit(response_id, one.code, None, one.value, reason, actor_id))
    Value.objects.bulk_create(
        values,
        update_conflicts=True,
        unique_fields=["response", "code"],
        update_fields=["value", "origin", "saved_at"],
    )
    ValueEdit.objects.bulk_create(edits)
    _revise({one.response_id for one in values})


def _edit(
    response_id: int,
    code: str,
    before: object,
    after: object,
    reason: str,
    actor_id: int | None,
) -> ValueEdit:
    return ValueEdit(
        response_id=response_id,
        code=code,
        before=before,
        after=after,
        origin=AnswerOrigin.IMPUTED,
        reason=reason,
        edited_by_id=actor_id,
    )


def _revise(response_ids: set[int]) -> None:
    """Raise the revision, so that a window open before does not write over what it did not see."""
    Response.objects.filter(pk__in=response_ids).update(revision=F("revision") + 1)
