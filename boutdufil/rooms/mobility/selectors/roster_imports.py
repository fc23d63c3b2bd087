"""A file on its way into a plan: its columns, its titles, and what each line would become."""

from collections.abc import Sequence
from dataclasses import dataclass

from boutdufil.adapters import vault
from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.territories import selectors as territories
from boutdufil.lib.protected import Finding as Refused
from boutdufil.lib.protected import Ground
from boutdufil.lib.tables import Row
from boutdufil.lib.text import fold
from boutdufil.rooms.mobility.models import Plan, RosterImport
from boutdufil.rooms.mobility.selectors.rosters import plan_key

PROPOSED = 6
# A title less like what was written, or about as near to another job, is for somebody to confirm.
SURE, APART = 0.95, 0.05


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as it is kept: refused columns are named, and their cells were never stored."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class TitleChoice:
    """A title of the file: how many people bear it, the jobs it may be, the one chosen."""

    title: str
    people: int
    choices: tuple[tuple[str, str], ...]
    chosen: str
    sure: bool


def find_import(plan: Plan, import_id: int) -> RosterImport | None:
    """Return an import of this very plan."""
    return plan.imports.filter(pk=import_id).first()


def brought(one: RosterImport) -> Brought | None:
    """Return the file of an import; None once the plan's key is gone."""
    key = plan_key(one.plan)
    if key is None:
        return None
    facts = vault.unseal_facts(key, bytes(one.sealed), about=f"{one.plan.ref}:file")
    rows = tuple(Row(line, tuple(cells), tuple(extra)) for line, cells, extra in facts["rows"])
    refused = tuple(Refused(header, Ground(ground)) for header, ground in facts["refused"])
    return Brought(tuple(facts["header"]), rows, refused)


def chosen_titles(one: RosterImport) -> dict[str, str]:
    """Return the occupations HR chose so far, by folded title."""
    key = plan_key(one.plan)
    if key is None or not one.sealed_titles:
        return {}
    return vault.unseal_facts(key, bytes(one.sealed_titles), about=f"{one.plan.ref}:titles")


def title_choices(titles: Sequence[str], chosen: dict[str, str]) -> list[TitleChoice]:
    """Return each title once with the jobs it may be; those to be confirmed come first."""
    counted: dict[str, tuple[str, int]] = {}
    for title in titles:
        shown, people = counted.get(fold(title), (title, 0))
        counted[fold(title)] = (shown, people + 1)
    rows = [
        _choice(shown, people, chosen.get(folded, ""))
        for folded, (shown, people) in counted.items()
        if folded
    ]
    return sorted(rows, key=lambda row: (row.sure, -row.people, row.title))


def found_places(texts: Sequence[str]) -> dict[str, str]:
    """Return the INSEE codes of the places named, by folded text; unknown ones are absent."""
    found = {fold(text): territories.find_place(text) for text in dict.fromkeys(texts) if text}
    return {text: place.code for text, place in found.items() if place is not None}


def _choice(title: str, people: int, chosen: str) -> TitleChoice:
    code = title.strip().upper()
    known = occupations.cards([code])
    if code in known:
        return TitleChoice(title, people, ((code, known[code].label),), code, sure=True)
    hits = occupations.search_titles(title, limit=PROPOSED)
    choices = dict.fromkeys((hit.code, hit.card_label) for hit in hits)
    if chosen and chosen not in dict(choices):
        card = occupations.cards([chosen]).get(chosen)
        choices |= {(chosen, card.label): None} if card else {}
    others = [hit.score for hit in hits if hit.code != hits[0].code]
    sure = bool(hits) and hits[0].score >= SURE and hits[0].score - max(others, default=0) >= APART
    return TitleChoice(
        title, people, tuple(choices), chosen or (hits[0].code if sure else ""), sure
    )
