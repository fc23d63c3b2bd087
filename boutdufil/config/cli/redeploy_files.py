"""The two files of ``boutdufil redeploy``, read as the pages read them. Needs Django."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from boutdufil.kernel.posts.drafts import VacancyDraft, month_pay
from boutdufil.kernel.posts.importing import missing_columns, proposed_mapping, read_lines
from boutdufil.kernel.ui.tables import table_refusal
from boutdufil.lib.protected import protected_columns
from boutdufil.lib.tables import Table, TableError, match_columns, read_table
from boutdufil.lib.text import fold
from boutdufil.rooms.mobility.enums import PostSide
from boutdufil.rooms.mobility.selectors.plan_posts import PostRow
from boutdufil.rooms.mobility.selectors.roster_imports import (
    TitleChoice,
    found_places,
    title_choices,
)
from boutdufil.rooms.mobility.selectors.rosters import Employee
from boutdufil.rooms.mobility.services.roster_rows import (
    ALIASES,
    LABELS,
    REQUIRED,
    Meanings,
    cell,
    read_rows,
)

LAW = "article L.1132-1 du code du travail : personne n’est choisi ni écarté selon ce critère"


class FileError(ValueError):
    """A file that cannot be used: one finding a line, each naming file, line and column."""

    def __init__(self, findings: Sequence[str]) -> None:
        super().__init__("\n".join(findings))
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class Post:
    """A vacancy of the file under its reference; without one, under its line."""

    reference: str
    row: PostRow


def read_staff(path: Path, ends_on: date) -> list[Employee]:
    """Read people; `ends_on` is the end of the contracts of whom the file says none.

    Raises FileError with everything that is wrong at once.
    """
    table = _table(path)
    refused = [
        f"{path.name}, colonne « {one.header} » : refusée, {LAW}. Retirez-la du fichier."
        for one in protected_columns(table.header)
    ]
    columns = match_columns(table.header, ALIASES)
    missing = [str(LABELS[field]) for field in REQUIRED if field not in columns]
    if refused or missing:
        raise FileError([*refused, *(_missing(path, label, table) for label in missing)])
    choices = title_choices([cell(row, columns, "occupation") for row in table.rows], {})
    meanings = Meanings(
        occupations={fold(one.title): one.chosen for one in choices},
        places=found_places([cell(row, columns, "commune") for row in table.rows]),
        ends_on=ends_on,
    )
    people, findings = read_rows(table.rows, columns, meanings)
    unsure = dict(_unsure(path, table, columns, choices))
    told = [
        unsure.pop(one.line)
        if one.column == str(LABELS["occupation"]) and one.line in unsure
        else _place(path, one.line, one.column) + one.message
        for one in findings
    ]
    if told:
        raise FileError(told)
    return [person for _line, person in people]


def read_vacancies(path: Path) -> list[Post]:
    """Read vacancies; raises FileError with everything that is wrong at once."""
    table = _table(path)
    mapping = proposed_mapping(table.header)
    missing = missing_columns(mapping)
    if missing:
        raise FileError([_missing(path, column.heading, table) for column in missing])
    rows = [(row.line, row.cells, row.extra) for row in table.rows]
    lines = list(read_lines(table.header, rows, mapping))
    wrong = [
        f"{_place(path, line.line, one.column)}{one.what} {one.remedy}"
        for line in lines
        for one in line.problems
    ]
    if wrong:
        raise FileError(wrong)
    return [_post(line.line, line.draft) for line in lines if line.draft]


def check_known(pairs: Sequence[tuple[str, str]], people: set[str], posts: set[str]) -> None:
    """Refuse answers of people, or to posts, that are in no file. Raises FileError."""
    strangers = [
        f"« {one} » n’est pas dans la liste des personnes." for one, _ in pairs if one not in people
    ]
    missing = [
        f"« {post} » n’est pas dans la liste des offres." for _, post in pairs if post not in posts
    ]
    if strangers or missing:
        raise FileError([*strangers, *missing])


def _table(path: Path) -> Table:
    try:
        return read_table(path.read_bytes(), filename=path.name)
    except TableError as error:
        raise FileError([f"{path.name} : {table_refusal(error)}"]) from None


def _missing(path: Path, label: str, table: Table) -> str:
    header = ", ".join(name for name in table.header if name)
    return f"{path.name} : il manque la colonne « {label} » (l’en-tête dit : {header})."


def _place(path: Path, line: int, column: str) -> str:
    return f"{path.name}, ligne {line}, {column} : " if column else f"{path.name}, ligne {line} : "


def _unsure(
    path: Path, table: Table, columns: Mapping[str, int], choices: Sequence[TitleChoice]
) -> Iterator[tuple[int, str]]:
    """Yield every line whose title may be several jobs, or none, with what to write."""
    open_titles = {fold(one.title): one for one in choices if not one.chosen}
    column = table.header[columns["occupation"]]
    for row in table.rows:
        title = cell(row, columns, "occupation")
        choice = open_titles.get(fold(title))
        if choice is not None:
            found = ", ".join(f"{code} {label}" for code, label in choice.choices[:3])
            remedy = f"écrivez le code ROME ({found})" if found else "écrivez son code ROME"
            place = _place(path, row.line, column)
            yield row.line, f"{place}« {title} » ne suffit pas : {remedy}."


def _post(line: int, draft: VacancyDraft) -> Post:
    pay = (draft.pay_min, draft.pay_max)
    month = [month_pay(cents, draft.pay_period, draft.weekly_hours) for cents in pay]
    row = PostRow(
        pk=line,
        vacancy_id=0,
        side=PostSide.EXTERNAL,
        places=draft.posts,
        open_posts=draft.posts,
        code=draft.code,
        title=draft.title,
        description=draft.description,
        employer="",
        contract=draft.contract,
        contract_months=draft.contract_months,
        weekly_hours=float(draft.weekly_hours) if draft.weekly_hours else None,
        month_pay=(month[0], month[1]),
        pay=pay,
        pay_period=draft.pay_period,
        commune=draft.commune,
        place=draft.commune,
        home_days=draft.home_days,
        works_sundays=draft.works_sundays,
        works_nights=draft.works_nights,
        works_shifts=draft.works_shifts,
        pattern=draft.pattern,
        outbound=draft.outbound,
        starts_on=draft.starts_on,
        classification="",
        published=True,
    )
    return Post(draft.reference or f"ligne {line}", row)
