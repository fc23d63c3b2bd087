"""What keeps a pipeline from being declared, and what its organiser should think of again.

Pure: each finding is a sentence with its remedy. An `error` keeps the rules from being published,
a `warn` does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Literal

from django.utils.translation import gettext as _

from boutdufil.rooms.contests.enums import Per, RanksBy, StageKind, Ties
from boutdufil.rooms.contests.rules.rows import EditionRow, StageRow
from boutdufil.rooms.contests.rules.tie_keys import keys_of

Level = Literal["error", "warn"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence about the edition, or about one stage of it."""

    level: Level
    text: str
    stage_id: int | None = None


@dataclass(frozen=True, slots=True)
class Pipeline:
    """An edition with what its findings need to know.

    ``ready`` are the stages whose own settings are made, ``faults`` what is wrong in those of
    some, in sentences; ``at_home`` the quizzes answered at home; ``prize_ranks`` the ranks that
    win something.
    """

    edition: EditionRow
    stages: Sequence[StageRow]
    ready: frozenset[int]
    at_home: frozenset[int]
    prize_ranks: frozenset[int]
    faults: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def findings_of(pipeline: Pipeline, now: datetime) -> tuple[Finding, ...]:
    """Return everything found, errors first."""
    found = [
        *_entry(pipeline.edition, now),
        *_order(pipeline),
        *(finding for stage in pipeline.stages for finding in _stage(pipeline, stage)),
        *_end(pipeline),
    ]
    return tuple(sorted(found, key=lambda one: one.level != "error"))


def _entry(edition: EditionRow, now: datetime) -> Iterator[Finding]:
    if edition.opens_at is None or edition.closes_at is None:
        yield Finding("error", _("Dites de quand à quand on s’inscrit."))
    elif edition.closes_at <= now:
        yield Finding("error", _("Les inscriptions seraient déjà closes : repoussez leur fin."))
    if edition.needs_employer_consent and not edition.needs_employer:
        told = _("L’accord de l’employeur est demandé sans que travailler dans un centre le soit.")
        yield Finding("warn", told)
    if not edition.contact:
        yield Finding(
            "warn", _("Sans adresse de contact, personne ne sait à qui poser sa question.")
        )


def _order(pipeline: Pipeline) -> Iterator[Finding]:
    edition, stages = pipeline.edition, pipeline.stages
    if not stages:
        yield Finding("error", _("Ajoutez au moins une épreuve."))
        return
    first = stages[0]
    if edition.closes_at is not None and first.starts_at < edition.closes_at:
        told = _("« %(name)s » commence avant la fin des inscriptions.") % {"name": first.name}
        yield Finding("error", told, first.id)
    for before, after in pairwise(stages):
        if after.starts_at < before.ends_at:
            names = {"name": after.name, "before": before.name}
            told = _("« %(name)s » commence avant la fin de « %(before)s ».") % names
            yield Finding("error", told, after.id)
    twice = [name for name, count in Counter(one.name for one in stages).items() if count > 1]
    for name in twice:
        told = _("Deux épreuves s’appellent « %(name)s » : on les confondra.") % {"name": name}
        yield Finding("warn", told)


def _stage(pipeline: Pipeline, stage: StageRow) -> Iterator[Finding]:
    name = {"name": stage.name}
    if stage.id not in pipeline.ready:
        yield Finding("error", _UNREADY[stage.kind]() % name, stage.id)
    for fault in pipeline.faults.get(stage.id, ()):
        yield Finding("error", fault, stage.id)
    if stage.kind == StageKind.QUIZ and stage.ranks_by == RanksBy.CALIBRATED:
        told = _("« %(name)s » n’a pas de jury : ses notes ne se corrigent pas de la sévérité.")
        yield Finding("error", told % name, stage.id)
    unknown = [key for key in stage.tie_keys if key not in keys_of(stage.kind)]
    if unknown:
        told = _("« %(name)s » départage par ce qu’une telle épreuve ne mesure pas.")
        yield Finding("error", told % name, stage.id)
    if stage.kind != StageKind.QUIZ and stage.ranks_by == RanksBy.CALIBRATED:
        told = _(
            "« %(name)s » classe par notes corrigées : un dossier sur cinq doit être lu aussi par"
            " un autre jury. Sans ces lectures communes, la correction sera refusée."
        )
        yield Finding("warn", told % name, stage.id)
    if stage.pool_below and stage.per == Per.ALL:
        told = _("« %(name)s » classe tout le monde ensemble : rien n’est à regrouper.")
        yield Finding("warn", told % name, stage.id)


_UNREADY = {
    StageKind.QUIZ: lambda: _("« %(name)s » : choisissez la banque, la durée et les questions."),
    StageKind.FILE: lambda: _("« %(name)s » : écrivez le cas, ses questions et la grille."),
    StageKind.PANEL: lambda: _("« %(name)s » : écrivez la grille du jury."),
    StageKind.ORAL: lambda: _("« %(name)s » : écrivez la grille du jury."),
}


def _end(pipeline: Pipeline) -> Iterator[Finding]:
    if not pipeline.stages:
        return
    last = pipeline.stages[-1]
    yield from _at_home(pipeline)
    beyond = sorted(rank for rank in pipeline.prize_ranks if rank > last.takes)
    if beyond:
        told = _("La place %(rank)s est dotée, mais « %(name)s » n’en retient que %(takes)s.")
        facts = {"rank": beyond[0], "name": last.name, "takes": last.takes}
        yield Finding("warn", told % facts, last.id)
    if last.per != Per.ALL:
        told = _("« %(name)s », la dernière, choisit par lieu : il y aura plusieurs premiers.")
        yield Finding("warn", told % {"name": last.name}, last.id)
    if last.ties == Ties.ADVANCE_ALL and pipeline.prize_ranks:
        told = _("« %(name)s » garde tous les ex æquo : une dotation sera partagée entre eux.")
        yield Finding("warn", told % {"name": last.name}, last.id)
    embargo = pipeline.edition.embargo_until
    if embargo is not None and embargo < last.ends_at:
        yield Finding("warn", _("Le secret des résultats prend fin avant la dernière épreuve."))


def _at_home(pipeline: Pipeline) -> Iterator[Finding]:
    """A quiz answered at home qualifies: somebody else has to decide after it."""
    for place, stage in enumerate(pipeline.stages):
        later = pipeline.stages[place + 1 :]
        decided = any(one.id not in pipeline.at_home for one in later)
        if stage.id in pipeline.at_home and not decided:
            told = _(
                "« %(name)s » se répond à distance : n’importe quel assistant peut y répondre. Elle"
                " ne peut pas décider d’un prix ; ajoutez après elle une épreuve surveillée."
            )
            yield Finding("error", told % {"name": stage.name}, stage.id)
