"""What a quiz is drawn from: its blueprint, and the questions offered to the draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boutdufil.rooms.contests.enums import ItemState
from boutdufil.rooms.contests.models import BlueprintLine, ItemVersion, Quiz, Theme
from boutdufil.rooms.contests.rules.drawing import BlueprintPart, PoolItem


@dataclass(frozen=True, slots=True)
class QuizPool:
    """A blueprint and the questions it draws from; fixed once the stage has begun."""

    blueprint: tuple[BlueprintPart, ...]
    items: tuple[PoolItem, ...]


@dataclass(frozen=True, slots=True)
class ThemeNeed:
    """What a quiz takes of a theme, of how many approved questions; ``seen`` is per 100 papers."""

    theme_id: int
    name: str
    is_trade: bool
    count: int
    approved: int

    @property
    def is_enough(self) -> bool:
        """Tell whether the theme can be drawn."""
        return self.approved >= self.count

    @property
    def seen(self) -> int | None:
        """Return by how many of a hundred candidates each question is seen, on average."""
        return round(100 * self.count / self.approved) if self.approved else None


def pool_of(quiz_id: int) -> QuizPool:
    """Return the blueprint and the pool of a quiz."""
    quiz = Quiz.objects.only("pool", "bank_id").get(pk=quiz_id)
    lines = BlueprintLine.objects.filter(quiz_id=quiz_id).order_by("theme_id")
    blueprint = tuple(BlueprintPart(one.theme_id, one.count) for one in lines)
    if quiz.pool is None:
        themes = [one.theme_id for one in blueprint]
        return QuizPool(blueprint, approved_items(quiz.bank_id, themes))
    return QuizPool(
        blueprint,
        tuple(PoolItem(version, theme, tuple(keys)) for version, theme, keys in quiz.pool),
    )


def approved_items(bank_id: int, themes: list[int]) -> tuple[PoolItem, ...]:
    """Return the last versions of the approved questions of some themes, by number."""
    versions = ItemVersion.objects.filter(
        item__bank_id=bank_id, item__state=ItemState.APPROVED, item__theme_id__in=themes
    )
    last = versions.annotate(last=Max("item__versions__number")).filter(number=F("last"))
    rows = last.order_by("pk").values_list("pk", "item__theme_id", "options")
    return tuple(PoolItem(pk, theme, _keys(options)) for pk, theme, options in rows)


def theme_needs(quiz_id: int) -> tuple[ThemeNeed, ...]:
    """Return what each theme of the quiz's bank offers, and what is taken of it."""
    quiz = Quiz.objects.select_related("bank").get(pk=quiz_id)
    wanted = dict(quiz.blueprint.values_list("theme_id", "count"))
    return tuple(
        ThemeNeed(theme, name, is_trade, wanted.get(theme, 0), approved)
        for theme, name, is_trade, approved in themes_of(quiz.bank_id)
    )


def themes_of(bank_id: int) -> list[tuple[int, str, bool, int]]:
    """Return the themes of a bank with their approved questions: id, name, of the trade, count."""
    approved = Count("items", filter=Q(items__state=ItemState.APPROVED))
    themes = Theme.objects.filter(bank_id=bank_id).annotate(approved=approved)
    rows = themes.order_by("name", "pk").values_list("pk", "name", "is_trade", "approved")
    return list(rows)


def shortage_findings(needs: tuple[ThemeNeed, ...]) -> tuple[str, ...]:
    """Return, in sentences, what keeps a quiz from being drawn; empty where it can be."""
    if not any(one.count for one in needs):
        return (_("Le plan est vide : dites combien de questions de chaque thème sont posées."),)
    return tuple(_shortage(one) for one in needs if not one.is_enough)


def _shortage(need: ThemeNeed) -> str:
    told = ngettext(
        "Thème « %(theme)s » : %(approved)d question relue, il en faut %(count)d.",
        "Thème « %(theme)s » : %(approved)d questions relues, il en faut %(count)d.",
        need.approved,
    )
    return told % {"theme": need.name, "approved": need.approved, "count": need.count}


def _keys(options: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(one["key"] for one in options)
