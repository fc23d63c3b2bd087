"""What a version of the rules changed, in the sentences of both."""

from __future__ import annotations

from dataclasses import dataclass

from boutdufil.rooms.contests.rules.rules_words import Section, Settings, sections_of


@dataclass(frozen=True, slots=True)
class Difference:
    """What a part of the rules no longer says, and what it says instead."""

    title: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


def differences(before: Settings, after: Settings) -> tuple[Difference, ...]:
    """Return the parts that changed, in the order of the later version, then those taken out."""
    old, new = _by_part(before), _by_part(after)
    parts = [*new, *(part for part in old if part not in new)]
    found = (_difference(old.get(part), new.get(part)) for part in parts)
    return tuple(one for one in found if one.gone or one.come)


def _by_part(settings: Settings) -> dict[int | str, Section]:
    """Return parts by what stays when they move: a stage by its number, the others by title."""
    return {one.stage_id or one.title: one for one in sections_of(settings)}


def _difference(old: Section | None, new: Section | None) -> Difference:
    before, after = _said(old), _said(new)
    return Difference(
        title=(new or old or Section("", ())).title,
        gone=tuple(one for one in before if one not in after),
        come=tuple(one for one in after if one not in before),
    )


def _said(section: Section | None) -> tuple[str, ...]:
    """Return title and sentences of a stage: it may have been renamed or moved."""
    if section is None:
        return ()
    return (section.title, *section.sentences) if section.stage_id else section.sentences
