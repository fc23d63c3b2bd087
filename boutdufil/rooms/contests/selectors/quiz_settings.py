"""How a stage's quiz is answered, as the rules declare it and as its organiser sets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from boutdufil.kernel.organisations.permissions import has_role
from boutdufil.kernel.people.permissions import Actor
from boutdufil.rooms.contests.enums import QuizMode
from boutdufil.rooms.contests.models import Bank, Quiz
from boutdufil.rooms.contests.permissions.banks import AUTHORS
from boutdufil.rooms.contests.rules.confirming import CONFIRMED_PER_PLACE
from boutdufil.rooms.contests.rules.drawing import BlueprintPart, confirmation_blueprint
from boutdufil.rooms.contests.selectors.quiz_pool import (
    ThemeNeed,
    shortage_findings,
    theme_needs,
    themes_of,
)

# How right each kind of answer is, by the names of `rules.marking`; raised when one changes.
MARKING = 1


@dataclass(frozen=True, slots=True)
class QuizDraft:
    """What an organiser sets; limits in seconds, ``blueprint`` counts questions by theme."""

    bank_id: int
    mode: QuizMode
    seconds: int
    grace_seconds: int
    confirmation_items: int
    confirmation_seconds: int
    confirmed_per_place: int = CONFIRMED_PER_PLACE
    blueprint: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class QuizPage:
    """A quiz as its organiser sees it; ``findings`` keep it from being drawn."""

    id: int
    draft: QuizDraft
    bank_name: str
    needs: tuple[ThemeNeed, ...]
    findings: tuple[str, ...]
    is_fixed: bool

    @property
    def asked(self) -> int:
        """Return how many questions each candidate is given."""
        return sum(one.count for one in self.needs)


def settings_of(stage_id: int) -> dict[str, Any]:
    """Return what the rules declare of a stage's quiz, as plain JSON; nothing while it is not set.

    The bank itself is not declared: candidates read the rules.
    """
    quiz = Quiz.objects.filter(stage_id=stage_id).first()
    if quiz is None:
        return {}
    lines = quiz.blueprint.order_by("theme__name", "theme_id")
    themes = lines.values_list("theme_id", "theme__name", "theme__is_trade", "count")
    keys = ("theme", "name", "is_trade", "count")
    return {
        "mode": quiz.mode,
        "seconds": quiz.seconds,
        "grace_seconds": quiz.grace_seconds,
        "blueprint": [dict(zip(keys, row, strict=True)) for row in themes],
        "marking": MARKING,
    } | _confirmation(quiz)


def quiz_page(stage_id: int) -> QuizPage | None:
    """Return the quiz of a stage; None while it is not set."""
    quiz = Quiz.objects.select_related("bank").filter(stage_id=stage_id).first()
    if quiz is None:
        return None
    needs = theme_needs(quiz.pk)
    draft = QuizDraft(
        bank_id=quiz.bank_id,
        mode=QuizMode(quiz.mode),
        seconds=quiz.seconds,
        grace_seconds=quiz.grace_seconds,
        confirmation_items=quiz.confirmation_items,
        confirmation_seconds=quiz.confirmation_seconds,
        confirmed_per_place=quiz.confirmed_per_place,
        blueprint=tuple((one.theme_id, one.count) for one in needs if one.count),
    )
    findings = shortage_findings(needs) or _confirmation_findings(quiz, needs)
    is_fixed = quiz.pool is not None
    return QuizPage(quiz.pk, draft, quiz.bank.name, needs, () if is_fixed else findings, is_fixed)


def quiz_faults(stage_id: int) -> tuple[str, ...]:
    """Return what keeps a stage's quiz from being held; for the organiser's desk."""
    page = quiz_page(stage_id)
    if page is None:
        return ()
    return page.findings


def banks_for(actor: Actor) -> list[tuple[int, str]]:
    """Return the banks whose questions somebody may set, each with its name."""
    banks = Bank.objects.select_related("organisation").order_by("name", "pk")
    held = {one.organisation_id for one in banks}
    mine = {one for one in held if has_role(actor, AUTHORS, one)}
    return [(one.pk, one.name) for one in banks if one.organisation_id in mine]


def themes_to_set(bank_id: int) -> list[tuple[int, str, int]]:
    """Return the themes of a bank: id, name, approved questions."""
    return [(pk, name, approved) for pk, name, _is_trade, approved in themes_of(bank_id)]


def _confirmation(quiz: Quiz) -> dict[str, Any]:
    if quiz.mode != QuizMode.OPEN:
        return {}
    return {
        "confirmation_items": quiz.confirmation_items,
        "confirmation_seconds": quiz.confirmation_seconds,
        "confirmed_per_place": quiz.confirmed_per_place,
    }


def _confirmation_findings(quiz: Quiz, needs: tuple[ThemeNeed, ...]) -> tuple[str, ...]:
    """Return the themes without enough other questions: nobody is asked the same one twice."""
    if quiz.mode != QuizMode.OPEN:
        return ()
    parts = [BlueprintPart(one.theme_id, one.count) for one in needs if one.count]
    more = {
        one.theme_id: one.count for one in confirmation_blueprint(parts, quiz.confirmation_items)
    }
    told = _(
        "Thème « %(theme)s » : la confirmation pose d’autres questions. Il en faut %(count)d "
        "relues en tout."
    )
    return tuple(
        told % {"theme": one.name, "count": one.count + more[one.theme_id]}
        for one in needs
        if one.approved < one.count + more.get(one.theme_id, 0)
    )
