"""Files of what is out, at addresses that stay: by release, by indicator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import override

from boutdufil.lib.tables import Sheet, write_book, write_csv
from boutdufil.rooms.barometer.rules.open_data import (
    HEADER,
    About,
    CellRow,
    book,
    cell_sheet,
    line,
    packed,
    word_sheets,
)
from boutdufil.rooms.barometer.rules.open_readme import LANGUAGES, readme
from boutdufil.rooms.barometer.selectors.figures import FactRow, IndicatorRow, indicator_page
from boutdufil.rooms.barometer.selectors.open_data import (
    FIRST_DAY,
    Asked,
    cells,
    definition,
    definitions,
    last_change,
    release,
)

MOST_KEPT = 8
QUOTED_HEADER = (
    "indicateur",
    "lieu",
    "periode",
    "dit",
    "valeur",
    "valeur_haute",
    "unite",
    "definition_de_la_source",
    "denominateur_de_la_source",
    "note",
    "source",
    "editeur",
    "date",
    "nature",
)


@dataclass(frozen=True, slots=True)
class Archive:
    """A file of a release, its name, and when the release went out."""

    content: bytes
    name: str
    published_at: datetime


def release_zip(survey: str, number: int) -> Archive | None:
    """Return the tables of a release; None when no such release is out.

    Each table is a CSV and the same XLSX. The bytes are the same whoever asks, in whatever
    language.
    """
    found = release(survey, number)
    if found is None:
        return None
    release_id, about = found
    name = f"{about.survey}-{about.number}-tableaux.zip"
    return Archive(packed_tables(release_id, about), name, about.published_at)


@lru_cache(maxsize=MOST_KEPT)
def packed_tables(release_id: int, about: About) -> bytes:
    """Return the tables of a release as an archive, made once by each process: it never changes."""
    with override("fr"):
        rows = cells(Asked(release_id=release_id))
        files = _tables(rows)
    slugs = sorted({one.indicator for one in rows})
    told = {}
    for language in LANGUAGES:
        with override(language):
            told[language] = definitions(slugs)
    files["README.txt"] = readme(about, told, sorted(files)).encode()
    return packed(files)


def measured_csv(slug: str) -> bytes | None:
    """Return every published cell of an indicator as a table; None when there is no indicator."""
    if definition(slug) is None:
        return None
    with override("fr"):
        return write_csv(HEADER, [line(one) for one in cells(Asked(indicator=slug))])


def indicator_xlsx(slug: str) -> bytes | None:
    """Return an indicator as a workbook: measured, quoted, explained; None when there is none."""
    with override("fr"):
        found, page = definition(slug), indicator_page(slug)
        if found is None or page is None:
            return None
        rows = cells(Asked(indicator=slug))
        quoted = [quoted_line(page.indicator, one) for one in page.facts]
        sheets = [cell_sheet(rows), Sheet(_("Cités"), QUOTED_HEADER, quoted), *word_sheets([found])]
    return write_book(sheets, made_at=last_change() or FIRST_DAY)


def quoted_line(indicator: IndicatorRow, one: FactRow) -> tuple[str, ...]:
    """Return a quoted figure as a line under `QUOTED_HEADER`."""
    return (
        indicator.slug,
        one.area,
        one.period,
        one.qualifier,
        _number(one.value),
        "" if one.value_high is None else _number(one.value_high),
        indicator.unit,
        one.definition,
        one.denominator,
        one.note,
        one.source,
        one.publisher,
        one.published_on,
        one.kind,
    )


def _number(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in str(value) else str(value)


def _tables(rows: list[CellRow]) -> dict[str, bytes]:
    ordered = sorted(rows, key=lambda one: one.table)
    files = {}
    for table, group in groupby(ordered, key=lambda one: one.table):
        own = list(group)
        named = definitions(sorted({one.indicator for one in own}))
        files[f"{table}.csv"] = write_csv(HEADER, [line(one) for one in own])
        files[f"{table}.xlsx"] = book(own, named, own[0].published_at)
    return files
