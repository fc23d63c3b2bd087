"""What is read of the tables for the memory of a process."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from boutdufil.engines.retrieval import Document, shares

REQUIRED, DESIRED = 2, 1
WHOLE = 10_000

_OPEN = "status = 'published' and hidden_at is null"
_COLUMNS = """
    select id, code, contract, coalesce(latitude, 'nan'), coalesce(longitude, 'nan'),
        coalesce(extract(epoch from published_at), 0)::bigint, home_days, works_sundays,
        works_nights, title
    from posts_vacancy where {condition} order by id
"""
_SKILLS = """
    select s.vacancy_id, array_agg(s.skill order by s.required desc, s.skill),
        count(*) filter (where s.required)
    from posts_vacancyskill s join posts_vacancy v on v.id = s.vacancy_id
    where {condition} group by s.vacancy_id order by s.vacancy_id
"""
_CHANGED = """
    select string_agg(
        int8send(id) || int8send((extract(epoch from changed_at) * 1000000)::bigint), ''::bytea
    ) from posts_vacancy where changed_at > %s
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """Published vacancies as they stand in the tables: one row each, and what each asks."""

    rows: Sequence[tuple[Any, ...]]
    skills: Sequence[tuple[int, list[str], int]]


def read_all() -> Batch:
    """Read every published vacancy."""
    return _read(_OPEN, _OPEN.replace("status", "v.status").replace("hidden", "v.hidden"), ())


def read_some(ids: Collection[int]) -> Batch:
    """Read those of these vacancies that are published."""
    wanted = (list(ids),)
    return _read(f"{_OPEN} and id = any(%s)", "s.vacancy_id = any(%s)", wanted)


def changed_since(moment: datetime) -> NDArray[np.int64]:
    """Return the vacancies changed after a moment, published or not, shape (n, 2).

    Each is (identifier, microseconds since 1970). Packed in one value: after a large import there
    are as many as vacancies.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [moment])
        packed = cursor.fetchone()[0] or b""
    return np.frombuffer(packed, dtype=">i8").astype(np.int64).reshape(-1, 2)


def _read(condition: str, skills_condition: str, values: tuple[list[int], ...]) -> Batch:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS.format(condition=condition), values)
        rows = cursor.fetchall()
        cursor.execute(_SKILLS.format(condition=skills_condition), values)
        return Batch(rows, cursor.fetchall())


@lru_cache(maxsize=4096)
def weights(required: int, desired: int) -> tuple[int, ...]:
    """Return the weight of each required skill, then of each desired one; their sum is `WHOLE`.

    A required skill weighs twice a desired one.

    >>> weights(1, 2)
    (5000, 2500, 2500)
    """
    amounts = [REQUIRED] * required + [DESIRED] * desired
    places = {f"{place:05d}": amount for place, amount in enumerate(amounts)}
    return tuple(shares(places, WHOLE).values())


def documents(batch: Batch) -> Iterable[Document]:
    """Return what each vacancy asks as documents of the engine."""
    for key, skills, required in batch.skills:
        told = weights(required, len(skills) - required)
        yield Document(key, dict(zip(skills, told, strict=True)))


def column(batch: Batch, place: int, kind: type[np.generic]) -> NDArray[np.generic]:
    """Return one column of the rows as an array."""
    return np.array([row[place] for row in batch.rows], dtype=kind)
