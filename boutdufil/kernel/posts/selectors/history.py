"""What happened to a vacancy, in words for its employer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from boutdufil.kernel.posts.enums import ClosingReason, VacancyStatus
from boutdufil.kernel.posts.importing import COLUMNS
from boutdufil.kernel.posts.models import VacancyEntry


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of history; ``actor`` is empty for what the site did by itself."""

    at: datetime
    what: str
    detail: str
    actor: str


def history(vacancy_id: int) -> list[EntryRow]:
    """Return what happened to a vacancy, the latest first."""
    lines = VacancyEntry.objects.filter(vacancy_id=vacancy_id).select_related("actor")
    return [
        EntryRow(line.at, said(line), detail(line.facts), line.actor.name if line.actor else "")
        for line in lines.order_by("-at", "-pk")
    ]


def said(line: VacancyEntry) -> str:
    """Return what was done, in words."""
    verbs = {
        "created": _("Brouillon écrit"),
        "changed": _("Modifiée"),
        "published": _("Publiée"),
        "renewed": _("Prolongée"),
        "withdrawn": _("Retirée"),
        "expired": _("Date limite passée"),
        "hidden": _("Masquée par la modération"),
        "shown_again": _("Montrée de nouveau"),
    }
    if line.verb == "follow_posts":
        filled = line.facts.get("to") == VacancyStatus.FILLED
        return _("Tous les postes sont pourvus ou fermés") if filled else _("Un poste est rouvert")
    return verbs.get(line.verb, line.verb)


def detail(facts: dict[str, Any]) -> str:
    """Return the facts worth reading: which fields changed, for which reason."""
    if fields := facts.get("fields"):
        return ", ".join(sorted({field_name(name) for name in fields}))
    reason = facts.get("reason")
    return str(ClosingReason(reason).label) if reason in ClosingReason.values else ""


def field_name(name: str) -> str:
    """Return a field as forms and files call it."""
    names = {column.field: column.label for column in COLUMNS}
    others = {"skills": _("Compétences"), "other_titles": _("Autres intitulés")}
    return str(names.get(name) or others.get(name, name))
