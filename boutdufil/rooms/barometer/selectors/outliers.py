"""The values of a wave that nobody looked at yet, in words, the most influential first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from django.utils.translation import gettext as _

from boutdufil.rooms.barometer.enums import CentreType
from boutdufil.rooms.barometer.models import ValueEdit
from boutdufil.rooms.barometer.rules.answer_words import plain, write_answer
from boutdufil.rooms.barometer.rules.expressions import Answer
from boutdufil.rooms.barometer.rules.imputation import number
from boutdufil.rooms.barometer.rules.outliers import Flag, Observed, Rule, flags
from boutdufil.rooms.barometer.rules.questionnaires import Form
from boutdufil.rooms.barometer.rules.trail import is_confirmation
from boutdufil.rooms.barometer.selectors.imputation import Told, form_of_wave, label_of, told_of


@dataclass(frozen=True, slots=True)
class OutlierRow:
    """A value to look at: whose, which, what is unusual in it, its share (0–1) of the total.

    ``seen`` is the value as JSON: it is confirmed only as it was seen.
    """

    drawn_id: int
    unit: str
    code: str
    label: str
    words: str
    seen: str
    influence: float
    whys: tuple[str, ...]


def outlier_rows(wave_id: int) -> list[OutlierRow]:
    """Return the values worth a look that nobody confirmed as they are."""
    form = form_of_wave(wave_id)
    told = told_of(wave_id)
    by_key = {one.drawn_id: one for one in told}
    confirmed = confirmed_values(one.response_id for one in told)
    found = sorted(flags([_observed(one) for one in told]), key=lambda one: (one.key, one.code))
    rows = []
    for (key, code), group in groupby(found, key=lambda one: (one.key, one.code)):
        own = by_key[key]
        value = own.candidate.said[code]
        if form is not None and confirmed.get((own.response_id, code), ...) != value:
            rows.append(_row(own, code, list(group), form))
    return sorted(rows, key=lambda one: (-one.influence, one.unit, one.code))


def confirmed_values(response_ids: Iterable[int]) -> dict[tuple[int, str], object]:
    """Return the values somebody looked at and left, by response and code; the newest counts."""
    edits = ValueEdit.objects.filter(response_id__in=list(response_ids)).order_by("pk")
    return {
        (response_id, code): after
        for response_id, code, after, reason in edits.values_list(
            "response_id", "code", "after", "reason"
        )
        if is_confirmation(reason)
    }


def _observed(one: Told) -> Observed:
    own = one.candidate
    return Observed(
        one.drawn_id,
        own.centre_type,
        own.size,
        own.weight,
        _numbers(own.said.items()),
        _numbers(own.before.items()),
    )


def _numbers(answers: Iterable[tuple[str, Answer]]) -> dict[str, float]:
    found = ((code, number(value)) for code, value in answers)
    return {code: value for code, value in found if value is not None}


def _row(own: Told, code: str, found: list[Flag], form: Form) -> OutlierRow:
    value = own.candidate.said[code]
    question = form.question(code)
    return OutlierRow(
        drawn_id=own.drawn_id,
        unit=own.unit,
        code=code,
        label=label_of(form, code),
        words=write_answer(question, value) if question else plain(value),
        seen=json.dumps(value),
        influence=found[0].influence,
        whys=tuple(_why(one, form) for one in found),
    )


def _why(one: Flag, form: Form) -> str:
    if one.rule == Rule.INFLUENCE:
        return _("Une grande part du total tient à cette seule réponse.")
    facts = {"low": plain(one.low), "high": plain(one.high), "group": _group(one.within)}
    if one.rule == Rule.CHANGE:
        text = _(
            "La vague précédente disait %(before)s. Pour %(group)s, on attend "
            "de %(low)s à %(high)s."
        )
        return text % (facts | {"before": plain(cast(float, one.against))})
    text = _("Au regard de « %(under)s », on attend de %(low)s à %(high)s pour %(group)s.")
    return text % (facts | {"under": label_of(form, str(one.against))})


def _group(within: tuple[str, ...]) -> str:
    if not within:
        return _("tous les centres")
    kind, *size = within
    known = {
        CentreType.IN_HOUSE: _("les centres internes"),
        CentreType.PROVIDER: _("les prestataires"),
        CentreType.UNKNOWN: _("les centres de type inconnu"),
    }
    words = known[CentreType(kind)]
    if not size:
        return words
    return _("%(group)s de %(size)s personnes") % {"group": words, "size": size[0]}
