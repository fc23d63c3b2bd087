"""Posters to print: what, when, where, and a code that leads to the page."""

from __future__ import annotations

import io
import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from boutdufil.adapters.typesetting import TypesettingError, typeset
from boutdufil.kernel.files.errors import FileGone
from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.files.selectors import read_file
from boutdufil.rooms.campaigns.enums import NodeKind
from boutdufil.rooms.campaigns.models import Partner
from boutdufil.rooms.campaigns.selectors.linked_data import url_of
from boutdufil.rooms.campaigns.selectors.pages import NodePage

TEMPLATE = Path(__file__).resolve().parents[1] / "data" / "poster.typ"
PAPERS = ("a4", "a3")
# How a registration that comes from a poster says so.
ORIGIN = "affiche"
# Posters a process remembers, of some 30 kB.
KEPT = 64
# More do not fit under each other.
MOST_LOGOS, MOST_EVENTS = 12, 8


def poster_pdf(*, page: NodePage, paper: str, made_at: datetime) -> bytes:
    """Return the poster of a node in French, on "a4" or "a3".

    It says only what is known: no hour, no place, no access that nobody gave.
    """
    with override("fr"):
        facts = _facts(page, paper)
    midnight = made_at.replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        return _typeset(json.dumps(facts, sort_keys=True), midnight)
    except TypesettingError:
        # A picture can begin well and be cut short: its partner is then named like the others.
        names = [*(logo["name"] for logo in facts["logos"]), *facts["partners"]]
        facts |= {"logos": [], "partners": names}
        return _typeset(json.dumps(facts, sort_keys=True), midnight)


@lru_cache(maxsize=KEPT)
def _typeset(said: str, at: datetime) -> bytes:
    """Set a poster once a day for as long as it says the same: a class prints thirty."""
    return typeset(TEMPLATE, json.loads(said), at=at)


def _facts(page: NodePage, paper: str) -> dict[str, Any]:
    here, node, url = page.here, page.node.node, url_of(page.node.node)
    code = io.BytesIO()
    segno.make(f"{url}?de={ORIGIN}", error="m").save(code, kind="svg", border=4)
    return {
        "paper": paper,
        "name": node.name,
        "what": capfirst(node.what) if node.is_event else _("Métiers de la relation client"),
        "campaign": page.above[0].name if page.above else "",
        "when": here.when,
        "hours": here.hours,
        "place": here.place,
        "events": _events(page),
        "access": list(here.access),
        "tongues": list(page.languages),
        "organiser": node.organiser,
        "address": url.partition("://")[2],
        "qr": code.getvalue().decode(),
        "logos": _logos(page),
        "partners": [one.name for one in page.partners if not one.has_logo],
        "is_called_off": here.is_called_off,
        "is_invented": node.is_invented,
    }


def _events(page: NodePage) -> list[str]:
    """Return the stops of a campaign, the events of anything smaller, none of an event itself."""
    if page.node.node.is_event:
        return []
    stops = [one for one in page.parts if one.node.kind == NodeKind.STOP]
    events = [one for one in page.events if not one.is_called_off]
    return [
        " · ".join(filter(None, (one.node.name, one.when, one.hours, one.place)))
        for one in (stops or events)[:MOST_EVENTS]
    ]


def _logos(page: NodePage) -> list[dict[str, Any]]:
    """Return the pictures of the partners in their order, as plain numbers: JSON has no bytes."""
    wanted = [one.id for one in page.partners if one.has_logo][:MOST_LOGOS]
    found = Partner.objects.filter(Q(pk__in=wanted), logo__shredded_at=None)
    held = {one.pk: one for one in found.select_related("logo")}
    pictures = [(held[i].name, _bytes(held[i].logo)) for i in wanted if i in held]
    return [{"name": name, "content": list(content)} for name, content in pictures if content]


def _bytes(file: StoredFile | None) -> bytes:
    try:
        return read_file(file) if file else b""
    except FileGone:
        return b""
