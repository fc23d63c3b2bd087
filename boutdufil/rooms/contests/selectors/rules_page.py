"""The public rules page, made from a declared version and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from boutdufil.engines.sealing import canonical_json
from boutdufil.rooms.contests.enums import StageStatus
from boutdufil.rooms.contests.models import Edition, Stage
from boutdufil.rooms.contests.rules.differences import Difference, differences
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.rules.rules_words import Section, sections_of
from boutdufil.rooms.contests.rules.selection_words import Example, example_of
from boutdufil.rooms.contests.selectors.declared import Declared, versions_of


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the rules; a stage comes with what a tie in it would come to."""

    section: Section
    example: Example | None


@dataclass(frozen=True, slots=True)
class RulesPage:
    """A version as everybody reads it; ``changes`` are those from the version before.

    ``seed`` is empty until the last result is published.
    """

    version: Declared
    versions: tuple[Declared, ...]
    parts: tuple[Part, ...]
    changes: tuple[Difference, ...]
    seed: str

    @property
    def is_current(self) -> bool:
        """Tell whether this version is in force."""
        return self.version.number == self.versions[-1].number


def rules_page(edition: EditionRow, number: int | None = None) -> RulesPage | None:
    """Return a version of an edition's rules, the last without a number; None where none is."""
    versions = versions_of(edition.id)
    wanted = [one for one in versions if number is None or one.number == number]
    if not wanted:
        return None
    shown = wanted[-1]
    earlier = [one for one in versions if one.number == shown.number - 1]
    return RulesPage(
        version=shown,
        versions=versions,
        parts=_parts(shown),
        changes=differences(earlier[0].settings, shown.settings) if earlier else (),
        seed=_published_seed(edition.id),
    )


def rules_file(edition: EditionRow, number: int) -> bytes | None:
    """Return the canonical bytes of a version, whose SHA-256 is its digest; None for no such."""
    found = [one for one in versions_of(edition.id) if one.number == number]
    return canonical_json(found[0].settings) if found else None


def _parts(version: Declared) -> tuple[Part, ...]:
    stages = {one["id"]: one for one in version.settings["stages"]}
    return tuple(
        Part(one, example_of(stages[one.stage_id]) if one.stage_id else None)
        for one in sections_of(version.settings)
    )


def _published_seed(edition_id: int) -> str:
    last = Stage.objects.filter(edition_id=edition_id).last()
    if last is None or last.status != StageStatus.PUBLISHED:
        return ""
    return Edition.objects.values_list("seed", flat=True).get(pk=edition_id)
