"""A questionnaire as data: groups, questions, filters and checks, read whole or refused.

The format is told in `docs/reference/questionnaires.md`. Texts are in both languages; what filters
and checks compute is written in `rules/expressions.py`'s language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from boutdufil.rooms.barometer.rules.expressions import Expression, codes_in, problems

KINDS = ("count", "amount", "percent", "choice", "choices")
NUMBERS = frozenset({"count", "amount", "percent"})
SEVERITIES = ("hard", "soft")
MOST = {"count": 1_000_000_000, "amount": 1_000_000_000, "percent": 100}
# Below it a change is the ordinary life of a small centre, whatever its share.
SMALL_CHANGE = 5


class FormError(ValueError):
    """A questionnaire that cannot be used; each line says what to mend in its file."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__("; ".join(found))
        self.problems = tuple(found)


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    fr: str = ""
    en: str = ""

    def said(self, language: str) -> str:
        """Return it in a language, French unless English is asked for."""
        return self.en if language[:2] == "en" else self.fr


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers offered: what is kept, and what is read."""

    key: str
    label: Words


@dataclass(frozen=True, slots=True)
class OtherUnit:
    """A unit one may type in; ``factor`` makes one of it the question's own unit."""

    key: str
    label: Words
    factor: float


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. Numbers are kept in ``unit``; choices by their key.

    ``carries`` is the code whose last answer is proposed, "" when none may be: what happened in a
    year says nothing of the next. ``stable`` is the change in percent beyond which one confirms.
    """

    code: str
    kind: str
    group: str
    label: Words
    short: Words
    definition: Words
    why: Words
    unit: Words
    options: tuple[Option, ...]
    units: tuple[OtherUnit, ...]
    least: float
    most: float
    visible_if: Expression
    is_required: bool
    is_key: bool
    carries: str
    stable: float | None
    version: int

    @property
    def is_number(self) -> bool:
        """Tell a number from a choice."""
        return self.kind in NUMBERS


@dataclass(frozen=True, slots=True)
class Group:
    """A few questions on one page, and why they are asked."""

    key: str
    title: Words
    why: Words
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold of the answers: a hard one must be mended, a soft one explained."""

    code: str
    severity: Literal["hard", "soft"]
    question: str
    holds: Expression
    facts: Mapping[str, Expression]
    message: Words


@dataclass(frozen=True, slots=True)
class Form:
    """A whole questionnaire; ``figures`` are what is computed from its answers, by name."""

    kind: str
    version: int
    name: Words
    minutes: int
    groups: tuple[Group, ...]
    checks: tuple[Check, ...]
    figures: Mapping[str, Expression]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return every question, in order."""
        return tuple(one for group in self.groups for one in group.questions)

    def question(self, code: str) -> Question | None:
        """Return the question of a code."""
        return next((one for one in self.questions if one.code == code), None)


def parse(content: Mapping[str, Any]) -> Form:
    """Return the questionnaire that data describe.

    :raises FormError: with everything that is wrong in it.
    """
    try:
        form = _form(content)
    except (KeyError, TypeError, AttributeError) as error:
        raise FormError([f"missing or misplaced: {error}"]) from error
    found = list(_problems(form))
    if found:
        raise FormError(found)
    return form


def _form(content: Mapping[str, Any]) -> Form:
    groups = tuple(_group(one) for one in content["groups"])
    asked = [one for group in groups for one in group.questions]
    checks = [_check(one) for one in content.get("checks", ())]
    checks += [_stability(one) for one in asked if one.stable is not None]
    return Form(
        kind=content["kind"],
        version=content["version"],
        name=_words(content["name"]),
        minutes=content.get("minutes", 20),
        groups=groups,
        checks=tuple(checks),
        figures=dict(content.get("figures", {})),
    )


def _group(said: Mapping[str, Any]) -> Group:
    why = _words(said.get("why"))
    questions = tuple(_question(one, said["key"], why) for one in said["questions"])
    return Group(said["key"], _words(said["title"]), why, questions)


def _question(said: Mapping[str, Any], group: str, why: Words) -> Question:
    label = _words(said["label"])
    return Question(
        code=said["code"],
        kind=said["kind"],
        group=group,
        label=label,
        short=_words(said["short"]) if "short" in said else label,
        definition=_words(said.get("definition")),
        why=_words(said["why"]) if "why" in said else why,
        unit=_words(said.get("unit")),
        options=tuple(Option(one["key"], _words(one)) for one in said.get("options", ())),
        units=tuple(
            OtherUnit(one["key"], _words(one), one["factor"]) for one in said.get("units", ())
        ),
        least=said.get("least", 0),
        most=said.get("most", MOST.get(said["kind"], 0)),
        visible_if=said.get("visible_if", True),
        is_required=said.get("required", False),
        is_key=said.get("key", False),
        carries=said.get("carries", ""),
        stable=said.get("stable"),
        version=said.get("version", 1),
    )


def _check(said: Mapping[str, Any]) -> Check:
    return Check(
        code=said["code"],
        severity=said["severity"],
        question=said["question"],
        holds=said["holds"],
        facts=dict(said.get("facts", {})),
        message=_words(said["message"]),
    )


def _stability(question: Question) -> Check:
    now, before = ["value", question.code], ["before", question.code]
    change = ["abs", ["-", now, before]]
    share = (question.stable or 0) / 100
    return Check(
        code=f"{question.code}:moved",
        severity="soft",
        question=question.code,
        holds=["or", ["<=", change, ["*", share, before]], ["<", change, SMALL_CHANGE]],
        facts={"now": now, "before": before},
        message=Words(
            "Vous indiquez {now}, contre {before} à la vague précédente. "
            "Corrigez, ou dites en quelques mots pourquoi.",
            "You give {now}, against {before} in the previous wave. "
            "Correct it, or say why in a few words.",
        ),
    )


def _words(said: Mapping[str, str] | None) -> Words:
    return Words(said["fr"], said["en"]) if said else Words()


def _problems(form: Form) -> Iterator[str]:
    if form.kind not in {"centre", "company"}:
        yield f"no such kind: {form.kind}"
    codes = [one.code for one in form.questions]
    names = [*codes, *(one.code for one in form.checks)]
    yield from (f"given twice: {one}" for one in sorted({n for n in names if names.count(n) > 1}))
    for place, question in enumerate(form.questions):
        yield from _wrong_question(question, codes[:place])
    for check in form.checks:
        yield from _wrong_check(check, codes)
    for name, figure in form.figures.items():
        yield from _wrong_expression(figure, codes, name)


def _wrong_question(question: Question, earlier: Sequence[str]) -> Iterator[str]:
    code = question.code
    if question.kind not in KINDS:
        yield f"{code}: no such kind: {question.kind}"
    if (question.kind in {"choice", "choices"}) != bool(question.options):
        yield f"{code}: a choice has options, a number has none"
    if not (question.label.fr and question.label.en and question.why.fr and question.why.en):
        yield f"{code}: its label or its reason is missing in a language"
    if any(one.factor <= 0 for one in question.units):
        yield f"{code}: a unit is more than nothing"
    # Asked in order, each filter is decided before its question, whoever answers what first.
    yield from _wrong_expression(question.visible_if, earlier, f"{code} (filter)")


def _wrong_check(check: Check, codes: Sequence[str]) -> Iterator[str]:
    if check.severity not in SEVERITIES:
        yield f"{check.code}: no such severity: {check.severity}"
    if check.question not in codes:
        yield f"{check.code}: no such question: {check.question}"
    for one in (check.holds, *check.facts.values()):
        yield from _wrong_expression(one, codes, check.code)
    try:
        for text in (check.message.fr, check.message.en):
            text.format(**dict.fromkeys(check.facts, ""))
    except (KeyError, IndexError, ValueError) as error:
        yield f"{check.code}: its sentence names no fact of its own: {error}"


def _wrong_expression(one: Expression, codes: Sequence[str], where: str) -> Iterator[str]:
    found = list(problems(one))
    if not found:
        found = [f"no question before it: {code}" for code in codes_in(one) if code not in codes]
    yield from (f"{where}: {text}" for text in found)
