"""The questions and answers of a number, and those that words lead to."""

import re
from dataclasses import dataclass

from django.db import connection

from boutdufil.lib.text import fold
from boutdufil.rooms.illico.models import Answer

SUGGESTED = 6
# What lies beyond is no question any more.
MOST_WORDS = 12
# French words by their stems, those of other languages as they stand.
CONFIGURATIONS = {"fr": "boutdufil_french"}
PLAIN = "simple"

FOUND = """
select id, question, text, language, film_url from (
    select *, setweight(to_tsvector(%(config)s::regconfig, unaccent(question)), 'A')
        || setweight(to_tsvector(%(config)s::regconfig, unaccent(text)), 'B') as words
    from illico_answer where number_id = %(number)s and language = %(language)s
) answer, to_tsquery(%(config)s::regconfig, %(one)s) one,
    to_tsquery(%(config)s::regconfig, %(all)s) every
where words @@ one
order by words @@ every desc, ts_rank(words, one) desc, position, id limit %(limit)s
"""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question and its answer; ``film_url`` is empty while there is no film."""

    id: int
    question: str
    text: str
    language: str
    film_url: str


def answers_of(number_id: int, language: str = "") -> list[AnswerRow]:
    """Return the questions of a number in its owner's order, of one language or of all."""
    found = Answer.objects.filter(number_id=number_id)
    if language:
        found = found.filter(language=language)
    return [_row(row) for row in found]


def answer_of(number_id: int, answer_id: int) -> AnswerRow | None:
    """Return one question of a number."""
    row = Answer.objects.filter(number_id=number_id, pk=answer_id).first()
    return _row(row) if row else None


def suggest_answers(number_id: int, words: str, language: str = "fr") -> list[AnswerRow]:
    """Return the answers that hold what is typed, those that hold every word first.

    The last word may be only begun. Accents, case and French endings make no difference.
    """
    asked = _asked(words)
    if not asked:
        return []
    values: dict[str, str | int] = {
        "config": CONFIGURATIONS.get(language, PLAIN),
        "number": number_id,
        "language": language,
        "one": " | ".join(asked),
        "all": " & ".join(asked),
        "limit": SUGGESTED,
    }
    with connection.cursor() as cursor:
        cursor.execute(FOUND, values)
        return [AnswerRow(*row) for row in cursor.fetchall()]


def _row(row: Answer) -> AnswerRow:
    return AnswerRow(row.pk, row.question, row.text, row.language, row.film_url)


def _asked(words: str) -> list[str]:
    """Return words as PostgreSQL asks for them, each as the beginning of one.

    >>> _asked("Où est mon coli")
    ['ou:*', 'est:*', 'mon:*', 'coli:*']
    """
    return [f"{word}:*" for word in re.findall(r"[a-z0-9]+", fold(words))[:MOST_WORDS]]
