"""Banks of questions as their authors see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, Q, QuerySet

from boutdufil.kernel.organisations import selectors as organisations
from boutdufil.kernel.people.permissions import Actor
from boutdufil.rooms.contests.enums import ItemKind, ItemState
from boutdufil.rooms.contests.models import Bank, Item, ItemVersion, Theme
from boutdufil.rooms.contests.permissions.banks import AUTHORS, KEEPERS, can_open_bank
from boutdufil.rooms.contests.rules.items import answer_lines
from boutdufil.rooms.contests.rules.shown import ShownItem
from boutdufil.rooms.contests.selectors.shown_items import shown

ON_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class BankRow:
    """A bank; ``is_closed`` while the person is a candidate of a contest drawn from it."""

    id: int
    name: str
    organisation_id: int
    organisation: str
    approved: int
    to_review: int
    drafts: int
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme with its questions, by state."""

    id: int
    name: str
    is_trade: bool
    approved: int
    items: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in a bank; empty is everything."""

    words: str = ""
    theme_id: int | None = None
    state: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A question of the list, by its last version."""

    id: int
    stem: str
    theme: str
    kind: ItemKind
    state: ItemState
    difficulty: int
    number: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the history of a question; names are shown to the bank's authors alone."""

    number: int
    stem: str
    author: str
    written_at: datetime
    reviewer: str
    reviewed_at: datetime | None
    is_approved: bool | None
    review: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """A question with its history, the last version first; ``answers`` are lines of text."""

    id: int
    bank_id: int
    theme_id: int
    theme: str
    state: ItemState
    version_id: int
    version: int
    shown: ShownItem
    answers: str
    points: int
    difficulty: int
    source: str
    explanation: str
    is_own: bool
    was_read: bool
    history: tuple[VersionLine, ...]

    @property
    def typed(self) -> dict[str, Any]:
        """Return what a form of the question begins with."""
        return {
            "theme": self.theme_id,
            "kind": self.shown.kind,
            "stem": self.shown.stem,
            "answers": self.answers,
            "points": self.points,
            "difficulty": self.difficulty,
            "source": self.source,
            "explanation": self.explanation,
            "picture_text": self.shown.picture_text,
        }


def banks_of(actor: Actor) -> list[BankRow]:
    """Return the banks of the organisations somebody writes for."""
    held = [one.id for one in organisations.organisations_of(actor.pk or 0, AUTHORS)]
    rows = [_bank(one) for one in _banks().filter(organisation_id__in=held)]
    closed = {one.id for one in rows if not can_open_bank(actor, one.id)}
    return [_closed(one) if one.id in closed else one for one in rows]


def organisations_for_banks(actor: Actor) -> list[tuple[int, str]]:
    """Return the organisations somebody may begin a bank for."""
    held = organisations.organisations_of(actor.pk or 0, KEEPERS)
    return [(one.id, one.name) for one in held]


def bank_row(bank_id: int) -> BankRow | None:
    """Return a bank by its number."""
    found = _banks().filter(pk=bank_id).first()
    return _bank(found) if found else None


def themes_in(bank_id: int) -> list[ThemeRow]:
    """Return the themes of a bank, by name."""
    approved = Count("items", filter=Q(items__state=ItemState.APPROVED))
    found = Theme.objects.filter(bank_id=bank_id).annotate(approved=approved, n=Count("items"))
    rows = found.order_by("name", "pk").values_list("pk", "name", "is_trade", "approved", "n")
    return [ThemeRow(*row) for row in rows]


def items_in(bank_id: int, wanted: Wanted, page: int, actor_id: int) -> Page[ItemLine]:
    """Return a page of a bank's questions; the query cost is that of one."""
    found = _last(bank_id)
    if wanted.words:
        found = found.filter(
            Q(stem__icontains=wanted.words)
            | Q(source__icontains=wanted.words)
            | Q(explanation__icontains=wanted.words)
        )
    told = {
        "item__theme_id": wanted.theme_id,
        "item__state": wanted.state,
        "kind": wanted.kind,
    }
    found = found.filter(**{name: value for name, value in told.items() if value})
    rows: QuerySet[Any] = found.order_by("item__theme__name", "item_id")
    paged: Page[Any] = Paginator(rows, ON_A_PAGE).get_page(page)
    paged.object_list = [_line(one, actor_id) for one in paged.object_list]
    return paged


def item_page(bank_id: int, item_id: int, actor_id: int) -> ItemPage | None:
    """Return a question of a bank; None where it is of another."""
    item = Item.objects.select_related("theme").filter(pk=item_id, bank_id=bank_id).first()
    if item is None:
        return None
    versions = item.versions.select_related("author", "reviewer").order_by("-number")
    history = tuple(versions)
    last = history[0]
    return ItemPage(
        id=item.pk,
        bank_id=bank_id,
        theme_id=item.theme_id,
        theme=item.theme.name,
        state=ItemState(item.state),
        version_id=last.pk,
        version=last.number,
        shown=shown(last, 0),
        answers=answer_lines(last.kind, last.options, last.key),
        points=last.points,
        difficulty=last.difficulty,
        source=last.source,
        explanation=last.explanation,
        is_own=last.author_id == actor_id,
        was_read=last.reviewed_at is not None,
        history=tuple(map(_version, history)),
    )


def exported_items(bank_id: int) -> list[tuple[str, ...]]:
    """Return every question of a bank but retired ones, as `services.item_import` reads them."""
    found = _last(bank_id).exclude(item__state=ItemState.RETIRED)
    rows = found.order_by("item__theme__name", "item_id")
    return [
        (
            one.item.theme.name,
            str(ItemKind(one.kind).label),
            one.stem,
            answer_lines(one.kind, one.options, one.key),
            str(one.points),
            str(one.difficulty),
            one.source,
            one.explanation,
        )
        for one in rows
    ]


def _banks() -> QuerySet[Bank]:
    counts = {
        name: Count("items", filter=Q(items__state=state))
        for name, state in (
            ("approved", ItemState.APPROVED),
            ("to_review", ItemState.REVIEW),
            ("drafts", ItemState.DRAFT),
        )
    }
    return Bank.objects.select_related("organisation").annotate(**counts).order_by("name", "pk")


def _bank(bank: Bank) -> BankRow:
    return BankRow(
        bank.pk,
        bank.name,
        bank.organisation_id,
        bank.organisation.name,
        bank.approved,  # type: ignore[attr-defined]
        bank.to_review,  # type: ignore[attr-defined]
        bank.drafts,  # type: ignore[attr-defined]
    )


def _closed(row: BankRow) -> BankRow:
    return replace(row, approved=0, to_review=0, drafts=0, is_closed=True)


def _last(bank_id: int) -> QuerySet[ItemVersion]:
    versions = ItemVersion.objects.filter(item__bank_id=bank_id).select_related("item__theme")
    return versions.annotate(last=Max("item__versions__number")).filter(number=F("last"))


def _line(one: ItemVersion, actor_id: int) -> ItemLine:
    return ItemLine(
        id=one.item_id,
        stem=one.stem,
        theme=one.item.theme.name,
        kind=ItemKind(one.kind),
        state=ItemState(one.item.state),
        difficulty=one.difficulty,
        number=one.number,
        is_own=one.author_id == actor_id,
    )


def _version(one: ItemVersion) -> VersionLine:
    return VersionLine(
        number=one.number,
        stem=one.stem,
        author=one.author.name if one.author else "",
        written_at=one.written_at,
        reviewer=one.reviewer.name if one.reviewer else "",
        reviewed_at=one.reviewed_at,
        is_approved=one.is_approved,
        review=one.review,
    )
