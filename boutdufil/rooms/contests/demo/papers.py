"""The quiz of the demo's election: a room in Metz, papers that go on or are over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from boutdufil.rooms.contests.demo.people import Cast, luck
from boutdufil.rooms.contests.enums import AttemptEnd, ItemKind, Presence, StageStatus
from boutdufil.rooms.contests.models import (
    AnswerEvent,
    Attempt,
    Entry,
    ItemVersion,
    Quiz,
    QuizAnswer,
    RollLine,
    Sitting,
    Stage,
)
from boutdufil.rooms.contests.rules.drawing import draw, draw_seed
from boutdufil.rooms.contests.selectors.quiz_pool import pool_of
from boutdufil.rooms.contests.services.decisions import decide_stage, publish_decision
from boutdufil.rooms.contests.services.marking import mark_stage
from boutdufil.rooms.contests.services.quizzes import fix_pool

ROOM = "Centre de contacts inventé de Metz"
METZ = "57463"
# While the quiz is on: who has not begun, and who has answered half.
LATE_SHARE = 0.3
MINUTES = timedelta(minutes=12)


def play(
    quiz: Quiz, entries: Sequence[Entry], people: Cast, *, now: datetime, is_over: bool
) -> None:
    """Write the quiz as it stands now, or decided and public."""
    stage = quiz.stage
    Stage.objects.filter(pk=stage.pk).update(
        status=StageStatus.CLOSED if is_over else StageStatus.OPEN
    )
    stage.refresh_from_db()
    fix_pool(stage_id=stage.pk)
    begun = stage.starts_at if is_over else now - MINUTES
    room = _room(quiz, entries, people, begun)
    # The one who signs in begins by themselves, while it is on.
    sitting = [one for one in entries if is_over or one != entries[0]]
    attempts = _papers(quiz, sitting, room, begun, is_over=is_over)
    _answers(attempts)
    if is_over:
        mark_stage(stage_id=stage.pk)
        decide_stage(stage_id=stage.pk, actor_id=None)
        publish_decision(stage_id=stage.pk, actor_id=None)


def _room(quiz: Quiz, entries: Sequence[Entry], people: Cast, begun: datetime) -> Sitting:
    room = Sitting.objects.create(
        quiz=quiz,
        place=ROOM,
        room="Salle 2",
        city=METZ,
        starts_at=begun,
        invigilator=people.invigilator,
        code="FIL7",
        held_at=begun,
        capacity=30,
    )
    RollLine.objects.bulk_create(
        RollLine(sitting=room, entry=one, presence=Presence.PRESENT, called_at=begun)
        for one in entries
        if one.city == METZ
    )
    return room


def _papers(
    quiz: Quiz, entries: Sequence[Entry], room: Sitting, begun: datetime, *, is_over: bool
) -> list[Attempt]:
    pool = pool_of(quiz.pk)
    seed = draw_seed(quiz.stage.edition.seed, quiz.stage_id, "main")
    ends = begun + timedelta(seconds=quiz.seconds)
    made = []
    for one in entries:
        if not is_over and luck("late", one.number) < LATE_SHARE:
            continue
        drawn = draw(seed=seed, number=one.number, blueprint=pool.blueprint, pool=pool.items)
        made.append(
            Attempt(
                quiz=quiz,
                entry=one,
                sitting=room if one.city == METZ else None,
                draw=[{"version": it.version_id, "options": list(it.options)} for it in drawn],
                started_at=begun,
                ends_at=ends,
                ended_at=ends if is_over else None,
                ended_by=AttemptEnd.TIME if is_over else "",
                lease="0.demo",
            )
        )
    return Attempt.objects.bulk_create(made)


def _answers(attempts: Sequence[Attempt]) -> None:
    """Answer as somebody would who knows more or less: each by a luck that never changes."""
    drawn = {one["version"] for attempt in attempts for one in attempt.draw}
    versions = ItemVersion.objects.in_bulk(drawn)
    given = []
    for attempt in attempts:
        number = attempt.entry.number
        share = 1.0 if attempt.ended_at else luck("far", number)
        for place, one in enumerate(attempt.draw[: round(len(attempt.draw) * share)]):
            knows = luck("knows", number) * 0.6 + 0.35
            version = versions[one["version"]]
            is_right = luck("right", number, version.pk) < knows
            value = _right(version) if is_right else _wrong(version, one["options"])
            at = attempt.started_at + timedelta(seconds=25 * (place + 1))
            given.append((attempt, place, value, at))
        attempt.sequence = round(len(attempt.draw) * share)
    Attempt.objects.bulk_update(attempts, ["sequence"])
    QuizAnswer.objects.bulk_create(
        QuizAnswer(attempt=paper, position=place, value=value, sequence=place + 1, saved_at=at)
        for paper, place, value, at in given
    )
    AnswerEvent.objects.bulk_create(
        AnswerEvent(attempt=paper, position=place, value=value, sequence=place + 1, saved_at=at)
        for paper, place, value, at in given
    )


def _right(version: ItemVersion) -> Any:
    if version.kind == ItemKind.NUMBER:
        return str(version.key["value"])
    if version.kind == ItemKind.TEXT:
        return version.key["accepted"][0]
    return version.key


def _wrong(version: ItemVersion, options: Sequence[str]) -> Any:
    if version.kind == ItemKind.SINGLE:
        return next(one for one in options if one != version.key)
    if version.kind == ItemKind.MULTIPLE:
        return [next(one for one in options if one not in version.key)]
    if version.kind == ItemKind.ORDER:
        return list(reversed(version.key))
    return "0" if version.kind == ItemKind.NUMBER else "je ne sais pas"
