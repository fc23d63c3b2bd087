"""Blocks of skills as an officer writes them: lines of words, found on the job cards."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.lib.text import fold

DASH = "-"


class WordingError(ValueError):
    """A line that cannot be read; its text names the line and what to do."""


@dataclass(frozen=True, slots=True)
class WordedBlock:
    """A block read from lines: its name, the codes of its skills, its hours where given."""

    label: str
    skills: tuple[str, ...]
    hours: int | None


def read_blocks(text: str, codes: Collection[str]) -> tuple[WordedBlock, ...]:
    """Read blocks: a line names one ("Conduire un appel ; 70"), lines with a dash its skills.

    A skill bears its label on one of the job cards of `codes`; accents and case do not matter.
    Raises WordingError naming the line.
    """
    known = skills_of(codes)
    blocks: list[WordedBlock] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.strip()
        if not words:
            continue
        if not words.startswith(DASH):
            blocks.append(_title(number, words))
        elif not blocks:
            raise WordingError(
                _("Ligne %(line)d : nommez d’abord le bloc, puis ses compétences.")
                % {"line": number}
            )
        else:
            blocks[-1] = _with_skill(number, words.lstrip("-• ").strip(), blocks[-1], known)
    _refuse_empty(blocks)
    return tuple(blocks)


def skills_of(codes: Collection[str]) -> dict[str, str]:
    """Return the counted skills of job cards, by their label without accents."""
    groups = _counted_groups(codes)
    return {fold(skill.label): skill.code for group in groups for skill in group.skills}


def proposed_blocks(codes: Collection[str]) -> str:
    """Return the skills of job cards as lines to sort into blocks, one block a heading."""
    lines: list[str] = []
    for group in _counted_groups(codes):
        lines += [group.label, *(f"{DASH} {skill.label}" for skill in group.skills), ""]
    return "\n".join(lines).strip()


def _counted_groups(codes: Iterable[str]) -> Iterator[occupations.SkillGroup]:
    for code in codes:
        card = occupations.get_card(code)
        yield from card.counted_groups if card else ()


def _title(number: int, words: str) -> WordedBlock:
    label, _semicolon, hours = words.partition(";")
    hours = hours.strip().removesuffix("h").strip()
    if hours and not hours.isdecimal():
        raise WordingError(
            _("Ligne %(line)d : après le point-virgule vient un nombre d’heures, par exemple 70.")
            % {"line": number}
        )
    return WordedBlock(label.strip(), (), int(hours) if hours else None)


def _with_skill(number: int, words: str, block: WordedBlock, known: dict[str, str]) -> WordedBlock:
    code = known.get(fold(words))
    if code is None:
        raise WordingError(
            _("Ligne %(line)d : « %(words)s » n’est sur aucune des fiches métiers choisies.")
            % {"line": number, "words": words}
        )
    return WordedBlock(block.label, (*block.skills, code), block.hours)


def _refuse_empty(blocks: Collection[WordedBlock]) -> None:
    for block in blocks:
        if not block.skills:
            raise WordingError(
                _("Le bloc « %(block)s » ne nomme aucune compétence.") % {"block": block.label}
            )
