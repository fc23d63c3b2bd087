"""What a branch says of occupations: which are its own, and how their doors open."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.occupations.errors import NoDoorError
from boutdufil.kernel.occupations.models import BranchCard, DoorDeclaration, OpenDoor
from boutdufil.kernel.occupations.selectors.doors import guide_doors

COPIED = ("aptitudes", "diploma", "licence", "trainer", "duration", "payer", "first_steps",
          "entrants", "source", "source_url", "english")  # fmt: skip
TRANSLATED = ("aptitudes", "diploma", "licence", "trainer", "duration", "payer")


@dataclass(frozen=True, slots=True)
class DoorText:
    """What a branch says at a door; `first_steps` are texts of meetings and trials.

    `entrants` is None while the branch has not counted.
    """

    aptitudes: list[str]
    first_steps: list[str]
    diploma: str = ""
    licence: str = ""
    trainer: str = ""
    duration: str = ""
    payer: str = ""
    entrants: int | None = None
    source: str = ""
    source_url: str = ""


@transaction.atomic
def import_cards(*, branch_id: int, codes: Collection[str], actor_id: int | None) -> int:
    """Count jobs among those of a branch; return how many were not yet."""
    held = set(BranchCard.objects.filter(branch_id=branch_id).values_list("code", flat=True))
    fresh = [code for code in dict.fromkeys(codes) if code not in held]
    BranchCard.objects.bulk_create(
        (BranchCard(branch_id=branch_id, code=code) for code in fresh), ignore_conflicts=True
    )
    if fresh:
        _record(actor_id, "occupations.import_cards", branch_id, {"codes": fresh})
    return len(fresh)


@transaction.atomic
def remove_card(*, branch_id: int, code: str, actor_id: int) -> None:
    """Take a job out of a branch, and with it what the branch said of its door."""
    if BranchCard.objects.filter(branch_id=branch_id, code=code).delete()[0]:
        _replace(branch_id, code)
        _record(actor_id, "occupations.remove_card", branch_id, {"code": code})


def confirm_door(*, branch_id: int, code: str, actor_id: int) -> DoorDeclaration:
    """Let a branch say that what our guide tells of a door is true, word for word.

    :raises NoDoorError: the guide tells nothing of it, or the job is not the branch's own.
    """
    told = guide_doors().filter(code=code).first()
    if told is None:
        raise NoDoorError
    words = {name: getattr(told, name) for name in COPIED}
    return _declare(branch_id, code, actor_id, words)


def declare_door(*, branch_id: int, code: str, text: DoorText, actor_id: int) -> DoorDeclaration:
    """Let a branch tell a door in its own words; what it left as the guide says stays translated.

    :raises NoDoorError: the job is not the branch's own.
    """
    told = guide_doors().filter(code=code).first()
    words: dict[str, Any] = asdict(text) | {"first_steps": _steps(text.first_steps, told)}
    words["english"] = _english(words, told)
    return _declare(branch_id, code, actor_id, words)


def close_door(*, branch_id: int, code: str, actor_id: int) -> DoorDeclaration:
    """Let a branch say that a door is not open.

    :raises NoDoorError: the job is not the branch's own.
    """
    return _declare(branch_id, code, actor_id, {"is_open": False})


@transaction.atomic
def _declare(branch_id: int, code: str, actor_id: int, words: dict[str, Any]) -> DoorDeclaration:
    if not BranchCard.objects.filter(branch_id=branch_id, code=code).exists():
        raise NoDoorError
    _replace(branch_id, code)
    declared = DoorDeclaration.objects.create(
        branch_id=branch_id,
        code=code,
        declared_by_id=actor_id,
        declared_on=timezone.localdate(),
        **words,
    )
    facts = {"code": code, "open": declared.is_open, "declaration": declared.pk}
    _record(actor_id, "occupations.declare_door", branch_id, facts)
    return declared


def _replace(branch_id: int, code: str) -> None:
    DoorDeclaration.objects.filter(branch_id=branch_id, code=code, replaced_at=None).update(
        replaced_at=timezone.now()
    )


def _steps(texts: Collection[str], told: OpenDoor | None) -> list[dict[str, str]]:
    """Keep a step as the guide tells it, kind and translation included, where its text is kept."""
    known = {step["text"]: step for step in told.first_steps} if told else {}
    return [known.get(text, {"kind": "meeting", "text": text}) for text in texts]


def _english(words: dict[str, Any], told: OpenDoor | None) -> dict[str, Any]:
    if told is None:
        return {}
    same = [name for name in TRANSLATED if getattr(told, name) == words[name]]
    return {name: told.english.get(name, "") for name in same}


def _record(actor_id: int | None, verb: str, branch_id: int, facts: dict[str, object]) -> None:
    audit.record(actor_id=actor_id, verb=verb, subject=f"branch:{branch_id}", facts=facts)
