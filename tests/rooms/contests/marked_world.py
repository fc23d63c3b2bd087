"""A quiz that is over: so many candidates, so many questions, what each answered."""

import json
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from boutdufil.rooms.contests.enums import EntryStatus, ItemState, QuizMode, StageStatus
from boutdufil.rooms.contests.models import (
    Attempt,
    Entry,
    Item,
    ItemVersion,
)
from boutdufil.rooms.contests.selectors.declared import declared_settings
from boutdufil.rooms.contests.services.freezing import declare_rules
from tests.factories.contests import (
    GRAND_EST,
    METZ,
    BlueprintLineFactory,
    QuizFactory,
    ThemeFactory,
)

OPTIONS = [{"key": key, "text": text} for key, text in (("a", "un"), ("b", "deux"), ("c", "trois"))]

# Sixty thousand answers, six times as quick as row by row.
WRITE = """
insert into contests_quizanswer (attempt_id, position, value, sequence, saved_at)
select attempt, place, value::jsonb, place + 1, %s
from unnest(%s::bigint[], %s::int[], %s::text[]) told (attempt, place, value)
"""


def quiz_over(questions, *, hard=(), mode=QuizMode.SUPERVISED, **stage):
    """Return a quiz that is over, with so many questions of one point, "a" right; and versions."""
    told = {"stage__takes": 1, "stage__status": StageStatus.CLOSED} | stage
    quiz = QuizFactory(mode=mode, **told)
    theme = ThemeFactory(bank=quiz.bank)
    BlueprintLineFactory(quiz=quiz, theme=theme, count=questions)
    items = Item.objects.bulk_create(
        Item(bank=quiz.bank, theme=theme, state=ItemState.APPROVED) for _n in range(questions)
    )
    versions = ItemVersion.objects.bulk_create(
        ItemVersion(
            item=item,
            number=1,
            kind="single",
            stem=f"Question {number} ?",
            options=OPTIONS,
            key="a",
            difficulty=5 if number in hard else 3,
        )
        for number, item in enumerate(items)
    )
    settings = declared_settings(quiz.stage.edition_id)
    with transaction.atomic():
        declare_rules(edition_id=quiz.stage.edition_id, settings=settings, reason="", actor_id=None)
    return quiz, versions


def papers(quiz, answered, kind="main"):
    """Write a paper for each row of ``answered``: {version: value}, drawn in that order."""
    now = timezone.now()
    known = set(quiz.stage.edition.entries.values_list("number", flat=True))
    numbers = [f"K{row:05d}" for row in range(len(answered))]
    Entry.objects.bulk_create(
        Entry(
            edition=quiz.stage.edition,
            number=number,
            status=EntryStatus.ENTERED,
            city=METZ,
            region=GRAND_EST,
            rules_number=1,
        )
        for number in numbers
        if number not in known
    )
    entries = {one.number: one for one in Entry.objects.filter(edition=quiz.stage.edition)}
    attempts = Attempt.objects.bulk_create(
        Attempt(
            quiz=quiz,
            entry=entries[number],
            kind=kind,
            draw=[{"version": pk, "options": ["a", "b", "c"]} for pk in row],
            ends_at=now,
            ended_at=now - timedelta(minutes=1),
            lease="0.first",
        )
        for number, row in zip(numbers, answered, strict=True)
    )
    said = [
        (attempt.pk, place, json.dumps(value))
        for attempt, row in zip(attempts, answered, strict=True)
        for place, value in enumerate(row.values())
        if value is not None
    ]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [now, *map(list, zip(*said, strict=True))])
    return attempts
