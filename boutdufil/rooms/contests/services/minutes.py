"""The minutes of a decision on paper: who sat, the rule, the ranking, where the jury departed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from boutdufil.adapters.typesetting import typeset
from boutdufil.rooms.contests.models import Juror
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.rules.selection_words import selection_sentences
from boutdufil.rooms.contests.selectors.declared import current_rules
from boutdufil.rooms.contests.selectors.passages import PassageRow, passages_of
from boutdufil.rooms.contests.selectors.results import ResultGroup, ResultRow, StageResult

TEMPLATE = Path(__file__).resolve().parents[1].joinpath("data", "minutes.typ")


def typeset_minutes(*, edition: EditionRow, result: StageResult) -> bytes:
    """Return the minutes as a PDF; the same decision gives the same bytes."""
    at = timezone.localtime(result.decided_at)
    invented = _("Inventé, pour la démonstration.") if edition.is_invented else ""
    data = {
        "title": _("Procès-verbal"),
        "organiser": edition.organiser,
        "language": (get_language() or "fr")[:2],
        "facts": [
            [_("Concours"), edition.name],
            [_("Épreuve"), result.stage.name],
            [_("Décision"), f"{result.number}, {date_format(at)}, {time_format(at, 'H:i')}"],
            [_("Empreinte (SHA-256)"), result.sha256],
            *([[_("Motif"), result.reason]] if result.reason else []),
        ],
        "sections": [
            {"title": _("Le jury"), "lines": _jurors(result.stage.id)},
            {"title": _("La règle"), "lines": _rule(edition.id, result)},
            {"title": _("Les écarts motivés"), "lines": _departures(result)},
            *_passages(result.stage.id),
        ],
        "header": [_("Rang"), _("Numéro"), _("Points"), _("Décision"), _("Motif")],
        "groups": [_group(group) for group in result.groups],
        "footer": " ".join(part for part in ("Bout du fil.", invented) if part),
    }
    return typeset(TEMPLATE, data, at=result.decided_at)


def _jurors(stage_id: int) -> list[str]:
    """Return who gave marks; a quiz has no jury, and says so."""
    found = Juror.objects.filter(readings__stage_id=stage_id, readings__given_at__isnull=False)
    return list(found.distinct().values_list("name", flat=True)) or [
        _("Aucun : ce sont les copies qui classent.")
    ]


def _rule(edition_id: int, result: StageResult) -> list[str]:
    rules = current_rules(edition_id)
    told = rules.settings["stages"] if rules else []
    declared = next((one for one in told if one["id"] == result.stage.id), None)
    if declared is None:
        return []
    return list(selection_sentences(declared, is_last=result.stage.is_last))


def _departures(result: StageResult) -> list[str]:
    chosen = {True: _("retenue"), False: _("écartée")}
    told = [
        f"{one['number']} : {chosen[one['selected']]}. {one['reason']}" for one in result.departures
    ]
    return told or [_("Aucun : le jury suit le classement.")]


def _passages(stage_id: int) -> list[dict[str, Any]]:
    """Return who passed when and who did not come, by number; nothing where nobody passes."""
    lines = [f"{one.number}, {one.jury} : {_passed(one)}" for one in passages_of(stage_id)]
    return [{"title": _("Les passages"), "lines": lines}] if lines else []


def _passed(one: PassageRow) -> str:
    if not one.is_live and one.began_at is None:
        return _("candidature retirée")
    if one.absent_at is not None:
        at = time_format(timezone.localtime(one.absent_at), "H:i")
        return _("absence notée à %(at)s") % {"at": at}
    if one.began_at is None:
        return _("pas de passage noté")
    began = timezone.localtime(one.began_at)
    day, at = date_format(began), time_format(began, "H:i")
    if one.ended_at is None:
        return _("%(day)s, commencé à %(at)s, fin inconnue") % {"day": day, "at": at}
    ended = time_format(timezone.localtime(one.ended_at), "H:i")
    return _("%(day)s, de %(at)s à %(ended)s") % {"day": day, "at": at, "ended": ended}


def _group(group: ResultGroup) -> dict[str, Any]:
    return {"name": group.name, "rows": [_row(one) for one in group.rows]}


def _row(one: ResultRow) -> list[str]:
    decision = _("retenue") if one.is_selected else _("non retenue")
    return [str(one.rank), one.number, one.score_words, decision, one.decided_words]
