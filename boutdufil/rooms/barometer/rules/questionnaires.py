"""What is asked of whom, and what surprises in their answers. The same in the browser: form.js."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from boutdufil.rooms.barometer.rules.expressions import Answer, Known, evaluate
from boutdufil.rooms.barometer.rules.questionnaire_format import (
    Form,
    FormError,
    Group,
    Question,
    parse,
)

__all__ = [
    "Finding",
    "Form",
    "FormError",
    "Group",
    "Question",
    "asked",
    "asked_groups",
    "counted",
    "figure",
    "findings",
    "parse",
    "unanswered",
]

Values = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that does not hold; ``facts`` are the numbers its sentence names."""

    code: str
    severity: Literal["hard", "soft"]
    question: str
    facts: Mapping[str, Answer]


def known(form: Form, values: Values, before: Values | None = None) -> Known:
    """Return what counts of some answers: those of questions that are asked, and no others."""
    kept: dict[str, Answer] = {}
    hidden: set[str] = set()
    for question in form.questions:
        if evaluate(question.visible_if, Known(kept, {}, hidden)) is not True:
            hidden.add(question.code)
        elif question.code in values:
            kept[question.code] = values[question.code]
    return Known(kept, before or {}, frozenset(hidden))


def asked(form: Form, values: Values) -> tuple[Question, ...]:
    """Return the questions these answers lead to, in order."""
    hidden = known(form, values).hidden
    return tuple(one for one in form.questions if one.code not in hidden)


def counted(form: Form, values: Values) -> dict[str, Answer]:
    """Return the answers that count: what was filtered out afterwards counts in nothing."""
    return dict(known(form, values).values)


def asked_groups(form: Form, values: Values) -> tuple[Group, ...]:
    """Return the groups in which something is asked."""
    shown = {one.group for one in asked(form, values)}
    return tuple(one for one in form.groups if one.key in shown)


def unanswered(form: Form, values: Values) -> tuple[Question, ...]:
    """Return the questions left blank; "I do not know" is an answer."""
    return tuple(one for one in asked(form, values) if one.code not in values)


def findings(form: Form, values: Values, before: Values | None = None) -> tuple[Finding, ...]:
    """Return the checks that do not hold; one that cannot be computed is silent."""
    held = known(form, values, before)
    return tuple(
        Finding(
            check.code,
            check.severity,
            check.question,
            {name: evaluate(one, held) for name, one in check.facts.items()},
        )
        for check in form.checks
        if check.question not in held.hidden and evaluate(check.holds, held) is False
    )


def figure(form: Form, name: str, values: Values) -> float | None:
    """Return a figure of the questionnaire computed from some answers; None when unknown."""
    found = evaluate(form.figures.get(name), known(form, values))
    return float(found) if isinstance(found, int | float) and found is not True else None
