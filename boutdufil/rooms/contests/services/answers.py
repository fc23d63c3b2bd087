"""Answers as they come in: written to the log, counting at once, acknowledged by number.

One statement does it all, so that an answer is acknowledged when it is on the disk and never
before, and so that fifteen hundred candidates cost one round trip an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.rules.quiz_time import (
    ON_THE_WAY,
    TERM,
    first_number,
    said_at,
    term_of,
)
from boutdufil.rooms.contests.rules.quiz_words import Away, GivenAnswer, QuizWords

# How often a page that only says that it is there is written down.
SEEN_EVERY = "20 seconds"

# A number that stands already is acknowledged again where it says the same; where it says
# something else, another page of the same candidate took it, and the device numbers it anew.
SAVE = """
with paper as materialized (
  select attempt.id, attempt.started_at, attempt.ends_at, attempt.ended_at, attempt.sequence,
    jsonb_array_length(attempt.draw) as questions, attempt.lease = %(lease)s as is_live,
    attempt.taken_over[%(term)s + 1] as taken_over_at, attempt.seen_at,
    attempt.ends_at
      + make_interval(secs => ceil(quiz.grace_seconds * attempt.time_factor)) as last_word
  from contests_attempt attempt
  join contests_quiz quiz on quiz.id = attempt.quiz_id
  join contests_entry entry on entry.id = attempt.entry_id and entry.status = 'entered'
  where attempt.id = %(attempt)s and exists (
    select from contests_member member where member.entry_id = attempt.entry_id
    and member.person_id = %(person)s and member.joined_at is not null)
  for no key update of attempt
), given as materialized (
  select sequence, position, value, said_at
  from jsonb_to_recordset(%(answers)s)
    as one(sequence int, position int, value jsonb, said_at timestamptz)
), taken as materialized (
  select paper.id, given.sequence, given.position, given.value,
    greatest(given.said_at, paper.started_at) as said_at, %(now)s >= paper.ends_at as is_late
  from given, paper
  where given.position < paper.questions and paper.ended_at is null
    and given.sequence between %(first)s + 1 and %(first)s + %(term_size)s - 1
    and (%(now)s < paper.ends_at
      or (%(now)s <= paper.last_word and given.said_at <= paper.ends_at + %(on_the_way)s))
    and (paper.is_live or given.said_at <= paper.taken_over_at + %(on_the_way)s)
), logged as (
  insert into contests_answerevent
    (attempt_id, sequence, position, value, said_at, saved_at, is_late)
  select id, sequence, position, value, said_at, %(now)s, is_late from taken order by sequence
  on conflict (attempt_id, sequence) do nothing
  returning sequence, position, value
), counting as (
  insert into contests_quizanswer as answer (attempt_id, position, value, sequence, saved_at)
  select distinct on (logged.position)
    %(attempt)s, logged.position, logged.value, logged.sequence, %(now)s
  from logged order by logged.position, logged.sequence desc
  on conflict (attempt_id, position) do update
  set value = excluded.value, sequence = excluded.sequence, saved_at = excluded.saved_at
  where excluded.sequence > answer.sequence
), seen as (
  update contests_attempt attempt
  set sequence = greatest(paper.sequence, (select max(sequence) from logged)), seen_at = %(now)s
  from paper where attempt.id = paper.id and paper.ended_at is null
    and (exists (select from logged) or paper.seen_at is null
      or paper.seen_at < %(now)s - %(seen_every)s::interval)
), known as (
  select given.sequence,
    event.position = given.position and event.value is not distinct from given.value as is_same
  from given join contests_answerevent event
    on event.attempt_id = %(attempt)s and event.sequence = given.sequence
  where exists (select from paper)
)
select paper.ends_at, paper.ended_at, paper.last_word, paper.is_live, paper.sequence,
  array(select sequence from logged union select sequence from known where is_same),
  array(select sequence from known where not is_same),
  array(select sequence from taken)
from paper
"""

LEAVE = """
insert into contests_focusloss (attempt_id, left_at, seconds)
select %(attempt)s, one.left_at, one.seconds
from jsonb_to_recordset(%(away)s) as one(left_at timestamptz, seconds int)
where not exists (
  select from contests_focusloss held where held.attempt_id = %(attempt)s
  and held.left_at between one.left_at - interval '1 second' and one.left_at + interval '1 second')
"""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a message, and where the paper stands by the server's clock.

    ``kept`` numbers are on the disk. ``clashing`` ones stand for another answer already, to be
    numbered anew. ``refused`` ones never will be kept: too late, or given after another device
    took over. Any other number is to be sent again.
    """

    now: datetime
    ends_at: datetime
    last_word: datetime
    is_ended: bool
    is_live: bool
    sequence: int
    kept: tuple[int, ...] = ()
    clashing: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more may be answered."""
        return self.is_ended or self.now >= self.ends_at


def save_answers(
    *, attempt_id: int, person_id: int, words: QuizWords, now: datetime | None = None
) -> Saved | None:
    """Keep what a page sends; None where the person has no such paper.

    Answers given before the end are taken until the grace is over, those given on a device before
    another took over are taken as long as the paper is open; neither ever hides a later one.
    """
    now = now or timezone.now()
    term = term_of(words.lease)
    told: dict[str, Any] = {
        "attempt": attempt_id,
        "person": person_id,
        "lease": words.lease,
        # A lease that never was is nobody's: no hour of a take-over stands at its place.
        "term": -1 if term is None else min(term, TERM),
        "first": first_number(min(term or 0, TERM)),
        "term_size": TERM,
        "answers": Jsonb([_row(one, now) for one in words.answers]),
        "now": now,
        "on_the_way": ON_THE_WAY,
        "seen_every": SEEN_EVERY,
    }
    with connection.cursor() as cursor:
        found = cursor.execute(SAVE, told).fetchone()
        if found is None:
            return None
        if words.away and found[1] is None:
            left: dict[str, Any] = {"attempt": attempt_id, "away": Jsonb(_left(words.away, now))}
            cursor.execute(LEAVE, left)
    return _saved(found, words.answers, now)


def save_one(
    *, attempt_id: int, person_id: int, lease: str, position: int, value: Any
) -> Saved | None:
    """Keep one answer of a page without JavaScript, under the next number.

    :raises ContestError: it was not kept; the sentence says why.
    """
    saved = save_answers(attempt_id=attempt_id, person_id=person_id, words=QuizWords(lease, (), ()))
    for _try in range(3):
        if saved is None:
            return None
        number = max(saved.sequence, first_number(term_of(lease) or 0)) + 1
        words = QuizWords(lease, (GivenAnswer(number, position, value, 0),), ())
        saved = save_answers(attempt_id=attempt_id, person_id=person_id, words=words)
        if saved and number in saved.kept:
            return saved
        if saved and number in saved.refused:
            raise ContestError(refusal_of(saved))
    raise ContestError(_("Cette réponse n’a pas pu être gardée. Envoyez-la encore une fois."))


def refusal_of(saved: Saved) -> str:
    """Return why an answer was not kept, for the person."""
    if saved.is_over:
        hour = timezone.localtime(saved.ends_at)
        return _("Le temps est écoulé depuis %(hour)s : cette réponse n’est pas gardée.") % {
            "hour": f"{hour:%H:%M:%S}"
        }
    if not saved.is_live:
        return _(
            "Cette copie est ouverte sur un autre appareil. Pour répondre ici, choisissez "
            "« Continuer ici »."
        )
    return _("Cette question n’est pas dans votre copie.")


def _row(one: GivenAnswer, now: datetime) -> dict[str, Any]:
    said = said_at(now, one.ago_ms).isoformat()
    return {
        "sequence": one.sequence,
        "position": one.position,
        "value": one.value,
        "said_at": said,
    }


def _left(away: Iterable[Away], now: datetime) -> list[dict[str, Any]]:
    return [
        {"left_at": said_at(now, one.ago_ms).isoformat(), "seconds": one.seconds} for one in away
    ]


def _saved(found: Sequence[Any], given: Iterable[GivenAnswer], now: datetime) -> Saved:
    ends_at, ended_at, last_word, is_live, sequence, kept, clashing, taken = found
    standing = {*kept, *clashing, *taken}
    return Saved(
        now=now,
        ends_at=ends_at,
        last_word=last_word,
        is_ended=ended_at is not None,
        is_live=is_live,
        sequence=max([sequence, *(one for one in kept)], default=sequence),
        kept=tuple(sorted(kept)),
        clashing=tuple(sorted(clashing)),
        refused=tuple(sorted({one.sequence for one in given} - standing)),
    )
