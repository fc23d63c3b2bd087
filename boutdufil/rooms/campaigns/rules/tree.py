"""Which kind may stand beneath which, how deep, and when."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boutdufil.rooms.campaigns.enums import EventKind, NodeKind
from boutdufil.rooms.campaigns.errors import TreeError
from boutdufil.rooms.campaigns.rules.traits import Period

# Campaign, country or region, named area, stop, company, event: nobody needs more.
DEEPEST = 6

BENEATH: dict[str, frozenset[str]] = {
    NodeKind.CAMPAIGN: frozenset({NodeKind.AREA, NodeKind.STOP, NodeKind.COMPANY, NodeKind.EVENT}),
    NodeKind.AREA: frozenset({NodeKind.AREA, NodeKind.STOP, NodeKind.COMPANY, NodeKind.EVENT}),
    NodeKind.STOP: frozenset({NodeKind.COMPANY, NodeKind.EVENT}),
    NodeKind.COMPANY: frozenset({NodeKind.EVENT}),
    NodeKind.EVENT: frozenset(),
}


def path_beneath(parent_id: int, parent_path: Sequence[int]) -> tuple[int, ...]:
    """Return the ancestors of what stands beneath a node, root first."""
    return (*parent_path, parent_id)


def refuse_place(kind: str, event_kind: str, parent_kind: str | None, depth: int) -> None:
    """Refuse what may not stand there; ``depth`` counts the node itself, 1 for a root.

    :raises TreeError: the wrong kind, too deep, or an event that does not say what it is.
    """
    if parent_kind is None:
        if kind != NodeKind.CAMPAIGN:
            raise TreeError(_("Un arbre commence par une campagne."), "kind")
    elif kind not in BENEATH[parent_kind]:
        told = _("« %(kind)s » ne peut pas être placé sous « %(parent)s ».")
        labels = {"kind": NodeKind(kind).label, "parent": NodeKind(parent_kind).label}
        raise TreeError(told % labels, "kind")
    if depth > DEEPEST:
        raise TreeError(_("Une campagne a six niveaux au plus."), "kind")
    if (kind == NodeKind.EVENT) != (event_kind in EventKind.values):
        raise TreeError(_("Dites ce qui se passe à ce rendez-vous."), "event_kind")


def refuse_period(period: Period | None, above: Period | None) -> None:
    """Refuse days that end before they begin, or lie outside those of the node above.

    :raises TreeError: with the days that would do.
    """
    if period is None:
        return
    if period.ends_on < period.starts_on:
        raise TreeError(_("La fin vient avant le début."), "ends_on")
    if above is not None and not above.holds(period):
        told = _(
            "Choisissez des jours entre le %(first)s et le %(last)s : ceux du niveau supérieur."
        )
        raise TreeError(told % spoken(above), "starts_on")


def spoken(period: Period) -> dict[str, str]:
    """Return the first and last day of a period in words."""
    return {"first": date_format(period.starts_on), "last": date_format(period.ends_on)}
