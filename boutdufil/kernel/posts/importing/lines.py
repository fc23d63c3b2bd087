"""One line of a table as a draft, or everything that is wrong with it at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from boutdufil.kernel.posts.drafts import SkillAsked, VacancyDraft
from boutdufil.kernel.posts.enums import PayPeriod
from boutdufil.kernel.posts.importing import cells
from boutdufil.kernel.posts.importing.cells import CellError
from boutdufil.kernel.posts.importing.columns import COLUMNS
from boutdufil.kernel.posts.importing.lookups import Lookups

BY_FIELD = {column.field: column for column in COLUMNS}
Line = tuple[int, Sequence[str], Sequence[str]]

# Below this many euros a pay is certainly not one of a month, above not one of an hour.
LOWEST_MONTH, HIGHEST_HOUR = 30_000, 20_000
HIGHEST_MONTH = 1_500_000


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell: its column as the file calls it, what, and what to do."""

    column: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line read: a draft when nothing is wrong, or its problems."""

    line: int
    cells: tuple[str, ...]
    draft: VacancyDraft | None
    problems: tuple[Problem, ...]


class _Reading:
    """The cells of one line by field, and the problems met so far."""

    def __init__(self, values: Mapping[str, str], headings: Mapping[str, str]) -> None:
        self.values, self.headings = values, headings
        self.problems: list[Problem] = []

    def read(self, field: str, reader: Callable[[str], Any], default: Any = None) -> Any:
        """Return what a cell says; note a problem and return the default when it says nothing."""
        try:
            value = reader(self.values.get(field, ""))
        except CellError as refusal:
            self.note(field, refusal.what, refusal.remedy)
            return default
        return default if value is None else value

    def note(self, field: str, what: str, remedy: str) -> None:
        """Note a problem under the heading the file itself bears."""
        heading = self.headings.get(field) or str(BY_FIELD[field].label)
        self.problems.append(Problem(heading, what, remedy))

    def text(self, field: str, longest: int) -> str:
        """Return a text that fits its field."""
        value = self.values.get(field, "").strip()
        if len(value) > longest:
            self.note(
                field,
                _("Le texte a %(length)s caractères.") % {"length": len(value)},
                _("Gardez-en %(longest)s au plus.") % {"longest": longest},
            )
        return value


def read_lines(
    header: Sequence[str], rows: Iterable[Line], mapping: Mapping[str, int]
) -> Iterator[ReadLine]:
    """Read every line of a table; a reference that stands twice is wrong the second time."""
    lookups = Lookups()
    seen: dict[str, int] = {}
    headings = {field: header[place] for field, place in mapping.items() if place < len(header)}
    for number, row, extra in rows:
        reading = _Reading(
            {field: row[place] for field, place in mapping.items() if place < len(row)}, headings
        )
        draft = _draft(reading, lookups)
        _check_whole(reading, extra)
        _check_reference(reading, draft.reference, number, seen)
        wrong = tuple(reading.problems)
        yield ReadLine(number, tuple(row), None if wrong else draft, wrong)


def _check_whole(reading: _Reading, extra: Sequence[str]) -> None:
    if extra:
        reading.problems.append(
            Problem(
                "",
                _("La ligne a plus de cellules que d’en-têtes."),
                _("Un séparateur est sans doute dans un texte : mettez ce texte entre guillemets."),
            )
        )


def _check_reference(reading: _Reading, reference: str, number: int, seen: dict[str, int]) -> None:
    if reference and reference in seen:
        reading.note(
            "reference",
            _("La référence « %(ref)s » est déjà à la ligne %(line)s.")
            % {"ref": reference, "line": seen[reference]},
            _("Donnez une référence à chaque offre, une seule fois."),
        )
    seen.setdefault(reference, number)


def _draft(reading: _Reading, lookups: Lookups) -> VacancyDraft:
    read, text = reading.read, reading.text
    title = _title(reading)
    pay_min, pay_max, pay_period = _pay(reading)
    return VacancyDraft(
        reference=text("reference", 40),
        title=title,
        code=read("code", lambda cell: lookups.job(cell.strip(), title), ""),
        posts=read("posts", lambda cell: cells.whole(cell, low=1, high=cells.MOST_POSTS), 1),
        contract=read("contract", _required(cells.contract), ""),
        contract_months=read("contract_months", lambda cell: cells.whole(cell, low=1, high=60)),
        weekly_hours=read("weekly_hours", cells.hours),
        pay_min=pay_min,
        pay_max=pay_max,
        pay_period=pay_period,
        commune=_commune(reading, lookups),
        home_days=read("home_days", lambda cell: cells.whole(cell, low=0, high=7), 0),
        works_sundays=read("works_sundays", cells.yes, default=False),
        works_nights=read("works_nights", cells.yes, default=False),
        works_shifts=read("works_shifts", cells.yes, default=False),
        pattern=text("pattern", 200),
        description=text("description", 10_000),
        skills=_skills(reading, lookups),
        languages=read("languages", cells.languages, ()),
        sign_language=read("sign_language", cells.signs, "none"),
        accessibility=text("accessibility", 300),
        starts_on=read("starts_on", cells.day),
        apply_until=read("apply_until", cells.day),
        outbound=read("outbound", cells.yes, default=False),
    )


def _required(reader: Callable[[str], Any]) -> Callable[[str], Any]:
    def read(cell: str) -> Any:
        if not cell.strip():
            raise CellError(_("La cellule est vide."), _("Remplissez-la."))
        return reader(cell)

    return read


def _title(reading: _Reading) -> str:
    title = reading.text("title", 160)
    if not title:
        reading.note(
            "title", _("L’intitulé manque."), _("Écrivez l’intitulé dans les deux genres.")
        )
    return title


def _commune(reading: _Reading, lookups: Lookups) -> str:
    if code := reading.values.get("insee", "").strip():
        found: str = reading.read("insee", lambda _cell: lookups.insee(code), "")
        return found
    named: str = reading.read("commune", _required(lambda cell: lookups.place(cell.strip())), "")
    return named


def _pay(reading: _Reading) -> tuple[int | None, int | None, str]:
    """Read the pay whole: a range upside down or a month's pay an hour is a slip, not a pay."""
    low = reading.read("pay_min", cells.amount)
    high = reading.read("pay_max", cells.amount, low)
    cell = reading.values.get("pay_period", "").strip()
    period = reading.read("pay_period", cells.period, "") if cell else _guessed(low)
    if low is not None and high is not None and high < low:
        reading.note(
            "pay_max",
            _("Le salaire maximum est plus bas que le minimum."),
            _("Inversez les deux montants, ou corrigez-en un."),
        )
    if low is not None and not _plausible(low, period):
        reading.note(
            "pay_min",
            _("Ce montant ne va pas avec sa période."),
            _("Vérifiez la période : par heure, par mois ou par an."),
        )
    return low, high, period


def _guessed(low: int | None) -> str:
    """Return the one period an amount can have when none is said; nothing where two can."""
    if low is None:
        return ""
    if low <= HIGHEST_HOUR:
        return PayPeriod.HOUR.value
    return PayPeriod.MONTH.value if low <= HIGHEST_MONTH else PayPeriod.YEAR.value


def _plausible(low: int, period: str) -> bool:
    if period == PayPeriod.HOUR:
        return low <= HIGHEST_HOUR
    if period == PayPeriod.MONTH:
        return LOWEST_MONTH <= low <= HIGHEST_MONTH
    return period != PayPeriod.YEAR or low > 6 * LOWEST_MONTH


def _skills(reading: _Reading, lookups: Lookups) -> tuple[SkillAsked, ...]:
    found: list[SkillAsked] = []
    for field, required in (("required_skills", True), ("wished_skills", False)):
        for text in cells.several(reading.values.get(field, "")):
            try:
                found.append(lookups.skill(text, required=required))
            except CellError as refusal:
                reading.note(field, refusal.what, refusal.remedy)
    return tuple(found)
