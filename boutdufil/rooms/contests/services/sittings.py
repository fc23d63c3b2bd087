"""Supervised sessions: set up and filled by the organiser, begun and closed by who watches."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel import jobs
from boutdufil.kernel.people.models import Person, fold_email
from boutdufil.kernel.territories.selectors import distance_km
from boutdufil.rooms.contests.enums import AttemptEnd, AttemptKind, Presence
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Attempt, Member, Quiz, RollLine, Sitting
from boutdufil.rooms.contests.rules.placing import Room, Waiting, place
from boutdufil.rooms.contests.rules.sittings import CODE_LENGTH, CODE_LETTERS
from boutdufil.rooms.contests.selectors.survivors import expected_entries
from boutdufil.rooms.contests.services.log import write_line
from boutdufil.rooms.contests.services.trail import record


@dataclass(frozen=True, slots=True)
class SittingDraft:
    """A session as it is typed; the one who watches over it is known by their address."""

    kind: AttemptKind
    place: str
    room: str
    city: str
    starts_at: datetime
    capacity: int
    invigilator_email: str


@transaction.atomic
def create_sitting(*, quiz_id: int, draft: SittingDraft, actor_id: int) -> Sitting:
    """Add a session, and write to who watches over it.

    :raises ContestError: its hour is not that of the stage, or the address is a candidate's.
    """
    quiz = Quiz.objects.select_related("stage").get(pk=quiz_id)
    draft = _checked(quiz, draft)
    sitting = Sitting.objects.create(
        quiz=quiz, code=new_code(), invigilator=_known(draft), **asdict(draft)
    )
    _invite(sitting)
    _note(sitting, "sitting_added", actor_id, purpose=sitting.kind, capacity=sitting.capacity)
    return sitting


@transaction.atomic
def change_sitting(*, sitting_id: int, draft: SittingDraft, actor_id: int) -> Sitting:
    """Change a session that has not begun; another invigilator is written to.

    :raises ContestError: it began, it holds more people already, or as for a new one.
    """
    sitting = locked_sitting(sitting_id)
    _refuse_begun(sitting)
    draft = _checked(sitting.quiz, draft)
    if sitting.roll.count() > draft.capacity:
        raise ContestError(
            _("Plus de personnes y sont déjà attendues : déplacez-les d’abord."), "capacity"
        )
    if draft.kind != sitting.kind and sitting.roll.exists():
        raise ContestError(_("Des personnes y sont déjà attendues : sa nature reste."), "kind")
    is_other = draft.invigilator_email != sitting.invigilator_email
    for name, value in asdict(draft).items():
        setattr(sitting, name, value)
    sitting.invigilator = _known(draft)
    sitting.save()
    if is_other:
        _invite(sitting)
    _note(sitting, "sitting_changed", actor_id)
    return sitting


@transaction.atomic
def remove_sitting(*, sitting_id: int, actor_id: int) -> None:
    """Take a session away; whoever was expected there is without a room again.

    :raises ContestError: it began.
    """
    sitting = locked_sitting(sitting_id)
    _refuse_begun(sitting)
    _note(sitting, "sitting_removed", actor_id, people=sitting.roll.count())
    sitting.delete()


@transaction.atomic
def fill_sittings(*, quiz_id: int, kind: AttemptKind, actor_id: int) -> int:
    """Give everybody without a room one, of their city or near; return how many got one."""
    quiz = Quiz.objects.select_related("stage").select_for_update(of=("self",)).get(pk=quiz_id)
    of_kind = Sitting.objects.filter(quiz=quiz, kind=kind, held_at=None, ended_at=None)
    rooms = [
        Room(pk, city, capacity - held)
        for pk, city, capacity, held in of_kind.annotate(held=Count("roll"))
        .order_by("pk")
        .values_list("pk", "city", "capacity", "held")
    ]
    held = RollLine.objects.filter(sitting__quiz=quiz, sitting__kind=kind).values("entry_id")
    without = expected_entries(quiz, kind).exclude(pk__in=held)
    waiting = [Waiting(*row) for row in without.values_list("pk", "number", "city")]
    placed = place(waiting, rooms, _kilometres)
    RollLine.objects.bulk_create(
        RollLine(entry_id=entry_id, sitting_id=room) for entry_id, room in sorted(placed.items())
    )
    record(actor_id, "fill_sittings", quiz.stage.edition_id, quiz=quiz_id, people=len(placed))
    return len(placed)


@transaction.atomic
def move_entry(*, sitting_id: int, entry_id: int, actor_id: int) -> None:
    """Expect a candidate in this session, and in no other of the same kind.

    :raises ContestError: it is full or over, they began elsewhere, or do not take part.
    """
    sitting = locked_sitting(sitting_id)
    if sitting.ended_at is not None:
        raise ContestError(_("Cette séance est terminée."))
    if not expected_entries(sitting.quiz, sitting.kind).filter(pk=entry_id).exists():
        raise ContestError(_("Cette candidature n’est pas attendue à cette épreuve."))
    if sitting.roll.exclude(entry_id=entry_id).count() >= sitting.capacity:
        raise ContestError(_("Cette séance est complète."))
    begun = Attempt.objects.filter(quiz=sitting.quiz, entry_id=entry_id, kind=sitting.kind)
    if begun.exists():
        raise ContestError(_("Cette personne a déjà commencé : elle reste dans sa séance."))
    others = RollLine.objects.filter(entry_id=entry_id, sitting__quiz=sitting.quiz)
    others.filter(sitting__kind=sitting.kind).exclude(sitting=sitting).delete()
    RollLine.objects.get_or_create(sitting=sitting, entry_id=entry_id)
    _note(sitting, "candidate_moved", actor_id, entry=entry_id)


@transaction.atomic
def begin_sitting(*, sitting_id: int, actor_id: int, now: datetime | None = None) -> bool:
    """Begin: from now on those present start with the code. Tell whether it began now.

    :raises ContestError: the stage does not begin before later, or the session was closed.
    """
    now = now or timezone.now()
    sitting = locked_sitting(sitting_id)
    if sitting.ended_at is not None:
        raise ContestError(_("Cette séance est terminée."))
    if sitting.held_at is not None:
        return False
    if now < sitting.quiz.stage.starts_at:
        hour = timezone.localtime(sitting.quiz.stage.starts_at)
        told = _("L’épreuve ne commence pas avant le %(hour)s, partout à la fois.")
        raise ContestError(told % {"hour": f"{hour:%d/%m/%Y %H:%M}"})
    sitting.held_at = now
    sitting.save(update_fields=["held_at"])
    present = sitting.roll.filter(presence=Presence.PRESENT).count()
    _note(sitting, "sitting_begun", actor_id, present=present)
    return True


@transaction.atomic
def end_papers(
    *, sitting_id: int, entry_id: int | None, actor_id: int, now: datetime | None = None
) -> int:
    """End the paper of one, or of everybody (None); return how many ended.

    What was given before is taken until the grace is over.
    """
    now = now or timezone.now()
    sitting = locked_sitting(sitting_id)
    running = sitting.attempts.filter(ended_at=None, ends_at__gt=now)
    if entry_id is not None:
        running = running.filter(entry_id=entry_id)
    ended = running.update(ends_at=now, ended_by=AttemptEnd.INVIGILATOR)
    if ended:
        _note(sitting, "papers_ended", actor_id, entry=entry_id, papers=ended)
    return ended


@transaction.atomic
def close_sitting(*, sitting_id: int, actor_id: int, now: datetime | None = None) -> None:
    """Close the room: every paper in it ends, nobody begins any more."""
    now = now or timezone.now()
    sitting = locked_sitting(sitting_id)
    if sitting.ended_at is not None:
        return
    end_papers(sitting_id=sitting_id, entry_id=None, actor_id=actor_id, now=now)
    sitting.ended_at = now
    sitting.save(update_fields=["ended_at"])
    _note(sitting, "sitting_closed", actor_id)


def locked_sitting(sitting_id: int) -> Sitting:
    """Return a session, its quiz and stage; acts on one follow one another."""
    held = Sitting.objects.select_for_update(of=("self",)).select_related("quiz__stage")
    return held.get(pk=sitting_id)


def new_code() -> str:
    """Return a start code, another for each session."""
    return "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))


def _checked(quiz: Quiz, draft: SittingDraft) -> SittingDraft:
    draft = replace(draft, invigilator_email=fold_email(draft.invigilator_email))
    if draft.kind == AttemptKind.MAIN:
        _check_main_hour(quiz, draft.starts_at)
    elif draft.starts_at < quiz.stage.ends_at:
        raise ContestError(
            _("Une confirmation vient après la fin du questionnaire à distance."), "starts_at"
        )
    mine = Member.objects.filter(edition_id=quiz.stage.edition_id, email=draft.invigilator_email)
    if draft.invigilator_email and mine.filter(joined_at__isnull=False).exists():
        raise ContestError(
            _("Cette personne participe au concours : elle ne peut pas y surveiller."),
            "invigilator_email",
        )
    return draft


def _check_main_hour(quiz: Quiz, starts_at: datetime) -> None:
    if not quiz.stage.starts_at <= starts_at < quiz.stage.ends_at:
        raise ContestError(
            _("L’heure n’est pas entre le début et la fin de l’épreuve."), "starts_at"
        )


@lru_cache(maxsize=20_000)
def _kilometres(one: str, other: str) -> float | None:
    found = distance_km(one, other)
    return found.km if found else None


def _known(draft: SittingDraft) -> Person | None:
    if not draft.invigilator_email:
        return None
    return Person.objects.filter(email=draft.invigilator_email, is_active=True).first()


def _invite(sitting: Sitting) -> None:
    if sitting.invigilator_email:
        jobs.enqueue("contests.send_sitting", sitting_id=sitting.pk)


def _refuse_begun(sitting: Sitting) -> None:
    if sitting.held_at is not None:
        raise ContestError(_("La séance a commencé : elle ne change plus."))


def _note(sitting: Sitting, kind: str, actor_id: int | None, **facts: object) -> None:
    told = {"sitting": sitting.pk, **facts}
    edition_id = sitting.quiz.stage.edition_id
    write_line(edition_id=edition_id, kind=kind, facts=told)
    record(actor_id, kind, edition_id, **told)
