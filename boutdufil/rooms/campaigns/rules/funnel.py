"""From the street to the job: what each stage counts, in a sentence, and how it is drawn up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.campaigns.enums import FunnelStage, NodeKind
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.secrecy import Family, hidden_figures

DEFINED: dict[str, str | Promise] = {
    FunnelStage.REGISTERED: _(
        "Personnes annoncées par les inscriptions confirmées. Qui s’inscrit à deux rendez-vous"
        " compte deux fois."
    ),
    FunnelStage.CAME: _("Personnes dont l’arrivée a été notée à l’accueil, inscrites ou non."),
    FunnelStage.TRIED: _(
        "Personnes qui ont décroché un appel d’essai à cette étape, une fois chacune, inscrites"
        " ou non."
    ),
    FunnelStage.MET: _(
        "Rencontres de job dating qui ont eu lieu, une fois par personne et par entreprise."
    ),
    FunnelStage.APPLIED: _(
        "Candidatures envoyées depuis la campagne, une fois par personne et par entreprise."
    ),
    FunnelStage.OFFERED: _(
        "Propositions faites à la suite d’une rencontre, une fois par personne et par entreprise."
    ),
    FunnelStage.HIRED: _(
        "Embauches du registre des postes dont le premier contact est passé par la campagne."
    ),
}

# Where it comes from: what somebody said when registering, "" for nothing said.
Origin = str | None
EVERYTHING = "all"
NO_COMPANY = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """People who reached a stage at one place; `organisation` 0 is none, `origin` None unknown."""

    stage: str
    place: int
    organisation: int
    origin: Origin
    people: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: what it is about, and a count by stage, None where it is hidden."""

    place: int = 0
    organisation: int = NO_COMPANY
    origin: Origin = None
    counts: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """The whole, each place with its companies beneath it, and each origin."""

    everything: Line
    places: tuple[tuple[Line, tuple[Line, ...]], ...]
    origins: tuple[Line, ...]

    @property
    def hidden(self) -> int:
        """How many figures are hidden."""
        beneath = (line for place, companies in self.places for line in (place, *companies))
        lines = (self.everything, *beneath, *self.origins)
        return sum(count is None for line in lines for count in line.counts)


def place_of(row: NodeRow, rows: Mapping[int, NodeRow]) -> int:
    """Return the stop a node counts for: its own, else its area, else the node under the root."""
    line = [rows[node_id] for node_id in (*row.path, row.id)]
    for kind in (NodeKind.STOP, NodeKind.AREA):
        found = [one.id for one in line if one.kind == kind]
        if found:
            return found[-1]
    return line[min(1, len(line) - 1)].id


def company_of(row: NodeRow, rows: Mapping[int, NodeRow]) -> int:
    """Return the organisation whose own day an event is part of, 0 for a day of everybody's."""
    line = [rows[node_id] for node_id in (*row.path, row.id)]
    found = [one.organiser_id for one in line if one.kind == NodeKind.COMPANY]
    return found[-1] if found else NO_COMPANY


def tables_of(cells: Sequence[Cell]) -> Tables:
    """Draw up the tables; small figures, and what would give them back, are hidden.

    Hires at a stop are the ledger's, which everybody reads post by post: only where their people
    came from is hidden.
    """
    shape = _Shape(cells)
    shown = [shape.shown(stage) for stage in FunnelStage]

    def counted(key: str) -> tuple[int | None, ...]:
        return tuple(figures[key] for figures in shown)

    return Tables(
        everything=Line(counts=counted(EVERYTHING)),
        places=tuple(
            (
                Line(place, counts=counted(f"place:{place}")),
                tuple(Line(place, one, counts=counted(f"{place}/{one}")) for one in companies),
            )
            for place, companies in shape.companies.items()
        ),
        origins=tuple(Line(origin=one, counts=counted(f"origin:{one!r}")) for one in shape.origins),
    )


class _Shape:
    """Which places, companies and origins there are, the same at every stage."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = cells
        self.origins = sorted(
            {one.origin for one in cells}, key=lambda one: (one is None, not one, one or "")
        )
        self.companies: dict[int, list[int]] = {}
        for place, company in sorted({(one.place, one.organisation) for one in cells}):
            self.companies.setdefault(place, []).append(company)

    def families(self) -> list[Family]:
        """Return what is the sum of what."""
        stops = tuple(f"place:{place}" for place in self.companies)
        origins = tuple(f"origin:{one!r}" for one in self.origins)
        return [
            *(
                Family(f"place:{place}", tuple(f"{place}/{one}" for one in companies))
                for place, companies in self.companies.items()
            ),
            Family(EVERYTHING, stops),
            Family(EVERYTHING, origins),
        ]

    def shown(self, stage: str) -> dict[str, int | None]:
        """Return every figure of a stage, None where it is hidden."""
        families, counts = self.families(), self._counts(stage)
        public = {key for key in counts if not key.startswith("origin:")}
        known = public if stage == FunnelStage.HIRED else ()
        hidden = hidden_figures(counts, families, known)
        return {key: None if key in hidden else count for key, count in counts.items()}

    def _counts(self, stage: str) -> dict[str, int]:
        members = {key for family in self.families() for key in family.members}
        counts = dict.fromkeys(sorted(members), 0)
        for cell in (one for one in self.cells if one.stage == stage):
            for key in (
                EVERYTHING,
                f"place:{cell.place}",
                f"{cell.place}/{cell.organisation}",
                f"origin:{cell.origin!r}",
            ):
                counts[key] += cell.people
        return counts
