"""What an organiser takes away: the list of who comes, and a campaign whole.

Texts of strangers never become formulas: `lib.tables` neutralises them.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from boutdufil.lib.tables import Value, write_csv, write_xlsx
from boutdufil.rooms.campaigns.models import Letter, Partner, Question, Registration
from boutdufil.rooms.campaigns.rules.attendance import Filters
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.traits import Hours, Period, Place
from boutdufil.rooms.campaigns.selectors.attendance import (
    registrations_at,
    slot_words,
    visitors_at,
)
from boutdufil.rooms.campaigns.selectors.dating_exports import meetings_table
from boutdufil.rooms.campaigns.selectors.nodes import Tree, tree_of

Table = tuple[Sequence[str], list[Sequence[Value]]]


def attendance_file(node_id: int, filters: Filters, kind: str) -> bytes:
    """Return a list of who comes as a file, "csv" or "xlsx", with what they answered."""
    header, rows = _registrations(visitors_at(node_id, filters))
    if kind == "xlsx":
        return write_xlsx(header, rows, sheet=_("Inscriptions"))
    return write_csv(header, rows)


def campaign_archive(node: NodeRow) -> bytes:
    """Return everything of a node and beneath it: a ZIP of tables, each as CSV and as JSON."""
    tree = tree_of(node.root_id)
    ids = [node.id, *(row.id for row in tree.beneath(node.id))]
    found = registrations_at(node.id).select_related("intake__node", "slot")
    tables = {
        "arbre": _nodes(tree, ids),
        "partenaires": _partners(ids),
        "inscriptions": _registrations(found.order_by("pk")),
        "questions": _questions(ids),
        "lettres": _letters(ids),
        "rencontres": meetings_table(ids),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (header, rows) in tables.items():
            archive.writestr(f"{name}.csv", write_csv(header, rows))
            archive.writestr(f"{name}.json", _as_json(header, rows))
    return packed.getvalue()


def _registrations(found: QuerySet[Registration]) -> Table:
    rows = list(found.prefetch_related("consents"))
    asked = _asked(rows)
    header = [
        _("rendez-vous"),
        _("créneau"),
        _("nom"),
        _("e-mail"),
        _("groupe"),
        _("personnes"),
        _("état"),
        _("venu par"),
        _("besoins"),
        _("inscrit le"),
        _("venu le"),
        _("consentements"),
        _("code"),
        *asked.values(),
    ]
    return header, [_registration(one, asked) for one in rows]


def _asked(rows: Iterable[Registration]) -> dict[str, str]:
    """Return the questions somebody answered, by their numbers as answers hold them."""
    held = {number for one in rows for number in one.answers}
    numbers = [int(number) for number in held if number.isdecimal()]
    found = Question.objects.filter(pk__in=numbers).values_list("pk", "label")
    return {str(number): label for number, label in found}


def _registration(one: Registration, asked: dict[str, str]) -> Sequence[Value]:
    return [
        one.intake.node.name,
        slot_words(one.slot),
        one.name,
        one.email,
        one.group_name,
        one.places,
        one.get_status_display(),
        one.origin,
        one.needs,
        localtime(one.registered_at),
        localtime(one.came_at) if one.came_at else None,
        ", ".join(given.purpose for given in one.consents.all() if not given.withdrawn_at),
        one.code,
        *(_answer(one.answers.get(number)) for number in asked),
    ]


def _answer(value: Any) -> Value:
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value if isinstance(value, (str, int)) else None


def _nodes(tree: Tree, ids: Iterable[int]) -> Table:
    header = [
        _("numéro"),
        _("sous"),
        _("nature"),
        _("ce qui s’y passe"),
        _("nom"),
        _("adresse courte"),
        _("organisé par"),
        _("état"),
        _("premier jour"),
        _("dernier jour"),
        _("de"),
        _("à"),
        _("commune"),
        _("adresse"),
        _("but"),
    ]
    return header, [_node(tree, tree.rows[i]) for i in ids]


def _node(tree: Tree, row: NodeRow) -> Sequence[Value]:
    held = tree.resolved(row.id)
    period: Period | None = held.period
    hours: Hours | None = held.hours
    place = held.place or Place("")
    return [
        row.id,
        row.parent_id,
        row.kind.value,
        row.event_kind,
        row.name,
        row.slug,
        row.organiser,
        row.status.value,
        period.starts_on if period else None,
        period.ends_on if period else None,
        _clock(hours.opens_at if hours else None),
        _clock(hours.closes_at if hours else None),
        place.commune,
        place.address,
        row.post_goal,
    ]


def _partners(ids: Sequence[int]) -> Table:
    header = [_("élément"), _("nom"), _("rôle"), _("promesse"), _("tenue")]
    found = Partner.objects.filter(node_id__in=ids).select_related("node")
    return header, [
        [one.node.name, one.name, one.get_role_display(), one.promise, one.get_kept_display()]
        for one in found
    ]


def _questions(ids: Sequence[int]) -> Table:
    header = [_("élément"), _("question"), _("à quoi cela sert"), _("nature"), _("réponses")]
    found = Question.objects.filter(node_id__in=ids).select_related("node")
    return header, [
        [one.node.name, one.label, one.why, one.get_kind_display(), ", ".join(one.choices)]
        for one in found
    ]


def _letters(ids: Sequence[int]) -> Table:
    header = [_("élément"), _("nature"), _("objet"), _("texte"), _("envoi décidé le")]
    found = Letter.objects.filter(node_id__in=ids).select_related("node")
    return header, [
        [
            one.node.name,
            one.get_kind_display(),
            one.subject,
            one.text,
            localtime(one.sent_at) if one.sent_at else None,
        ]
        for one in found
    ]


def _clock(at: time | None) -> str:
    return at.isoformat("minutes") if at else ""


def _as_json(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    told = [dict(zip(header, map(_plain, row), strict=True)) for row in rows]
    return json.dumps(told, ensure_ascii=False, indent=1)


def _plain(value: Value) -> Value:
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else value
