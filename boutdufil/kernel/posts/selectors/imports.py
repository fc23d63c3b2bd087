"""A file of vacancies on its way in: its columns, its good lines, and each wrong one by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from boutdufil.kernel.posts.drafts import VacancyDraft
from boutdufil.kernel.posts.enums import Contract, VacancyStatus
from boutdufil.kernel.posts.importing import Column, Problem, ReadLine, missing_columns, read_lines
from boutdufil.kernel.posts.law import Finding, check_draft
from boutdufil.kernel.posts.models import Vacancy, VacancyImport
from boutdufil.kernel.posts.selectors.pay import pay_words
from boutdufil.kernel.territories import selectors as territories
from boutdufil.lib.tables import write_csv

ENDED = frozenset({VacancyStatus.FILLED, VacancyStatus.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class GoodLine:
    """A line that can be imported; ``known`` when it changes a vacancy that exists.

    ``blocked`` when the law would keep it a draft; ``ended`` when that vacancy is over.
    """

    line: int
    draft: VacancyDraft
    place: str
    pay: str
    contract: str
    known: bool
    ended: bool
    findings: tuple[Finding, ...]

    @property
    def blocked(self) -> bool:
        """Whether something stops its publication."""
        return any(finding.is_blocking for finding in self.findings)


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A line that cannot be imported, by its number and what its employer calls it."""

    line: int
    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ImportPage:
    """A file as it is previewed; ``unmapped`` are required columns nobody pointed at."""

    id: int
    organisation_id: int
    filename: str
    created_at: datetime
    done_at: datetime | None
    header: tuple[str, ...]
    mapping: dict[str, int]
    unmapped: tuple[Column, ...]
    good: tuple[GoodLine, ...]
    wrong: tuple[WrongLine, ...]
    result: dict[str, int]

    @property
    def publishable(self) -> int:
        """How many good lines the law lets through."""
        return sum(not line.blocked and not line.ended for line in self.good)

    @property
    def blocked(self) -> int:
        """How many good lines would stay drafts."""
        return sum(line.blocked for line in self.good)

    @property
    def warned(self) -> int:
        """How many publishable lines want a confirmation."""
        return sum(bool(line.findings) and not line.blocked for line in self.good)

    @property
    def nameless(self) -> int:
        """How many good lines have no reference, and would be made anew by a second import."""
        return sum(not line.draft.reference for line in self.good)


def lines_of(brought: VacancyImport) -> Iterable[ReadLine]:
    """Read the lines of a kept file."""
    return read_lines(brought.header, brought.rows, brought.mapping)


def import_page(import_id: int) -> ImportPage | None:
    """Return a file with every line read; None when it is not kept any more."""
    brought = VacancyImport.objects.filter(pk=import_id).first()
    if brought is None:
        return None
    lines = list(lines_of(brought))
    return ImportPage(
        id=brought.pk,
        organisation_id=brought.organisation_id,
        filename=brought.filename,
        created_at=brought.created_at,
        done_at=brought.done_at,
        header=tuple(brought.header),
        mapping=brought.mapping,
        unmapped=missing_columns(brought.mapping),
        good=_good(brought.organisation_id, lines),
        wrong=tuple(_wrong(brought, line) for line in lines if line.draft is None),
        result=brought.result,
    )


def _good(organisation_id: int, lines: list[ReadLine]) -> tuple[GoodLine, ...]:
    drafts = [(line.line, line.draft) for line in lines if line.draft is not None]
    places = territories.places({draft.commune for _line, draft in drafts})
    known = dict(
        Vacancy.objects.filter(
            organisation_id=organisation_id,
            reference__in=[draft.reference for _line, draft in drafts if draft.reference],
        ).values_list("reference", "status")
    )
    today, language = timezone.localdate(), (get_language() or "fr")[:2]
    return tuple(
        GoodLine(
            line=number,
            draft=draft,
            place=places[draft.commune].label,
            pay=pay_words(draft.pay_min, draft.pay_max, draft.pay_period),
            contract=str(Contract(draft.contract).label),
            known=draft.reference in known,
            ended=known.get(draft.reference) in ENDED,
            findings=_checked(draft, today, language),
        )
        for number, draft in drafts
    )


def _checked(draft: VacancyDraft, today: date, language: str) -> tuple[Finding, ...]:
    return check_draft(draft, today=today, language=language)


def _wrong(brought: VacancyImport, line: ReadLine) -> WrongLine:
    places = [brought.mapping.get(field) for field in ("reference", "title")]
    names = [line.cells[place] for place in places if place is not None and place < len(line.cells)]
    return WrongLine(line.line, " · ".join(name for name in names if name), line.problems)


def wrong_lines_csv(import_id: int) -> bytes | None:
    """Return the wrong lines as they came, with what to correct in a column of its own."""
    brought = VacancyImport.objects.filter(pk=import_id).first()
    if brought is None:
        return None
    rows = [
        (*line.cells, " ".join(_sentence(problem) for problem in line.problems))
        for line in lines_of(brought)
        if line.draft is None
    ]
    return write_csv((*brought.header, _("à corriger")), rows)


def _sentence(problem: Problem) -> str:
    what = f"{problem.column} : {problem.what}" if problem.column else problem.what
    return f"{what} {problem.remedy}"
