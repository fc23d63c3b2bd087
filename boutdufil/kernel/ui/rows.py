"""One form field as the kit shows it: label, hint, widget, error, and what ties them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Row:
    """What ``ui/field.html`` needs to draw one field."""

    bound: BoundField
    kind: str
    label: Text
    hint: Text
    widget: str
    hint_id: str
    error_id: str
    described_by: str
    required: bool
    target: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """One line of the summary of errors; ``target`` is the id to jump to, empty for the form."""

    label: Text
    text: str
    target: str


KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.MultipleHiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "group"),
    (forms.RadioSelect, "group"),
    (forms.CheckboxInput, "check"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.FileInput, "file"),
    (forms.MultiWidget, "several"),
    (forms.SelectDateWidget, "several"),
)


def kind_of(widget: forms.Widget) -> str:
    """How a widget is drawn: hidden, group, check, textarea, select, file, several, range, pill."""
    for widget_class, kind in KINDS:
        if isinstance(widget, widget_class):
            return kind
    return "range" if getattr(widget, "input_type", "") == "range" else "pill"


def make_row(bound: BoundField, *, label: Text = "", hint: Text = "", **attrs: Any) -> Row:
    """The row of a bound field; ``attrs`` go to the widget (``None`` and "" are left out)."""
    kind, hint = kind_of(bound.field.widget), hint or bound.help_text
    hint_id, error_id = f"{bound.auto_id}-hint", f"{bound.auto_id}-error"
    described_by = " ".join(
        name for name, shown in ((hint_id, hint), (error_id, bound.errors)) if shown
    )
    given = {name: value for name, value in attrs.items() if value not in (None, "")}
    return Row(
        bound=bound,
        kind=kind,
        label=label or bound.label,
        hint=hint,
        widget=bound.as_widget(attrs=widget_attributes(bound, kind, described_by) | given),
        hint_id=hint_id,
        error_id=error_id,
        described_by=described_by,
        required=bound.field.required,
        target=target_of(bound),
    )


def widget_attributes(bound: BoundField, kind: str, described_by: str) -> dict[str, Any]:
    """Attributes the kit adds to a widget: its class, its description, its invalid state."""
    own = bound.field.widget.attrs
    attributes: dict[str, Any] = {"class": f"{kind} {own.get('class', '')}".strip()}
    if described_by and kind != "group":
        attributes["aria-describedby"] = described_by
    if bound.errors and kind != "group":
        attributes["aria-invalid"] = "true"
    return attributes


def target_of(bound: BoundField) -> str:
    """The id of the first control of a field, where a link of the summary leads."""
    group = kind_of(bound.field.widget) == "group"
    return f"{bound.auto_id}_0" if group else bound.id_for_label or bound.auto_id


def mistakes(form: forms.BaseForm) -> list[Mistake]:
    """Every error of a form in the order of its fields, those of the whole form first."""
    found = [Mistake("", str(text), "") for text in form.non_field_errors()]
    for bound in form:
        found += [Mistake(bound.label, str(text), target_of(bound)) for text in bound.errors]
    return found
