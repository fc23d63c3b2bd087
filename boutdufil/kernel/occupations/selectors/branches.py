"""What a branch owns: its job cards, what it says of their doors, and codes read from a list."""

import re
from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from boutdufil.kernel.occupations.enums import DoorState
from boutdufil.kernel.occupations.models import BranchCard, DoorDeclaration, OpenDoor
from boutdufil.kernel.occupations.selectors.doors import declarations, door_row, guide_doors
from boutdufil.kernel.occupations.selectors.rows import (
    BranchDoor,
    CardSummary,
    CodeProblem,
    CodesRead,
)
from boutdufil.kernel.occupations.selectors.ruling import attribution, cards

CODE = re.compile(r"\b[A-Za-z][0-9]{4}\b")
Lines = Iterable[tuple[int, str]]
SHOWN = 60


def branch_codes(branch_id: int) -> list[str]:
    """Return the codes of a branch in their order, whether or not a release holds them."""
    found = BranchCard.objects.filter(branch_id=branch_id)
    return list(found.order_by("code").values_list("code", flat=True))


def branch_cards(branch_id: int) -> list[CardSummary]:
    """Return the job cards of a branch that are in force, by code."""
    return list(cards(branch_codes(branch_id)).values())


def branch_doors(branch_id: int) -> list[BranchDoor]:
    """Return the jobs of a branch with what is known of their doors, open ones first."""
    known = cards(branch_codes(branch_id))
    told = {door.code: door for door in guide_doors().filter(code__in=known)}
    said = {one.code: one for one in declarations().filter(branch_id=branch_id)}
    doors = [_branch_door(card, told.get(code), said.get(code)) for code, card in known.items()]
    order = list(DoorState)
    return sorted(doors, key=lambda one: order.index(one.state))


def branch_door(branch_id: int, code: str) -> BranchDoor | None:
    """Return what is known of one door of a branch; None when the job is not its own."""
    return next((one for one in branch_doors(branch_id) if one.code == code), None)


def door_in_french(branch_id: int, code: str) -> BranchDoor | None:
    """Return a door in the words it is stored in, to be corrected in any language."""
    with translation.override("fr"):
        return branch_door(branch_id, code)


def read_codes(lines: Lines, *, branch_id: int) -> CodesRead:
    """Return the jobs a list of numbered lines names, and each line that names none.

    The first code of a line counts, whatever stands around it; blank lines are passed over.
    """
    written = [(number, text.strip()) for number, text in lines if text.strip()]
    found = [(number, text, CODE.search(text)) for number, text in written]
    codes = [match[0].upper() if match else "" for _number, _text, match in found]
    known = cards(set(codes) - {""})
    held = set(branch_codes(branch_id))
    problems = [
        CodeProblem(number, text[:SHOWN], _code_problem(code))
        for (number, text, _match), code in zip(found, codes, strict=True)
        if code not in known
    ]
    fresh = dict.fromkeys(code for code in codes if code in known)
    return CodesRead(
        cards=tuple(known[code] for code in fresh if code not in held),
        problems=tuple(problems),
        held=sum(code in held for code in fresh),
    )


def _code_problem(code: str) -> str:
    if not code:
        return _("Aucun code ROME ici : une lettre et quatre chiffres, par exemple D1408.")
    return _("Le code %(code)s n’existe pas dans les fiches en vigueur (%(source)s).") % {
        "code": code,
        "source": attribution().label,
    }


def _branch_door(
    card: CardSummary, told: OpenDoor | None, said: DoorDeclaration | None
) -> BranchDoor:
    door = said or told
    shown = door_row(door, card) if door and (said is None or said.is_open) else None
    day = door.declared_on if door else None
    return BranchDoor(card.code, card.label, _state(told, said), shown, day, card.lang)


def _state(told: OpenDoor | None, said: DoorDeclaration | None) -> DoorState:
    if said:
        return DoorState.CONFIRMED if said.is_open else DoorState.CLOSED
    return DoorState.TO_CONFIRM if told else DoorState.UNKNOWN
