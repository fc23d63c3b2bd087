"""A campaign as everybody reads it: what happens, when, where, with whom, for how many posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.pages import trade_path
from boutdufil.kernel.occupations.selectors import cards
from boutdufil.kernel.posts.selectors import PostFigure
from boutdufil.kernel.posts.unveilings import Unveiled, unveiled_at
from boutdufil.kernel.territories.selectors.maps import Marker, PlaceMap, departments_of, place_map
from boutdufil.kernel.ui.numbers import format_number
from boutdufil.lib.text import sort_key
from boutdufil.rooms.campaigns.enums import EventKind, NodeKind, RegistrationStatus, Trait
from boutdufil.rooms.campaigns.models import Intake, Registration
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors import words
from boutdufil.rooms.campaigns.selectors.nodes import (
    ResolvedNode,
    Tree,
    listed_campaigns,
    tree_of,
)
from boutdufil.rooms.campaigns.selectors.partners import PartnerRow, partners_of
from boutdufil.rooms.campaigns.selectors.posts import (
    ShownVacancy,
    figure_of,
    references_of,
    shown_vacancies,
)
from boutdufil.rooms.campaigns.selectors.schedule import Entry, entries_of

MOST_VACANCIES = 20
# Fewer people than these are not told apart.
LEAST_COUNTED = 10

# What one finds behind each word, so that nobody comes for what is not there.
EXPLAINED: dict[str, str | Promise] = {
    EventKind.OPEN_DAY: _(
        "On visite, on écoute, on pose ses questions. Ce n’est pas un entretien."
    ),
    EventKind.BUS_STOP: _("Le bus s’arrête : on monte, on rencontre des gens du métier."),
    EventKind.JOB_DATING: _("De courts entretiens avec des employeurs qui ont des postes."),
    EventKind.CONFERENCE: _("On écoute et on débat. Ce n’est pas un entretien."),
    EventKind.VISIT: _("On est guidé dans un centre au travail. Ce n’est pas un entretien."),
    EventKind.ONLINE: _("On y assiste de chez soi, par un lien."),
}


@dataclass(frozen=True, slots=True)
class Town:
    """A commune with events in it, and the address that shows them."""

    name: str
    commune: str
    events: int
    path: str


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade one can apply for here; ``path`` is empty where no room shows its card."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class NodePage:
    """A node as everybody reads it; `here` says what holds for it, `above` leads to it.

    `events` are those beneath, and itself when it is one. `registered` says in words how many
    people come, never fewer than ten by their number.
    """

    node: ResolvedNode
    here: Entry
    above: tuple[NodeRow, ...]
    parts: tuple[Entry, ...]
    events: tuple[Entry, ...]
    towns: tuple[Town, ...]
    map: PlaceMap | None
    partners: tuple[PartnerRow, ...]
    figure: PostFigure | None
    vacancies: tuple[ShownVacancy, ...]
    trades: tuple[Trade, ...]
    kinds: tuple[tuple[str, str], ...]
    stops: int
    companies: int
    registered: str
    unveiled: tuple[Unveiled, ...]

    @property
    def supporters(self) -> tuple[PartnerRow, ...]:
        """Those who support without an event of their own."""
        return tuple(one for one in self.partners if one.is_supporter)

    @property
    def active_partners(self) -> tuple[PartnerRow, ...]:
        """The other partners."""
        return tuple(one for one in self.partners if not one.is_supporter)

    @property
    def goal(self) -> int | None:
        """How many posts it is about, in its organiser's word."""
        return self.node.node.post_goal

    @property
    def territory(self) -> str:
        """The region or area it is about, in words."""
        return words.territory_words(self.node.territory) if self.node.territory else ""

    @property
    def languages(self) -> tuple[str, ...]:
        """What is spoken, in words."""
        return words.tongue_words(self.node.languages)

    @property
    def presentation_from(self) -> str:
        """The name of the node above that speaks for this one; empty for its own words."""
        told = self.node.values.get(Trait.PRESENTATION)
        return told.node_name if told and told.inherited else ""

    @property
    def path(self) -> list[tuple[str, str]]:
        """The nodes above and this one, as (name, short address); "" for this one."""
        return [(row.name, row.slug) for row in self.above]


def directory() -> list[Entry]:
    """Return the campaigns the public is led to."""
    rows = listed_campaigns()
    return entries_of(Tree({row.id: row for row in rows}), rows)


def node_page(node: NodeRow) -> NodePage:
    """Return a node with what the public sees beneath it; the same queries whatever its size."""
    tree = tree_of(node.root_id)
    beneath = [row for row in tree.beneath(node.id) if row.is_public]
    shown = entries_of(tree, [node, *beneath])
    events = [one for one in shown if one.node.is_event]
    vacancies = shown_vacancies(references_of(tree, node.id), MOST_VACANCIES)
    towns = _towns(shown, node)
    return NodePage(
        node=tree.resolved(node.id),
        here=shown[0],
        above=tuple(row for row in tree.above(node) if row.is_public),
        parts=tuple(e for e in shown[1:] if e.node.parent_id == node.id and not e.node.is_event),
        events=tuple(events),
        towns=towns,
        map=_map(tree.resolved(node.id), towns),
        partners=tuple(partners_of([node.id, *reversed(node.path)])),
        figure=figure_of(tree, node.id),
        vacancies=vacancies,
        trades=_trades({one.code for one in vacancies}),
        kinds=_kinds(events),
        stops=sum(row.kind == NodeKind.STOP for row in beneath),
        companies=len({r.organiser_id for r in beneath if r.kind == NodeKind.COMPANY}),
        registered=registered_words([one.node.id for one in events]),
        unveiled=unveiled_at(node.reference),
    )


def registered_words(event_ids: Collection[int]) -> str:
    """Say how many people are coming to some events; nothing where nobody can register."""
    if not Intake.objects.filter(node_id__in=event_ids).exists():
        return ""
    coming = Registration.objects.filter(
        intake__node_id__in=event_ids, status=RegistrationStatus.CONFIRMED
    )
    count = coming.aggregate(count=Sum("places"))["count"] or 0
    if count < LEAST_COUNTED:
        return gettext("moins de 10 personnes inscrites")
    told = ngettext("%(count)s personne inscrite", "%(count)s personnes inscrites", count)
    return told % {"count": format_number(count)}


def _towns(shown: Sequence[Entry], node: NodeRow) -> tuple[Town, ...]:
    """Return the communes of the events, and of the stops that have none yet."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for one in shown:
        if one.town and (one.node.is_event or one.node.kind == NodeKind.STOP):
            found[one.commune].append(one)
    towns = (_town(entries, node) for entries in found.values())
    return tuple(sorted(towns, key=lambda town: sort_key(town.name)))


def _town(entries: Sequence[Entry], node: NodeRow) -> Town:
    first, events = entries[0], [one for one in entries if one.node.is_event]
    own = reverse("campaigns:node", args=[(events or entries)[0].node.slug])
    page = reverse("campaigns:node", args=[node.slug])
    path = own if len(events) < 2 else f"{page}?place={first.commune}#programme"
    return Town(first.town, first.commune, len(events), path)


def _map(one: ResolvedNode, towns: Sequence[Town]) -> PlaceMap | None:
    """Draw the towns on the territory it is about; a single town of a stop needs no map."""
    if len(towns) < 2 and one.node.kind not in {NodeKind.CAMPAIGN, NodeKind.AREA}:
        return None
    markers = [Marker(t.commune, t.name, t.path, max(1, t.events)) for t in towns]
    return place_map(markers, departments=departments_of(one.territory))


def _trades(codes: Collection[str]) -> tuple[Trade, ...]:
    found = sorted(cards(codes).values(), key=lambda card: sort_key(card.label))
    return tuple(Trade(card.label, trade_path(card.code)) for card in found)


def _kinds(events: Iterable[Entry]) -> tuple[tuple[str, str], ...]:
    held = {entry.node.event_kind for entry in events}
    return tuple((str(kind.label), str(EXPLAINED[kind])) for kind in EventKind if kind in held)
