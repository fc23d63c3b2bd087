"""Declared rules as data: one canonical form, its digest, and what may no longer change.

Whoever is in something that runs keeps its rules: with a reason an organiser gives more (time,
prizes, ways in), never less, and what has begun stays as it was. Everything else changes with a
reason, which is published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from boutdufil.engines.sealing import canonical_json
from boutdufil.rooms.contests.enums import StageStatus

Settings = Mapping[str, Any]
# What may still be changed of a stage that began: its name, and its end to a later hour.
FREE = frozenset({"name"})
ONLY_LATER = frozenset({"ends_at", "due_at"})
CONDITIONS = ("needs_employer", "needs_employer_consent", "needs_school")


def moment_text(moment: datetime | None) -> str:
    """Return a moment as the rules write it, in UTC to the second; empty for none."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def digest(settings: Settings) -> str:
    """Return the SHA-256 of the canonical form, in hexadecimal.

    :raises SealError: settings that have no canonical form (a float, a moment).
    """
    return sha256(canonical_json(settings)).hexdigest()


def refused_changes(
    before: Settings, after: Settings, *, running: Mapping[int, str], has_entries: bool
) -> tuple[str, ...]:
    """Return, in sentences, what would hurt those already in; empty where a reason is enough.

    ``running`` holds the status of each stage that began, by number.
    """
    found = list(_changed_stages(before, after, running))
    if before["seed_hash"] != after["seed_hash"]:
        found.append(_("La graine des tirages ne change plus : son empreinte est publiée."))
    if has_entries:
        found += _worse_entry(before["edition"], after["edition"])
        found += _worse_prizes(before["prizes"], after["prizes"])
    return tuple(found)


def _changed_stages(before: Settings, after: Settings, running: Mapping[int, str]) -> Iterator[str]:
    later = {stage["id"]: stage for stage in after["stages"]}
    for stage in before["stages"]:
        if stage["id"] not in running:
            continue
        changed = later.get(stage["id"])
        if changed is None:
            yield _("« %(name)s » a commencé : elle ne se retire plus.") % {"name": stage["name"]}
        elif not _is_kept(stage, changed, may_last=running[stage["id"]] == StageStatus.OPEN):
            told = _("« %(name)s » a commencé : seule sa fin peut encore être repoussée.")
            yield told % {"name": stage["name"]}


def _is_kept(before: Settings, after: Settings, *, may_last: bool) -> bool:
    """Tell whether a stage is what it was, but for its name and, while it runs, a later end."""
    if before.keys() != after.keys():
        return False
    return all(_is_same(key, before[key], after[key], may_last) for key in before)


def _is_same(key: str, before: Any, after: Any, may_last: bool) -> bool:
    if key == "settings":
        return _is_kept(before, after, may_last=may_last)
    if key in ONLY_LATER and may_last:
        return bool(after >= before)
    return key in FREE or before == after


def _worse_entry(before: Settings, after: Settings) -> list[str]:
    """Return what would shut out somebody who entered under the rules as they were."""
    narrower = (
        after["team_least"] > before["team_least"] or after["team_most"] < before["team_most"]
    )
    stricter = any(after[name] and not before[name] for name in CONDITIONS)
    wrong = (
        (before["entered_by"] != after["entered_by"], _("Qui s’inscrit ne change plus.")),
        (narrower, _("La taille des équipes ne se resserre plus.")),
        (stricter, _("Aucune condition ne s’ajoute plus.")),
        (
            after["closes_at"] < before["closes_at"],
            _("Les inscriptions ne fermeront pas plus tôt."),
        ),
        (
            after["appeal_days"] < before["appeal_days"],
            _("Le délai pour contester ne se raccourcit plus."),
        ),
    )
    told = _("Des candidatures existent. %(what)s")
    return [told % {"what": sentence} for is_wrong, sentence in wrong if is_wrong]


def _worse_prizes(before: list[Settings], after: list[Settings]) -> list[str]:
    told = _("Des candidatures existent : la dotation de la place %(rank)s ne diminue plus.")
    worth, ranks = _worth(after), {prize["rank"] for prize in after}
    return [
        told % {"rank": rank}
        for rank, cents in sorted(_worth(before).items())
        if rank not in ranks or worth[rank] < cents
    ]


def _worth(prizes: list[Settings]) -> dict[int, int]:
    found: dict[int, int] = {}
    for prize in prizes:
        found[prize["rank"]] = found.get(prize["rank"], 0) + (prize["amount_cents"] or 0)
    return found
