"""The final report of a campaign: how far visitors came, posts, promises, days, accessibility."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.posts.selectors import PostFigure
from boutdufil.rooms.campaigns.enums import Access, FunnelStage, Kept, NodeStatus
from boutdufil.rooms.campaigns.rules.funnel import (
    DEFINED,
    NO_COMPANY,
    Line,
    Origin,
    Tables,
    tables_of,
)
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.secrecy import SMALLEST
from boutdufil.rooms.campaigns.selectors import words
from boutdufil.rooms.campaigns.selectors.funnel import WITH_A_COMPANY, funnel_cells
from boutdufil.rooms.campaigns.selectors.nodes import Tree, tree_of
from boutdufil.rooms.campaigns.selectors.partners import partners_of
from boutdufil.rooms.campaigns.selectors.posts import figure_of

ENDED = frozenset({NodeStatus.OVER, NodeStatus.ARCHIVED})


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage with what it counts in a sentence."""

    label: str
    definition: str | Promise
    count: int | None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A line of a table; a count is None where it is hidden.

    ``untold`` are the places of what is not counted there: a visitor of a bus is no company's.
    """

    label: str
    is_part: bool
    counts: tuple[int | None, ...]
    untold: frozenset[int] = frozenset()

    @property
    def cells(self) -> list[tuple[int | None, bool]]:
        """Each count, and whether it is not counted there."""
        return [(count, place in self.untold) for place, count in enumerate(self.counts)]


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """What a partner promised, and whether it is kept."""

    partner: str
    promise: str
    kept: Kept


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A whole report, drawn up at a moment; `is_final` once the campaign is over."""

    node: NodeRow
    at: datetime
    is_final: bool
    days: str
    events: int
    stages: tuple[StageRow, ...]
    places: tuple[ReportLine, ...]
    origins: tuple[ReportLine, ...]
    hidden: int
    smallest: int
    figure: PostFigure | None
    hires: int
    promises: tuple[PromiseRow, ...]
    access: tuple[tuple[str, int], ...]
    untold_access: int

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the stages, in their order."""
        return tuple(stage.label for stage in self.stages)

    @property
    def reconciles(self) -> bool | None:
        """Tell whether its hires are those of the ledger; None before the ledger is public."""
        return None if self.figure is None else self.hires == self.figure.filled_through


def report_page(node: NodeRow) -> ReportPage:
    """Return the report of a campaign; the same queries whatever its size."""
    tree = tree_of(node.root_id)
    root = tree.rows[node.root_id]
    cells = funnel_cells(tree, root.id)
    tables = tables_of(cells)
    prepared = _prepared(tree)
    return ReportPage(
        node=root,
        at=timezone.now(),
        is_final=root.status in ENDED,
        days=words.period_words(tree.resolved(root.id).period),
        events=sum(row.is_event and row.is_public for row in tree.rows.values()),
        stages=tuple(
            StageRow(str(stage.label), DEFINED[stage], count)
            for stage, count in zip(FunnelStage, tables.everything.counts, strict=True)
        ),
        places=_place_lines(tables, tree),
        origins=tuple(
            ReportLine(origin_words(line.origin), is_part=False, counts=line.counts)
            for line in tables.origins
        ),
        hidden=tables.hidden,
        smallest=SMALLEST,
        figure=figure_of(tree, root.id),
        hires=sum(one.people for one in cells if one.stage == FunnelStage.HIRED),
        promises=_promises(tree),
        access=tuple((str(one.label), prepared[one]) for one in Access if prepared[one]),
        untold_access=prepared[""],
    )


def origin_words(origin: Origin) -> str:
    """Return where people come from, in words."""
    if origin is None:
        return _("sans inscription à leur nom : inconnu")
    return origin or _("pas dit")


def _place_lines(tables: Tables, tree: Tree) -> tuple[ReportLine, ...]:
    companies = {line.organisation for _place, parts in tables.places for line in parts}
    names = dict(Organisation.objects.filter(pk__in=companies).values_list("pk", "name"))
    found = []
    for place, parts in tables.places:
        found.append(ReportLine(tree.rows[place.place].name, is_part=False, counts=place.counts))
        if [one.organisation for one in parts] == [NO_COMPANY]:
            continue
        for part in parts:
            name = names.get(part.organisation, _("sans entreprise"))
            found.append(ReportLine(name, is_part=True, counts=part.counts, untold=_untold(part)))
    return tuple(found)


def _untold(part: Line) -> frozenset[int]:
    """Return the places of the stages that are told of a day, or of a company, and not of this."""
    stages = tuple(FunnelStage)
    of_a_company = {place for place, one in enumerate(stages) if one in WITH_A_COMPANY}
    of_a_company.add(stages.index(FunnelStage.HIRED))
    of_a_day = set(range(len(stages))) - of_a_company
    asked = of_a_company if part.organisation == NO_COMPANY else of_a_day
    # A company that opened its own day has visitors of its own: there a nought is one.
    return frozenset(asked) if all(part.counts[place] == 0 for place in asked) else frozenset()


def _promises(tree: Tree) -> tuple[PromiseRow, ...]:
    rows = partners_of([row.id for row in tree.rows.values() if row.is_public])
    return tuple(PromiseRow(one.name, one.promise, one.kept) for one in rows if one.promise)


def _prepared(tree: Tree) -> Counter[str]:
    """Count the public events at which each thing was prepared; "" is nothing said."""
    found: Counter[str] = Counter()
    for row in tree.rows.values():
        if row.is_event and row.is_public:
            found.update(tree.resolved(row.id).accessibility or ("",))
    return found
