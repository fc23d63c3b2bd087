"""Badges on paper: ten a sheet, a name to read from two steps away and a ticket to scan."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from boutdufil.adapters.typesetting import typeset
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.rules.tickets import spaced_code, ticket_of
from boutdufil.rooms.campaigns.selectors.badges import BadgeRow, badges_of
from boutdufil.rooms.campaigns.selectors.nodes import node_row

TEMPLATE = Path(__file__).resolve().parents[1] / "data" / "badges.typ"


def badges_pdf(*, node_id: int, part: int, at: datetime) -> bytes:
    """Return a file of badges of those who come.

    :raises CampaignError: nobody comes yet, or there is no such part.
    """
    node, rows = node_row(node_id), badges_of(node_id, max(1, part))
    if node is None or not rows:
        raise CampaignError(_("Aucun badge à imprimer : personne n’est encore inscrit."))
    data = {
        "title": _("Badges : %(event)s") % {"event": node.name},
        "language": get_language() or "fr",
        "event": node.name,
        "stamp": _("inventé, démonstration") if node.is_invented else "",
        "badges": [_badge(row) for row in rows],
    }
    return typeset(TEMPLATE, data, at=at)


def _badge(row: BadgeRow) -> dict[str, Any]:
    people = ngettext("%(n)d personne", "%(n)d personnes", row.people) % {"n": row.people}
    code = spaced_code(row.code)
    return {
        "name": row.name,
        "people": people if row.people > 1 else "",
        "code": code,
        "picture": _picture(ticket_of(row)),
        "said": _("Billet %(code)s") % {"code": code},
    }


def _picture(ticket: str) -> str:
    drawn = BytesIO()
    segno.make(ticket, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()
