"""What the browser needs to say live what the server says after each save."""

from __future__ import annotations

import json
from collections.abc import Mapping

from boutdufil.rooms.barometer.rules.answer_words import said, write_finding
from boutdufil.rooms.barometer.rules.expressions import Answer
from boutdufil.rooms.barometer.rules.questionnaires import Finding, Form, Values


def live_content(form: Form, group: str, values: Values, before: Values) -> str:
    """Return, as JSON, the filters of a form, the checks of a group and what is known besides."""
    here = {one.code for one in form.questions if one.group == group}
    return json.dumps(
        {
            "questions": [
                {
                    "code": one.code,
                    "kind": one.kind,
                    "visible_if": one.visible_if,
                    "units": {unit.key: unit.factor for unit in one.units},
                }
                for one in form.questions
            ],
            "checks": [
                {
                    "question": one.question,
                    "severity": one.severity,
                    "holds": one.holds,
                    "facts": one.facts,
                    "message": said(one.message),
                }
                for one in form.checks
                if one.question in here
            ],
            "values": {code: value for code, value in values.items() if code not in here},
            "before": dict(before),
        }
    )


def sentences(form: Form, found: tuple[Finding, ...]) -> dict[str, list[tuple[str, str]]]:
    """Return, by question, the severity and the sentence of each check that does not hold."""
    checks = {one.code: one for one in form.checks}
    told: dict[str, list[tuple[str, str]]] = {}
    for one in found:
        sentence = write_finding(checks[one.code], one)
        told.setdefault(one.question, []).append((one.severity, sentence))
    return told


def known_before(before: Mapping[str, Answer]) -> int:
    """Return how many answers of the last wave are known."""
    return sum(value is not None for value in before.values())
