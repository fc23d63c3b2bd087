"""What a journalist may quote of a campaign: facts with their date and how each was counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from boutdufil.kernel.organisations.selectors import OrganisationRow, organisation
from boutdufil.kernel.people.services.mail import absolute_url
from boutdufil.kernel.ui.numbers import format_number
from boutdufil.lib.tables import write_csv
from boutdufil.rooms.campaigns.selectors.linked_data import url_of
from boutdufil.rooms.campaigns.selectors.pages import NodePage


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure or a word of a campaign; `counted` says how, `path` leads to the count."""

    key: str
    label: str
    value: int | str
    counted: str
    path: str = ""

    @property
    def shown(self) -> str:
        """The value as one reads it."""
        return self.value if isinstance(self.value, str) else format_number(self.value)


@dataclass(frozen=True, slots=True)
class PressPage:
    """What the press may take, as it stood at `at`; `contact` is None for nobody known."""

    facts: tuple[Fact, ...]
    at: datetime
    contact: OrganisationRow | None

    @property
    def has_contact(self) -> bool:
        """Tell whether there is a way to reach the organiser."""
        return bool(self.contact and (self.contact.website or self.contact.address))


def press_page(page: NodePage, at: datetime) -> PressPage:
    """Return the facts of a public node at a moment."""
    told = [*_described(page), *_counted(page), *_posts(page), *_people(page)]
    facts = tuple(one for one in told if one.value != "")
    return PressPage(facts, at, organisation(page.node.node.organiser_id))


def facts_csv(page: NodePage, press: PressPage) -> bytes:
    """Return the facts as a table."""
    header = (_("Fait"), _("Valeur"), _("Comment c’est compté"), _("Détail"), _("À la date du"))
    moment = press.at.isoformat(timespec="minutes")
    rows = [
        (one.label, one.value, one.counted, absolute_url(one.path) if one.path else "", moment)
        for one in press.facts
    ]
    page_row = (_("Page"), url_of(page.node.node), "", "", moment)
    return write_csv(header, [*rows, page_row])


def facts_data(page: NodePage, press: PressPage) -> dict[str, Any]:
    """Return the facts as plain data."""
    return {
        "page": url_of(page.node.node),
        "at": press.at.isoformat(timespec="minutes"),
        "invented": page.node.node.is_invented,
        "facts": [
            {
                "key": one.key,
                "label": one.label,
                "value": one.value,
                "counted": one.counted,
                "detail": absolute_url(one.path) if one.path else None,
            }
            for one in press.facts
        ],
    }


def _described(page: NodePage) -> list[Fact]:
    said = _("Dit par l’organisateur.")
    return [
        Fact("name", _("Nom"), page.node.node.name, said),
        Fact("organiser", _("Organisé par"), page.node.node.organiser, said),
        Fact("when", _("Quand"), page.here.when, said),
        Fact("territory", _("Territoire"), page.territory, said),
    ]


def _counted(page: NodePage) -> list[Fact]:
    seen = _("Compté sur ce qui est publié ici.")
    held = [one for one in page.events if not one.is_called_off]
    return [
        Fact("stops", _("Étapes"), page.stops, seen),
        Fact("towns", _("Communes"), len(page.towns), seen),
        Fact("companies", _("Entreprises qui tiennent une partie"), page.companies, seen),
        Fact("events", _("Rendez-vous maintenus"), len(held), seen),
        Fact("called_off", _("Rendez-vous annulés"), len(page.events) - len(held), seen),
    ]


def _posts(page: NodePage) -> list[Fact]:
    figure, goal = page.figure, page.goal
    told = [] if goal is None else [Fact("goal", _("Postes annoncés"), goal, _goal_words())]
    if figure is None:
        return told
    counted = _("Compté dans le registre des postes : les offres montrées par la campagne.")
    return [
        *told,
        Fact("offered", _("Postes offerts"), figure.offered, counted, figure.counted_url),
        Fact("filled", _("Postes pourvus"), figure.filled, counted, figure.counted_url),
        Fact("open", _("Postes à pourvoir"), figure.open, counted, figure.counted_url),
    ]


def _goal_words() -> str:
    return _("But annoncé par l’organisateur, pas un compte.")


def _people(page: NodePage) -> list[Fact]:
    counted = _("Places confirmées ; un nombre sous 10 n’est pas dit.")
    return [Fact("registered", _("Inscriptions"), page.registered, counted)]
