"""Published figures as tables to take away: their columns, their marks, what goes with them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from boutdufil.lib.tables import Sheet, Value, write_book
from boutdufil.rooms.barometer.enums import Mark

LICENCE = "Licence Ouverte 2.0"
LICENCE_ADDRESS = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
HEADER = (
    "enquete",
    "publication",
    "publiee_le",
    "indicateur",
    "unite",
    "tableau",
    "region",
    "nom_region",
    "type",
    "taille",
    "periode",
    "valeur",
    "borne_basse",
    "borne_haute",
    "coefficient_de_variation",
    "reponses",
    "marque",
    "simule",
)
VALUE_COLUMN, MARK_COLUMN = HEADER.index("valeur"), HEADER.index("marque")
# An archive keeps no hour of its own: the same release gives the same bytes for ever.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class CellRow:
    """One published cell. ``place`` gives codes by axis; numbers are None where it is hidden.

    ``variation`` is a ratio (0.05 for 5 %), ``respondents`` a number of answers, ``key`` orders
    cells: (hour of publication in microseconds since 1970, number).
    """

    key: tuple[int, int]
    survey: str
    release: int
    published_at: datetime
    simulated: bool
    indicator: str
    unit: str
    table: str
    place: Mapping[str, str]
    region_name: str
    period: str
    value: float | None
    low: float | None
    high: float | None
    variation: float | None
    respondents: int | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator means, as it stands beside its figures."""

    slug: str
    name: str
    unit: str
    definition: str
    denominator: str
    scope: str
    method: str


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of the release it comes from; ``address`` is the permanent one."""

    survey: str
    survey_name: str
    organisation: str
    number: int
    name: str
    wave: str
    period: str
    published_at: datetime
    simulated: bool
    address: str


def line(one: CellRow) -> tuple[Value, ...]:
    """Return a cell as a line under `HEADER`; a hidden one has its mark and no number."""
    return (
        one.survey,
        one.release,
        one.published_at.date(),
        one.indicator,
        one.unit,
        one.table,
        one.place.get("region", ""),
        one.region_name,
        one.place.get("centre_type", ""),
        one.place.get("size", ""),
        one.period,
        one.value,
        one.low,
        one.high,
        one.variation,
        one.respondents,
        str(one.mark),
        "oui" if one.simulated else "non",
    )


def mark_meanings() -> dict[Mark, str]:
    """Return what each mark says, in a sentence."""
    return {
        Mark.SHOWN: _("La valeur est publiée."),
        Mark.CAREFUL: _("La valeur est publiée, à lire avec prudence : l’intervalle est large."),
        Mark.SECRET: _("La valeur est tue : trop peu de groupes ont répondu, ou l’un domine."),
        Mark.SECONDARY: _("La valeur est tue : avec elle, on en retrouverait une autre."),
        Mark.UNKNOWN: _("La valeur est inconnue : personne n’a répondu sur ce point."),
    }


def book(rows: Sequence[CellRow], definitions: Iterable[Definition], made_at: datetime) -> bytes:
    """Return cells as a workbook: the cells with a note beside each mark, meanings, notes."""
    return write_book([cell_sheet(rows), *word_sheets(definitions)], made_at=made_at)


def cell_sheet(rows: Sequence[CellRow]) -> Sheet:
    """Return the sheet of cells; whatever is not simply shown has its note."""
    told = mark_meanings()
    notes = {
        (number, VALUE_COLUMN): told[one.mark]
        for number, one in enumerate(rows, start=1)
        if one.mark != Mark.SHOWN
    }
    return Sheet(_("Mesures"), HEADER, [line(one) for one in rows], notes)


def word_sheets(definitions: Iterable[Definition]) -> list[Sheet]:
    """Return the sheets that explain: what each indicator means, what each mark says."""
    return [
        Sheet(
            _("Définitions"),
            ("indicateur", "nom", "unite", "definition", "denominateur", "champ", "methode"),
            [
                (
                    one.slug,
                    one.name,
                    one.unit,
                    one.definition,
                    one.denominator,
                    one.scope,
                    one.method,
                )
                for one in definitions
            ],
        ),
        Sheet(
            _("Marques"),
            ("marque", "nom", "sens"),
            [(str(mark), str(mark.label), text) for mark, text in mark_meanings().items()],
        ),
    ]


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as an archive: the same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return target.getvalue()
