"""Which vacancies may be shown and pass the filters: one question to PostgreSQL.

The identifiers come back packed in one value: a row each would cost more than the search.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from django.utils import timezone
from numpy.typing import NDArray

from boutdufil.kernel.posts.selectors.search.query import VacancyQuery
from boutdufil.kernel.posts.selectors.search.reading import NOTHING_READ, Reading
from boutdufil.lib import geo

CENTS = 100

VISIBLE = """
    v.status = 'published' and v.hidden_at is null
    and (v.apply_until is null or v.apply_until >= %s)
    and v.need_id not in (select id from posts_need where confidential)
"""

# Each filter of the query that has a value, as SQL with one parameter; nothing for None or False.
FILTERS: dict[str, tuple[str, Callable[[VacancyQuery], Any]]] = {
    "contract": ("v.contract = any(%s)", lambda q: list(q.contracts) or None),
    "pay": ("v.month_pay_min >= %s", lambda q: q.pay_min * CENTS if q.pay_min else None),
    "hours_min": ("v.weekly_hours >= %s", lambda q: q.hours_min),
    "hours_max": ("v.weekly_hours <= %s", lambda q: q.hours_max),
    "home": ("v.home_days >= %s", lambda q: q.home_days or None),
    "sunday": ("v.works_sundays <> %s", lambda q: q.no_sunday or None),
    "night": ("v.works_nights <> %s", lambda q: q.no_night or None),
    "outbound": ("v.outbound <> %s", lambda q: q.no_outbound or None),
    "sign": ("v.sign_language <> %s", lambda q: "none" if q.sign_language else None),
    "languages": ("v.languages ?& %s", lambda q: list(q.languages) or None),
    "employer": ("v.organisation_id = %s", lambda q: q.employer),
}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is asked of PostgreSQL besides the query's own filters."""

    query: VacancyQuery
    codes: tuple[str, ...] = ()
    reading: Reading = NOTHING_READ
    box: geo.Box | None = None


def visible_ids(narrowing: Narrowing) -> NDArray[np.int64]:
    """Return the identifiers of the vacancies that pass, ascending."""
    conditions = list(_conditions(narrowing))
    where = " and ".join([VISIBLE, *(sql for sql, _values in conditions)])
    values = [timezone.localdate(), *(value for _sql, own in conditions for value in own)]
    with connection.cursor() as cursor:
        # S608: every piece of the text is a constant of this module; values are parameters.
        cursor.execute(
            f"select string_agg(int8send(v.id), ''::bytea) from posts_vacancy v where {where}",  # noqa: S608
            values,
        )
        packed = cursor.fetchone()[0] or b""
    return np.sort(np.frombuffer(packed, dtype=">i8").astype(np.int64))


def _conditions(narrowing: Narrowing) -> Iterable[tuple[str, list[Any]]]:
    query, box = narrowing.query, narrowing.box
    for sql, value_of in FILTERS.values():
        value = value_of(query)
        if value is not None:
            yield sql, [value]
    if narrowing.codes:
        yield "v.code = any(%s)", [list(narrowing.codes)]
    if narrowing.reading.groups:
        yield _words(narrowing.reading)
    if box is not None:
        yield "v.latitude between %s and %s", [box.south, box.north]
        yield "v.longitude between %s and %s", [box.west, box.east]


def _words(reading: Reading) -> tuple[str, list[Any]]:
    found = "v.search @@ to_tsquery('boutdufil_french', %s)"
    if not reading.codes:
        return found, [reading.tsquery]
    return f"({found} or v.code = any(%s))", [reading.tsquery, list(reading.codes)]
