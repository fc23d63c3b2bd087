"""A candidate's paper: drawn once, when they begin. The server's clock alone counts."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.rooms.contests.enums import AttemptKind, QuizMode
from boutdufil.rooms.contests.errors import ContestError, EligibilityError, TooLateError
from boutdufil.rooms.contests.models import Attempt, Entry, Quiz, RollLine, Sitting
from boutdufil.rooms.contests.rules.drawing import (
    Drawn,
    confirmation_blueprint,
    draw,
    draw_seed,
    not_seen,
)
from boutdufil.rooms.contests.rules.quiz_time import end_of_paper
from boutdufil.rooms.contests.rules.sittings import refusal_in_room, refusal_of_hour
from boutdufil.rooms.contests.selectors.accommodations import time_factor_of
from boutdufil.rooms.contests.selectors.quiz_pool import pool_of
from boutdufil.rooms.contests.selectors.stages import entrants
from boutdufil.rooms.contests.services.papers import lease_of
from boutdufil.rooms.contests.services.quizzes import fix_pool


@transaction.atomic
def start_attempt(
    *,
    quiz_id: int,
    entry_id: int,
    device: str,
    sitting_id: int | None = None,
    code: str = "",
    now: datetime | None = None,
) -> Attempt:
    """Give a candidate their paper; the one they have already, if they do.

    In a room (``sitting_id``) it takes a place on its roll, somebody who said "present", and the
    code told there. ``device`` is `device_key`.

    :raises EligibilityError: they do not take part in the stage.
    :raises ContestError: the room has not begun, or the code is another.
    :raises TooLateError: the hour is not that of the stage.
    """
    now = now or timezone.now()
    quiz = Quiz.objects.select_related("stage__edition").get(pk=quiz_id)
    sitting = _sitting(quiz, sitting_id)
    kind = sitting.kind if sitting else AttemptKind.MAIN
    standing = Attempt.objects.filter(quiz=quiz, entry_id=entry_id, kind=kind).first()
    if standing is not None:
        return standing
    entry = _admit(quiz, entry_id)
    _check_hour(quiz, sitting, now)
    if sitting is not None:
        _check_room(sitting, entry, code)
    factor = time_factor_of(entry_id)
    seconds = quiz.seconds if kind == AttemptKind.MAIN else quiz.confirmation_seconds
    closes_at = None if sitting else quiz.stage.ends_at
    paper = Attempt(
        quiz=quiz,
        entry=entry,
        kind=kind,
        sitting=sitting,
        draw=[
            {"version": one.version_id, "options": list(one.options)}
            for one in _drawn(quiz, entry, kind)
        ],
        time_factor=factor,
        started_at=now,
        ends_at=end_of_paper(now, seconds, factor, closes_at),
        lease=lease_of(0, device),
        seen_at=now,
    )
    return _save_once(paper)


def _sitting(quiz: Quiz, sitting_id: int | None) -> Sitting | None:
    if sitting_id is None:
        return None
    found = Sitting.objects.filter(pk=sitting_id, quiz=quiz).first()
    if found is None:
        raise ContestError(_("Cette séance n’existe pas pour ce questionnaire."))
    return found


def _admit(quiz: Quiz, entry_id: int) -> Entry:
    entry = entrants(quiz.stage_id).filter(pk=entry_id).first()
    if entry is None:
        raise EligibilityError(_("Votre candidature ne participe pas à cette épreuve."))
    return entry


def _check_hour(quiz: Quiz, sitting: Sitting | None, now: datetime) -> None:
    if sitting is None and quiz.mode == QuizMode.SUPERVISED:
        raise ContestError(
            _("Ce questionnaire se passe en salle : votre page dit où et quand vous êtes attendu.")
        )
    refusal = refusal_of_hour(quiz.stage, now, is_in_room=sitting is not None)
    if refusal:
        raise TooLateError(refusal)


def _check_room(sitting: Sitting, entry: Entry, code: str) -> None:
    line = RollLine.objects.filter(sitting=sitting, entry=entry).first()
    if line is None:
        raise EligibilityError(_("Vous n’êtes pas sur la feuille d’appel de cette séance."))
    is_right = secrets.compare_digest(sitting.code.upper(), "".join(code.split()).upper())
    refusal = refusal_in_room(sitting, line.presence, is_right=is_right)
    if refusal:
        raise ContestError(refusal, "code")


def _drawn(quiz: Quiz, entry: Entry, kind: str) -> tuple[Drawn, ...]:
    seed = draw_seed(quiz.stage.edition.seed, quiz.stage_id, kind)
    if quiz.pool is None:
        # Whoever begins before the opening was told about is drawn from what it will fix.
        fix_pool(stage_id=quiz.stage_id)
    pool = pool_of(quiz.pk)
    blueprint, items = pool.blueprint, pool.items
    if kind == AttemptKind.CONFIRMATION:
        main = Attempt.objects.filter(quiz=quiz, entry=entry, kind=AttemptKind.MAIN).first()
        if main is None:
            raise EligibilityError(
                _("Il n’y a rien à confirmer : vous n’avez pas répondu au questionnaire.")
            )
        blueprint = confirmation_blueprint(blueprint, quiz.confirmation_items)
        items = tuple(not_seen(items, {one["version"] for one in main.draw}))
    return draw(seed=seed, number=entry.number, blueprint=blueprint, pool=items)


def _save_once(paper: Attempt) -> Attempt:
    """Write a paper; the same button pressed twice at once gives the one that came first."""
    try:
        with transaction.atomic():
            paper.save(force_insert=True)
    except IntegrityError:
        return Attempt.objects.get(quiz=paper.quiz, entry=paper.entry, kind=paper.kind)
    return paper
