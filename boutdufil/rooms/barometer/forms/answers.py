"""One page of a questionnaire: its questions as fields, and what they come to."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.rooms.barometer.errors import AnswerRefusedError
from boutdufil.rooms.barometer.rules.answer_words import (
    plain,
    read_answer,
    read_options,
    said,
    write_answer,
)
from boutdufil.rooms.barometer.rules.expressions import Answer, is_number
from boutdufil.rooms.barometer.rules.questionnaire_format import Question
from boutdufil.rooms.barometer.rules.windows import Held

# In a choice, "I do not know" is one of the choices.
NO_IDEA = "?"


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question as the page shows it: its fields, and what was said the wave before."""

    code: str
    value: BoundField
    unknown: BoundField | None
    unit: BoundField | None
    why: str
    before: str
    is_carried: bool
    is_asked: bool


class _Open:
    """A field that may be left blank, and is not called optional: each answer is wanted."""

    def validate(self, value: Any) -> None:
        """Take what is blank, and what is offered."""
        if value:
            super().validate(value)  # type: ignore[misc]


class _Typed(_Open, forms.CharField):
    """A number."""


class _Chosen(_Open, forms.ChoiceField):
    """One of several answers."""


class _Ticked(_Open, forms.MultipleChoiceField):
    """Any of several answers."""


class GroupForm(forms.Form):
    """The questions of one group. ``answers`` and ``blanks`` hold what could be read of them."""

    use_required_attribute = False

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        questions: Sequence[Question],
        values: Mapping[str, Answer],
        carried: Mapping[str, Answer],
    ) -> None:
        super().__init__(data)
        self.questions = questions
        self.answers: dict[str, Answer] = {}
        self.blanks: list[str] = []
        self._carried = {code for code in carried if code not in values}
        for one in questions:
            self._add(one, {**carried, **values})

    def clean(self) -> dict[str, Any]:
        """Read each answer; what cannot be read is said beside it, and the others are kept."""
        for one in self.questions:
            try:
                self._read(one)
            except AnswerRefusedError as error:
                self.add_error(f"a_{one.code}", str(error))
        return self.cleaned_data

    def rows(self, asked: Collection[str], before: Mapping[str, Answer]) -> Iterator[QuestionRow]:
        """Yield the questions to show; those not ``asked`` now may be later, as one types."""
        for one in self.questions:
            told = before.get(one.code)
            yield QuestionRow(
                code=one.code,
                value=self[f"a_{one.code}"],
                unknown=self._bound(f"k_{one.code}"),
                unit=self._bound(f"m_{one.code}"),
                why=said(one.why),
                before=write_answer(one, told) if told is not None else "",
                is_carried=one.code in self._carried,
                is_asked=one.code in asked,
            )

    def _bound(self, name: str) -> BoundField | None:
        return self[name] if name in self.fields else None

    def _add(self, one: Question, values: Mapping[str, Answer]) -> None:
        value = values.get(one.code)
        is_unknown = one.code in values and value is None
        self.fields[f"a_{one.code}"] = _value_field(one, value, is_unknown)
        if one.kind != "choice":
            self.fields[f"k_{one.code}"] = forms.BooleanField(
                label=gettext_lazy("Je ne sais pas"), required=False, initial=is_unknown
            )
        if one.units:
            offered = [("", said(one.unit)), *((u.key, said(u.label)) for u in one.units)]
            self.fields[f"m_{one.code}"] = _Chosen(label=gettext_lazy("Compté en"), choices=offered)

    def _read(self, one: Question) -> None:
        sent = self.cleaned_data.get(f"a_{one.code}") or ""
        if sent:
            unit = self.cleaned_data.get(f"m_{one.code}", "")
            is_list = isinstance(sent, list)
            self.answers[one.code] = (
                read_options(one, sent) if is_list else read_answer(one, sent, unit)
            )
        elif self.cleaned_data.get(f"k_{one.code}"):
            self.answers[one.code] = None
        elif f"a_{one.code}" not in self.errors:
            self.blanks.append(one.code)


class SendForm(forms.Form):
    """What is said before sending: why some figures surprise, and how long it took."""

    minutes = forms.IntegerField(
        label=gettext_lazy("Combien de minutes y avez-vous passé ?"),
        help_text=gettext_lazy("À peu près. Cela nous aide à demander moins."),
        min_value=1,
        max_value=6000,
        required=False,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        surprises: Mapping[str, str],
        said: Mapping[str, str],
    ) -> None:
        super().__init__(data)
        for code, sentence in surprises.items():
            self.fields[f"why_{code}"] = forms.CharField(
                label=sentence,
                help_text=gettext_lazy("Pourquoi, en quelques mots"),
                max_length=300,
                initial=said.get(code, ""),
                error_messages={"required": _("Dites pourquoi, ou corrigez le chiffre.")},
            )
        self._codes = tuple(surprises)

    def explanations(self) -> dict[str, str]:
        """Return what was said, by check."""
        return {code: self.cleaned_data[f"why_{code}"] for code in self._codes}

    def surprises(self) -> list[BoundField]:
        """Return the fields of what surprises."""
        return [self[f"why_{code}"] for code in self._codes]


def write_held(revision: int, values: Mapping[str, Answer], codes: Collection[str]) -> str:
    """Return what a page must send back to tell what it knew."""
    return json.dumps([revision, {c: v for c, v in values.items() if c in codes}])


def read_held(text: str) -> Held | None:
    """Return what a page knew; None when it does not say, or says nonsense."""
    try:
        revision, values = json.loads(text)
        return Held(int(revision), dict(values))
    except (ValueError, TypeError):
        return None


def _value_field(one: Question, value: Answer, is_unknown: bool) -> forms.Field:
    hint = said(one.definition)
    if one.kind == "choice":
        offered = [(o.key, said(o.label)) for o in one.options]
        return _Chosen(
            label=said(one.label),
            help_text=hint,
            choices=[*offered, (NO_IDEA, _("Je ne sais pas"))],
            widget=forms.RadioSelect,
            initial=NO_IDEA if is_unknown else value,
        )
    if one.kind == "choices":
        return _Ticked(
            label=said(one.label),
            help_text=hint,
            choices=[(o.key, said(o.label)) for o in one.options],
            widget=forms.CheckboxSelectMultiple,
            initial=value or [],
        )
    unit = "" if one.units else said(one.unit)
    return _Typed(
        label=f"{said(one.label)} ({unit})" if unit else said(one.label),
        help_text=hint,
        max_length=40,
        initial=plain(value, grouped=False) if is_number(value) else "",
    )
